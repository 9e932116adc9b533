import type { Page, Route } from "playwright-core";

const restMs = 600;
const deadlineMs = 60_000;

/**
 * Opens an address and counts the rounds of its requests to the API: all that are asked for are held until the page asks
 * for nothing more, then they are answered together. What comes only after that waited for one of them. Gives the paths
 * of every round.
 */
export async function roundsOf(page: Page, address: string): Promise<readonly string[][]> {
  const isApi = (url: URL) => url.pathname.startsWith("/api/");
  let held: Route[] = [];
  let changedAtMs = performance.now();
  const open = new Set<unknown>();
  const hold = (route: Route) => void held.push(route);
  const began = (request: unknown) => {
    open.add(request);
    changedAtMs = performance.now();
  };
  const ended = (request: unknown) => {
    open.delete(request);
    changedAtMs = performance.now();
  };
  page.on("request", began);
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  // Scripts are in the browser's cache then, and nothing of the page before is counted.
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await page.goto("about:blank");
  await page.route(isApi, hold);
  const rounds: string[][] = [];
  const end = performance.now() + deadlineMs;
  try {
    await page.goto(address, { waitUntil: "commit" });
    while (performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const isResting = open.size <= held.length && performance.now() - changedAtMs > restMs;
      if (!isResting) continue;
      const before = changedAtMs;
      await idle(page);
      if (changedAtMs !== before) continue;
      if (held.length === 0) return rounds;
      const round = held;
      held = [];
      rounds.push(round.map((route) => new URL(route.request().url()).pathname).sort());
      await Promise.all(round.map((route) => route.continue().catch(() => undefined)));
      changedAtMs = performance.now();
    }
    throw new Error(`${address} asks without end: ${JSON.stringify(rounds)}`);
  } finally {
    await page.unroute(isApi, hold);
    page.off("request", began);
    page.off("requestfinished", ended);
    page.off("requestfailed", ended);
  }
}

/** Waits until the page has nothing to do: on a busy machine it rests while its next request is still to come. */
async function idle(page: Page): Promise<void> {
  await page
    .evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())))
    // A document that is just being replaced has no answer.
    .catch(() => undefined);
}
