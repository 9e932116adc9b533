import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endpoints } from "@gatehouse/contract";
import { runnerImport } from "vite";
import { describe, expect, test } from "vitest";
import { type ConsolePage, consoleReference, tableFaults, withoutPage } from "./console-pages.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

async function pagesOfConsole(): Promise<readonly ConsolePage[]> {
  const { module } = await runnerImport<{ documentedPages: readonly ConsolePage[] }>(
    `${root}packages/web/src/app/pages.ts`,
  );
  return module.documentedPages;
}

describe("the table of what the console covers", () => {
  test("speaks of every endpoint of the contract: a page or a reason, never both", async () => {
    expect(tableFaults(await pagesOfConsole())).toEqual([]);
  });

  test("is the one in the docs", async () => {
    const written = readFileSync(`${root}docs/reference/console.md`, "utf8");

    expect(consoleReference(await pagesOfConsole())).toBe(written);
  });

  test("a new endpoint without a page and without a reason stops the generator", () => {
    expect(tableFaults([])).toHaveLength(
      Object.keys(endpoints).length - Object.keys(withoutPage).length,
    );
    expect(() => consoleReference([])).toThrow("listUsers is on no page and has no reason");
  });
});
