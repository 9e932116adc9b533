import { connect, createServer, type Server, type Socket } from "node:net";
import { createEmptyDatabase, eventually } from "@gatehouse/testkit";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../platform/log.ts";
import { createListener, type Listener } from "./listener.ts";

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let proxy: Server;
let listener: Listener;
const sockets = new Set<Socket>();
const state = { up: 0, down: 0, heard: [] as string[] };

/** A way to the database that can swallow everything, as a dead network does: no end, no error. */
beforeAll(async () => {
  database = await createEmptyDatabase();
  const target = new pg.Client({ connectionString: database.url });
  const { host, port, user } = target;
  proxy = createServer((near) => {
    const far = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  const url = new URL(`postgres://127.0.0.1/${target.database ?? ""}`);
  url.username = user ?? "";
  url.password = target.password ?? "";
  url.port = String(typeof address === "object" && address !== null ? address.port : 0);
  listener = createListener({
    url: url.href,
    channels: ["sample"],
    log: createLog({ level: "silent" }),
    onNotification: (_channel, payload) => state.heard.push(payload),
    onUp: () => {
      state.up += 1;
    },
    onDown: () => {
      state.down += 1;
    },
  });
  listener.start();
  await listener.ready();
});
afterAll(async () => {
  await listener.stop();
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await database.drop();
});

async function notify(payload: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("select pg_notify('sample', $1)", [payload]);
  await client.end();
}

test("a connection that swallows everything is noticed, and what was missed arrives before it counts again", async () => {
  const { up, down } = state;
  for (const socket of sockets) socket.pause();

  await eventually(async () => state.down > down, "the silence is noticed");
  await notify("missed");
  const heardMeanwhile = [...state.heard];
  for (const socket of sockets) socket.resume();
  await eventually(async () => state.up > up, "the connection counts again");

  expect(heardMeanwhile).toEqual([]);
  expect(state.heard).toEqual(["missed"]);
});
