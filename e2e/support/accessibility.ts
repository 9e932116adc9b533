import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const options: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};

/** What axe-core finds against WCAG 2.2 A and AA and good practice, as `rule: elements` lines. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // The debugger's evaluation is not bound by the page's policy, which allows no foreign script.
  await page.evaluate(source);
  // Of a toast behind another one nothing is shown but its edge; its words have no colour to judge.
  const behind = page.locator('[data-sonner-toast][data-front="false"]').first();
  await behind.waitFor({ state: "detached", timeout: 10_000 }).catch(() => {});
  // What fades in or out, such as a toast, has neither its colours from before nor those from after.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => {
      return effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    });
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  const results = await page.evaluate<AxeResults, RunOptions>(
    (given) => Reflect.get(globalThis, "axe").run(document, given),
    options,
  );
  return results.violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 5).map(({ target }) => target.join(" "));
    return `${id}: ${places.join(", ")}`;
  });
}
