/** Lets callers that want the same thing at the same time share one piece of work. */
export interface Singleflight<T> {
  /**
   * Gives the outcome of the work that runs for `key` now, or starts `work`. An outcome, good or bad, goes to those who
   * waited for it and is then forgotten: this is no cache.
   */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

/** Makes an empty singleflight. */
export function createSingleflight<T>(): Singleflight<T> {
  const inFlight = new Map<string, Promise<T>>();
  return {
    run(key, work) {
      const shared = inFlight.get(key);
      if (shared !== undefined) return shared;
      const started = work().finally(() => inFlight.delete(key));
      inFlight.set(key, started);
      return started;
    },
  };
}
