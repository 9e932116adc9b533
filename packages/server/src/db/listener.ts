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

const heartbeatMs = 1000;
const answerWithinMs = 1000;
const reconnectMs = 500;

/**
 * Listens on PostgreSQL channels, and notices within two seconds that it does not hear any more: the
 * connection is asked every second. It reconnects for ever.
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
    if (await answers(asked)) later(heartbeatMs, beat);
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

async function answers(client: pg.Client): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), answerWithinMs);
    timer.unref();
  });
  try {
    return await Promise.race([client.query("select 1").then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
