/** All slots are taken and the queue is full; the caller becomes a 429. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}

/** Size of a semaphore. */
export interface SemaphoreOptions {
  /** Tasks that may run at once, at least 1. */
  readonly slots: number;
  /** Tasks that may wait for a slot, at least 0. */
  readonly queueLimit: number;
}

/** Bounds how many tasks run at once and how many wait, first come first served. */
export interface Semaphore {
  /**
   * Runs `task` as soon as a slot is free and passes its outcome on. Rejects with `BusyError`, without running it, when
   * the queue is full. A task that fails frees its slot.
   */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Tasks that wait for a slot now. */
  readonly queueLength: number;
  /** Tasks that run now. */
  readonly running: number;
}

/** Makes a semaphore. Throws a `RangeError` on a size that is no whole number or too small. */
export function createSemaphore({ slots, queueLimit }: SemaphoreOptions): Semaphore {
  if (!Number.isInteger(slots) || slots < 1) throw new RangeError("slots must be at least 1");
  if (!Number.isInteger(queueLimit) || queueLimit < 0) {
    throw new RangeError("queueLimit must be at least 0");
  }
  const waiting: Array<() => void> = [];
  let running = 0;

  function acquire(): Promise<void> {
    if (running < slots) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.length >= queueLimit) return Promise.reject(new BusyError("too many tasks wait"));
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(): void {
    const next = waiting.shift();
    // The slot passes to the next task without becoming free in between, so nobody overtakes it.
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(task) {
      await acquire();
      try {
        return await task();
      } finally {
        release();
      }
    },
    get queueLength() {
      return waiting.length;
    },
    get running() {
      return running;
    },
  };
}
