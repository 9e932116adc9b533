import { expect, test } from "vitest";
import { handoff } from "./handoff.ts";

test("values arrive in order, whoever comes first", async () => {
  const passed = handoff<number>();
  const giver = (async () => {
    for (const value of [1, 2, 3]) await passed.give(value);
    passed.end();
  })();

  const taken = [await passed.take(), await passed.take(), await passed.take()];

  expect(taken).toEqual([1, 2, 3]);
  expect(await passed.take()).toBeUndefined();
  await giver;
});

test("the giver's failure reaches a waiting and a later taker", async () => {
  const passed = handoff<number>();
  const waiting = passed.take();

  passed.fail(new Error("broken"));

  await expect(waiting).rejects.toThrow("broken");
  await expect(passed.take()).rejects.toThrow("broken");
});

test("a giver who waits learns that no more is wanted", async () => {
  const passed = handoff<number>();
  const given = passed.give(1);

  passed.close();

  expect(await given).toBe(false);
  expect(await passed.give(2)).toBe(false);
});
