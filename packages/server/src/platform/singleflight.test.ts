import { expect, test } from "vitest";
import { createSingleflight } from "./singleflight.ts";

test("callers at the same time share one run, later callers start another", async () => {
  const flights = createSingleflight<number>();
  let runs = 0;
  const work = async () => {
    runs += 1;
    return runs;
  };

  const together = await Promise.all([flights.run("a", work), flights.run("a", work)]);
  const later = await flights.run("a", work);

  expect(together).toEqual([1, 1]);
  expect(later).toBe(2);
});

test("different keys do not share", async () => {
  const flights = createSingleflight<string>();

  const both = await Promise.all(["a", "b"].map((key) => flights.run(key, async () => key)));

  expect(both).toEqual(["a", "b"]);
});

test("a failure reaches everybody who waited and is not remembered", async () => {
  const flights = createSingleflight<string>();
  const failing = () => Promise.reject(new Error("boom"));

  const outcomes = await Promise.allSettled([flights.run("a", failing), flights.run("a", failing)]);

  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(flights.run("a", async () => "fine")).resolves.toBe("fine");
});
