import { pause } from "../../lib/pause.ts";

/** What came of one item. */
export type ItemResult =
  | { readonly state: "done" }
  | { readonly state: "failed"; readonly message: string };

/** A refusal for now; everything waits that long. */
export interface Waiting {
  readonly retryAfterMs: number;
}

interface BulkSettings<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Does it for one item. Throws when it failed. */
  readonly run: (item: Item, signal: AbortSignal) => Promise<void>;
  /** How many at a time. */
  readonly concurrency?: number;
  /** Reads "come back later" from an error; undefined for every other error. */
  readonly waitingOf: (error: unknown) => Waiting | undefined;
  readonly messageOf: (error: unknown) => string;
  readonly onResult: (key: string, result: ItemResult) => void;
  /** Stops after the requests that are on their way. */
  readonly signal: AbortSignal;
}

/**
 * Does something for many items, a few at a time. When the server asks to come back later all of them wait and the
 * refused one is tried again. Stopping lets what is on its way finish; the rest has no result.
 */
export async function runBulk<Item>(settings: BulkSettings<Item>): Promise<void> {
  const { items, keyOf, run, waitingOf, messageOf, onResult, signal, concurrency = 4 } = settings;
  const queue = [...items];
  let gate: Promise<void> = Promise.resolve();
  const one = async (item: Item): Promise<void> => {
    try {
      await run(item, signal);
      onResult(keyOf(item), { state: "done" });
    } catch (error) {
      const waiting = waitingOf(error);
      if (waiting === undefined) {
        onResult(keyOf(item), { state: "failed", message: messageOf(error) });
        return;
      }
      queue.unshift(item);
      gate = pause(waiting.retryAfterMs, signal);
    }
  };
  const worker = async (): Promise<void> => {
    while (!signal.aborted) {
      await gate;
      if (signal.aborted) return;
      const item = queue.shift();
      if (item === undefined) return;
      await one(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  // An item that was put back while the other workers had ended still has its turn.
  if (queue.length > 0 && !signal.aborted) await worker();
}
