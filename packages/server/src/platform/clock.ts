/** The source of the current time; the only one outside this file is a test's frozen clock. Millisecond resolution. */
export interface Clock {
  /** The current instant; every call returns a new `Date` that the receiver may keep. */
  now(): Date;
}

/** A clock that stands still until it is told to move. */
export interface FrozenClock extends Clock {
  /** Moves the clock by `ms` milliseconds; negative values move it back. */
  advance(ms: number): void;
  /** Sets the clock to `date`. */
  set(date: Date): void;
}

/** The clock of the machine, in UTC. */
export const systemClock: Clock = { now: () => new Date() };

/** Makes a clock for tests that shows `date` until it is moved. Throws a `RangeError` on an invalid date or step. */
export function frozenClock(date: Date): FrozenClock {
  let epochMs = checked(date.getTime());
  return {
    now: () => new Date(epochMs),
    advance(ms) {
      epochMs = checked(epochMs + ms);
    },
    set(next) {
      epochMs = checked(next.getTime());
    },
  };
}

function checked(epochMs: number): number {
  if (!Number.isInteger(epochMs)) throw new RangeError("a clock needs whole, valid milliseconds");
  return epochMs;
}
