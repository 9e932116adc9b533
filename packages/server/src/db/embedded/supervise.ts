import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedError } from "./error.ts";
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./start.ts";

/** An embedded database that is started again when it ends by itself. */
export interface SupervisedPostgres {
  /** As `EmbeddedPostgres.url`; the same for the life of this object. */
  readonly url: string;
  /** False between an unexpected end and the next start. */
  running(): boolean;
  /** Resolves when it was given up: it ended again and again, or came back at another place. */
  readonly gaveUp: Promise<Error>;
  stop(): Promise<void>;
}

/** So many unexpected ends within a minute are no accident. */
const mostRestarts = 5;
const accidentWindowMs = 60_000;
const pauseMs = 250;

/**
 * Starts the embedded database and keeps it: after a crash it is started again within moments, recovers from its own
 * log, and the pool's next connections reach it at the same place. Requests in between fail as with any lost database.
 */
export async function superviseEmbedded(
  options: Omit<EmbeddedOptions, "onExit">,
): Promise<SupervisedPostgres> {
  let current: EmbeddedPostgres | null = null;
  let isStopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const endedAtMs: number[] = [];
  let giveUp: (reason: Error) => void = () => undefined;
  const gaveUp = new Promise<Error>((resolve) => {
    giveUp = resolve;
  });

  const onExit = (reason: string): void => {
    const dead = current;
    current = null;
    if (isStopping || dead === null) return;
    restarting = restart(dead, reason).catch((error: unknown) => {
      giveUp(error instanceof Error ? error : new Error(String(error)));
    });
  };

  async function restart(dead: EmbeddedPostgres, reason: string): Promise<void> {
    const nowMs = performance.now();
    endedAtMs.push(nowMs);
    const recent = endedAtMs.filter((at) => nowMs - at < accidentWindowMs);
    if (recent.length > mostRestarts) {
      throw new EmbeddedError(
        "start_failed",
        `the embedded database ended ${recent.length} times within a minute, last with ${reason}; see the log above`,
      );
    }
    await dead.stop();
    await delay(pauseMs);
    if (isStopping) return;
    const next = await startEmbedded({ ...options, onExit });
    if (next.url !== dead.url) {
      await next.stop();
      throw new EmbeddedError("start_failed", "the embedded database came back at another place");
    }
    current = next;
    options.log.warn({ pid: next.pid }, "the embedded database was started again");
  }

  const first = await startEmbedded({ ...options, onExit });
  current = first;
  return {
    url: first.url,
    gaveUp,
    running: () => current !== null,
    stop: async () => {
      isStopping = true;
      await restarting;
      await current?.stop();
    },
  };
}
