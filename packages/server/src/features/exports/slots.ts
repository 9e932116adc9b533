import { ApiError } from "@gatehouse/contract";
import { BusyError, type Semaphore } from "../../platform/semaphore.ts";

/**
 * Yields what `source` yields while holding a slot: each export keeps a database connection for as long as its
 * client reads, and all of them together must leave some for everybody else. 429 when no slot is free.
 */
export async function* holdingSlot<T>(
  slots: Semaphore,
  source: () => AsyncIterable<T>,
): AsyncGenerator<T> {
  const release = await takeSlot(slots);
  try {
    yield* source();
  } finally {
    release();
  }
}

function takeSlot(slots: Semaphore): Promise<() => void> {
  return new Promise((resolve, reject) => {
    slots
      .run(() => new Promise<void>((release) => resolve(release)))
      .catch((error: unknown) => {
        if (!(error instanceof BusyError)) return reject(error);
        const message = "Too many exports are running at the moment. Try again shortly.";
        reject(new ApiError("busy", { message }));
      });
  });
}
