import { expect, test } from "vitest";
import { changeMapping } from "./mapping-change.ts";

const pair = (Given: string, Gets: string) => ({ Given, Gets });

test("removing wins over adding the same pair, and the value stays with nothing", () => {
  const changed = changeMapping({}, { Add: [pair("a", "1")], Remove: [pair("a", "1")] });

  expect(changed).toEqual({ a: [] });
});

test("a pair that is there is not added twice", () => {
  const changed = changeMapping(
    { a: ["1"] },
    { Add: [pair("a", "1"), pair("a", "2")], Remove: [] },
  );

  expect(changed).toEqual({ a: ["1", "2"] });
});

test("removing what is not there changes nothing", () => {
  const changed = changeMapping(
    { a: ["1"] },
    { Add: [], Remove: [pair("a", "2"), pair("b", "1")] },
  );

  expect(changed).toEqual({ a: ["1"] });
});

test("trap 11: values differ by letter case, and __proto__ is only a value", () => {
  const changed = changeMapping(
    { a: ["1"] },
    { Add: [pair("A", "2"), pair("__proto__", "3")], Remove: [] },
  );

  expect(Object.entries(changed)).toEqual([
    ["a", ["1"]],
    ["A", ["2"]],
    ["__proto__", ["3"]],
  ]);
});
