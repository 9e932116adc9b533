import pg from "pg";
import type { Log } from "../platform/log.ts";

/** A connection that hears the notifications of other replicas. */
export interface Listener {
  /** Starts in the background; `onUp` and `onDown` tell its state. */
  start(): void;
  /** Resolves when the connection listens for the first time. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** What a listener reports. */
export interface ListenerOptions {
  url: string;
  channels: readonly string[];
  log: Log;
  onNotification: (channel: string, payload: string) => void;
  /** The connection listens: from now on nothing is missed. */
  onUp: () => void;
  /** The connection is lost or does not answer: notifications may have been missed. */
  onDown: () => void;
}

const heartbeatMs = 400;
const answerWithinMs = 400;
const lostAfterMs = 5000;
const reconnectMs = 500;

/**
 * Listens on PostgreSQL channels, and notices within a second that it may not hear any more, also when the
 * network swallows everything: the connection is asked again and again. A late answer means `onDown` until
 * it comes, for notifications arrive in its order; without one the connection is given up. It reconnects for
 * ever.
 */
export function createListener(options: ListenerOptions): Listener {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let announce: () => void = () => undefined;
  const firstUp = new Promise<void>((resolve) => {
    announce = resolve;
  });

  function later(delayMs: number, step: () => Promise<void>): void {
    if (stopped) return;
    timer = setTimeout(() => void step(), delayMs);
    timer.unref();
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: "gatehouse listener",
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    next.on("notification", ({ channel, payload }) => {
      if (client === next) options.onNotification(channel, payload ?? "");
    });
    next.on("error", () => lose(next));
    next.on("end", () => lose(next));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`listen ${channel}`);
      if (stopped) return await next.end();
      client = next;
      options.onUp();
      announce();
      later(heartbeatMs, beat);
    } catch (error) {
      options.log.debug({ err: error }, "listening connection failed");
      next.end().catch(() => undefined);
      later(reconnectMs, connect);
    }
  }

  async function beat(): Promise<void> {
    const asked = client;
    if (asked === null) return;
    const answer = asked.query("select 1").then(
      () => true,
      () => false,
    );
    let heard = await within(answerWithinMs, answer);
    if (heard === "late") {
      if (client === asked) options.onDown();
      heard = await within(lostAfterMs, answer);
      if (heard === true && client === asked) options.onUp();
    }
    if (heard === true) later(heartbeatMs, beat);
    else lose(asked);
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    clearTimeout(timer);
    if (stopped) return;
    options.onDown();
    options.log.warn("the listening connection to the database is lost; connecting again");
    lost.end().catch(() => undefined);
    later(reconnectMs, connect);
  }

  return {
    start() {
      void connect();
    },
    ready: () => firstUp,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}

/** What a promise gives within this time, else `late`. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms);
    timer.unref();
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}
