/** Passes values from one task to another, one at a time; the giver waits for the taker. */
export interface Handoff<T> {
  /** Waits until the value is taken; false when the taker wants no more. */
  give(value: T): Promise<boolean>;
  /** Waits for a value; undefined after the end. Rejects with the giver's failure. */
  take(): Promise<T | undefined>;
  /** The taker wants no more: a waiting giver learns it at once. */
  close(): void;
  /** The giver has no more. */
  end(): void;
  /** The giver failed. */
  fail(error: unknown): void;
}

type Outcome<T> = { value: T } | { error: unknown } | "end";

/** Makes a handoff between one giver and one taker. */
export function handoff<T>(): Handoff<T> {
  let offered: { value: T; taken: (wanted: boolean) => void } | null = null;
  let waiting: ((outcome: Outcome<T>) => void) | null = null;
  let finished: Outcome<T> | null = null;
  let closed = false;

  function finish(outcome: Outcome<T>): void {
    finished ??= outcome;
    waiting?.(outcome);
    waiting = null;
  }

  async function nextOutcome(): Promise<Outcome<T>> {
    if (offered !== null) {
      const { value, taken } = offered;
      offered = null;
      taken(true);
      return { value };
    }
    return finished ?? new Promise((resolve) => (waiting = resolve));
  }

  return {
    give(value) {
      if (closed) return Promise.resolve(false);
      if (waiting !== null) {
        waiting({ value });
        waiting = null;
        return Promise.resolve(true);
      }
      return new Promise((taken) => (offered = { value, taken }));
    },
    async take() {
      const outcome = await nextOutcome();
      if (outcome === "end") return undefined;
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    },
    close() {
      closed = true;
      offered?.taken(false);
      offered = null;
    },
    end: () => finish("end"),
    fail: (error) => finish({ error }),
  };
}
