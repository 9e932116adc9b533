/** Waits until something holds; gives the milliseconds it took. Throws with the sentence after `withinMs`. */
export async function until(
  what: string,
  withinMs: number,
  holds: () => Promise<boolean>,
): Promise<number> {
  const begun = performance.now();
  for (;;) {
    if (await holds().catch(() => false)) return performance.now() - begun;
    if (performance.now() - begun > withinMs) {
      throw new Error(`not within ${withinMs} ms: ${what}`);
    }
    await pause(5);
  }
}

/** A moment; only for pacing load, never to wait for something. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
