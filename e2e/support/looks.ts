import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityViolations } from "./accessibility.ts";
import { expectToFit } from "./overflow.ts";
import { drawn } from "./quiet.ts";
import { photograph, windows } from "./screenshots.ts";

/** Looks at a page as it is: nothing for axe to find, nowhere to scroll sideways on a phone, pictures for people. */
export async function expectGoodLook(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  // A page that came without loading a document was idle before.
  await drawn(page);
  expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectToFit(page, name);
  await photograph(page, name);
  await page.setViewportSize(windows.desktop);
}
