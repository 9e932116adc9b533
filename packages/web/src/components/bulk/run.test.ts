import { describe, expect, test } from "vitest";
import { resultsCsv } from "./bulk-run.tsx";
import { type ItemResult, runBulk } from "./run.ts";

class Busy extends Error {}

const settings = (results: Map<string, ItemResult>) => ({
  keyOf: (item: string) => item,
  waitingOf: (error: unknown) => (error instanceof Busy ? { retryAfterMs: 1 } : undefined),
  messageOf: (error: unknown) => (error instanceof Error ? error.message : "failed"),
  onResult: (key: string, result: ItemResult) => results.set(key, result),
  signal: new AbortController().signal,
});

const items = Array.from({ length: 20 }, (_, at) => `item-${at}`);

describe("a bulk run", () => {
  test("never has more than four requests on their way", async () => {
    const results = new Map<string, ItemResult>();
    let now = 0;
    let most = 0;
    await runBulk({
      ...settings(results),
      items,
      run: async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve));
        now -= 1;
      },
    });

    expect(most).toBe(4);
    expect(results.size).toBe(20);
  });

  test("tells each failure and goes on", async () => {
    const results = new Map<string, ItemResult>();
    await runBulk({
      ...settings(results),
      items,
      run: (item) => (item === "item-3" ? Promise.reject(new Error("no")) : Promise.resolve()),
    });

    expect(results.get("item-3")).toEqual({ state: "failed", message: "no" });
    expect([...results.values()].filter(({ state }) => state === "done")).toHaveLength(19);
  });

  test("waits when asked to and tries the refused one again", async () => {
    const results = new Map<string, ItemResult>();
    let refusals = 3;
    await runBulk({
      ...settings(results),
      items,
      run: () => {
        refusals -= 1;
        return refusals >= 0 ? Promise.reject(new Busy()) : Promise.resolve();
      },
    });

    expect([...results.values()].every(({ state }) => state === "done")).toBe(true);
    expect(results.size).toBe(20);
  });

  test("stops after what is on its way", async () => {
    const results = new Map<string, ItemResult>();
    const controller = new AbortController();
    await runBulk({
      ...settings(results),
      signal: controller.signal,
      items,
      concurrency: 2,
      run: () => {
        controller.abort();
        return Promise.resolve();
      },
    });

    expect(results.size).toBeLessThanOrEqual(2);
  });
});

test("no cell of the result is a formula", () => {
  const csv = resultsCsv([{ key: "1", name: '=cmd|"x"' }], new Map([["1", { state: "done" }]]));

  expect(csv).toBe(`id,name,result,message\r\n"1","'=cmd|""x""","done",""\r\n`);
});
