/** Work that goes on after its request was answered, and that a graceful stop waits for. */
export interface BackgroundTasks {
  /** Runs `task`; a failure goes to `onError`, never to the caller. */
  run(task: () => Promise<void>): void;
  /** Resolves when nothing is running any more. */
  idle(): Promise<void>;
  readonly running: number;
}

/** Creates the set; `maxRunning` bounds memory: beyond it tasks wait in order. */
export function createBackgroundTasks(
  onError: (error: unknown) => void,
  maxRunning = 16,
): BackgroundTasks {
  const active = new Set<Promise<void>>();
  const waiting: (() => Promise<void>)[] = [];

  function start(task: () => Promise<void>): void {
    const promise = task()
      .catch(onError)
      .finally(() => {
        active.delete(promise);
        const next = waiting.shift();
        if (next) start(next);
      });
    active.add(promise);
  }

  return {
    run(task) {
      if (active.size >= maxRunning) waiting.push(task);
      else start(task);
    },
    async idle() {
      while (active.size > 0) await Promise.all(active);
    },
    get running() {
      return active.size + waiting.length;
    },
  };
}
