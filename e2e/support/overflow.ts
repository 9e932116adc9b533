import type { Page } from "playwright-core";
import { expect } from "vitest";

/** How many pixels the page can be scrolled sideways: it should be none. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

/** The page fits its window. After a change of size the sidebar gives way a moment later. */
export async function expectToFit(page: Page, name: string): Promise<void> {
  await expect.poll(() => overflow(page), { message: name }).toBe(0);
}
