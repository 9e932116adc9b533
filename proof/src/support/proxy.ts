import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A line between servers and their database that can be cut, held and closed. */
export interface DatabaseLine {
  readonly port: number;
  /** Connections that are open now; only those whose first bytes name this program where one is given. */
  size(applicationName?: string): number;
  /** Ends open connections; only those whose first bytes name this program where one is given. */
  cut(applicationName?: string): number;
  /**
   * Lets nothing through any more, in both directions, without closing anything; as a dead network does. Only on
   * connections, open ones and new ones, whose first bytes name this program where one is given.
   */
  hold(applicationName?: string): void;
  /** Lets everything through again. */
  release(): void;
  /** Refuses new connections until `release`. */
  refuse(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly inner: Socket;
  readonly outer: Socket;
  hello: string;
  isHeld: boolean;
}

/** Opens a line on a free loopback port to the Unix socket of a database. */
export async function openLine(socketPath: string): Promise<DatabaseLine> {
  const pairs = new Set<Pair>();
  let held: string | null = null;
  let isRefusing = false;
  const server: Server = createServer((inner) => {
    if (isRefusing) return void inner.destroy();
    const outer = connect(socketPath);
    const pair: Pair = { inner, outer, hello: "", isHeld: false };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      inner.destroy();
      outer.destroy();
    };
    inner.on("error", end).on("close", end);
    outer.on("error", end).on("close", end);
    inner.once("data", (bytes: Buffer) => {
      pair.hello = bytes.toString("latin1");
      if (held !== null && pair.hello.includes(held)) pause(pair);
    });
    inner.pipe(outer);
    outer.pipe(inner);
    if (held === "") pause(pair);
  });
  const named = (applicationName: string): Pair[] =>
    [...pairs].filter(({ hello }) => hello.includes(applicationName));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    size: (applicationName = "") => named(applicationName).length,
    cut: (applicationName = "") => {
      const chosen = named(applicationName);
      for (const { inner, outer } of chosen) {
        inner.destroy();
        outer.destroy();
      }
      return chosen.length;
    },
    hold: (applicationName = "") => {
      held = applicationName;
      for (const pair of named(applicationName)) pause(pair);
    },
    release: () => {
      held = null;
      isRefusing = false;
      for (const pair of pairs) if (pair.isHeld) resume(pair);
    },
    refuse: () => {
      isRefusing = true;
    },
    close: async () => {
      for (const { inner, outer } of pairs) {
        inner.destroy();
        outer.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}

function pause(pair: Pair): void {
  const { inner, outer } = pair;
  pair.isHeld = true;
  inner.unpipe(outer);
  outer.unpipe(inner);
  inner.pause();
  outer.pause();
}

/** Only for a held pair: piping twice would send everything twice. */
function resume(pair: Pair): void {
  const { inner, outer } = pair;
  pair.isHeld = false;
  inner.pipe(outer);
  outer.pipe(inner);
}
