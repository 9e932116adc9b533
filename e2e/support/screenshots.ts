import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
const docs = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const docsQuality = 82;

/** The windows that every page is looked at in. */
export const windows = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Writes what a page looks like as it is, with everything that moves at its end. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
}

/**
 * Writes what a page looks like in both themes and both windows to e2e/screenshots, which is not under version control:
 * a person looks at them. The page is left as it was found.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  for (const [kind, size] of Object.entries(windows)) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await picture(page, `${name}-${kind}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}

/**
 * Writes a picture of the docs anew, small enough for a repository, when `GATEHOUSE_DOCS_PICTURES` is set: they would
 * differ in every run, by a time of day at least.
 */
export async function illustrate(page: Page, name: string): Promise<void> {
  if ((process.env["GATEHOUSE_DOCS_PICTURES"] ?? "") === "") return;
  mkdirSync(docs, { recursive: true });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: docsQuality,
  });
  writeFileSync(`${docs}${name}.webp`, Buffer.from(data, "base64"));
  await session.detach();
}
