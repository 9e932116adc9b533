import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines, diffSets } from "./compare.ts";

test("a set says what it lost and won", () => {
  expect(diffSets(["a", "b", "b"], ["b", "c"])).toEqual({ removed: ["a"], added: ["c"] });
});

test("lines change as little as possible", () => {
  expect(diffLines("a\nb\nc", "a\nc\nd").map(({ change, text }) => `${change} ${text}`)).toEqual([
    "same a",
    "removed b",
    "same c",
    "added d",
  ]);
});

test("both sides can be read from the comparison", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (gone: string) =>
        lines.filter(({ change }) => change !== gone).map((line) => line.text);

      expect(side("added").join("\n")).toBe(before);
      expect(side("removed").join("\n")).toBe(after);
    }),
  );
});
