import type { Page, Request } from "playwright-core";
import { expect } from "vitest";

/** A request of the API as a page made it. */
export interface SentRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
}

/** What a page asks the API, from now on. */
export interface Watch {
  /** Since the last `forget`. */
  readonly sent: readonly SentRequest[];
  forget(): void;
  /** Waits until everything is answered and drawn: no request under way for a moment, nothing busy, fonts there. */
  quiet(): Promise<void>;
}

const calmMs = 150;
const deadlineMs = 20_000;

/** Follows the requests of a page. */
export function watchRequests(page: Page): Watch {
  let sent: SentRequest[] = [];
  let changedAtMs = performance.now();
  const open = new Set<Request>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    changedAtMs = performance.now();
    open.add(request);
    if (pathname.startsWith("/api/")) sent.push({ method: request.method(), path: pathname });
  });
  const done = (request: Request) => {
    open.delete(request);
    changedAtMs = performance.now();
  };
  page.on("requestfinished", done);
  page.on("requestfailed", done);
  return {
    get sent() {
      return sent;
    },
    forget() {
      sent = [];
      open.clear();
    },
    async quiet() {
      const end = performance.now() + deadlineMs;
      while (performance.now() < end) {
        const isCalm = open.size === 0 && performance.now() - changedAtMs > calmMs;
        if (isCalm && (await isDrawn(page))) return;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      throw new Error(`${page.url()} is still busy: ${[...open].map((each) => each.url())}`);
    },
  };
}

/** Waits until nothing of the page is on its way any more: no skeleton, nothing busy, fonts there. */
export async function drawn(page: Page): Promise<void> {
  await expect.poll(() => isDrawn(page), { message: page.url(), timeout: deadlineMs }).toBe(true);
}

function isDrawn(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const isWaiting = document.querySelector('[aria-busy="true"], .animate-shimmer') !== null;
    return !isWaiting && document.querySelector("h1") !== null;
  });
}
