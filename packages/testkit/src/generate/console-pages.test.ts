import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endpoints } from "@gatehouse/contract";
import { describe, expect, test } from "vitest";
import { consolePages } from "../console-pages.ts";
import { consoleReference, tableFaults, withoutPage } from "./console-pages.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

describe("the table of what the console covers", () => {
  test("speaks of every endpoint of the contract: a page or a reason, never both", async () => {
    expect(tableFaults(await consolePages())).toEqual([]);
  });

  test("is the one in the docs", async () => {
    const written = readFileSync(`${root}docs/reference/console.md`, "utf8");

    expect(consoleReference(await consolePages())).toBe(written);
  });

  test("a new endpoint without a page and without a reason stops the generator", () => {
    expect(tableFaults([])).toHaveLength(
      Object.keys(endpoints).length - Object.keys(withoutPage).length,
    );
    expect(() => consoleReference([])).toThrow("listUsers is on no page and has no reason");
  });
});
