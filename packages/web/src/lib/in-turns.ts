/** How long work may hold the page up, in milliseconds: a fifth of what people notice (console guide §6). */
const turnMs = 10;

/**
 * Does something with each item, in order, and lets the page draw and answer in between. Ends early once the signal is
 * aborted.
 */
export async function inTurns<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, index: number) => void,
): Promise<void> {
  let began = performance.now();
  for (const [index, item] of items.entries()) {
    if (performance.now() - began > turnMs) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      began = performance.now();
    }
    if (signal.aborted) return;
    work(item, index);
  }
}
