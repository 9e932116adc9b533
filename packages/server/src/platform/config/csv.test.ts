import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./csv.ts";

test.each([
  ["", []],
  ["a", ["a"]],
  ["a, b ,,c", ["a", "b", "c"]],
  ['"a,b",c', ["a,b", "c"]],
  ['"say ""x""" , c', ['say "x"', "c"]],
])("%j is split with CSV quoting", (text, items) => {
  expect(parseCsv(text)).toEqual(items);
});

test.each(['"a', 'a"b', '"a"b', '"a""'])("%j is refused", (text) => {
  expect(parseCsv(text)).toBeNull();
});

test("whatever is quoted comes back", () => {
  const quote = (item: string) => `"${item.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (items) => {
      expect(parseCsv(items.map(quote).join(","))).toEqual(items);
    }),
  );
});
