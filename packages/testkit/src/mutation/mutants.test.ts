import { expect, test } from "vitest";
import { applyMutant, mutantsOf } from "./mutants.ts";

/** Every version of the text with one fault in it. */
const faultsOf = (text: string) =>
  mutantsOf("sample.ts", text).map((mutant) => applyMutant(text, mutant));

test.each([
  ["a === b;", ["a !== b;", "true;", "false;", ";"]],
  ["if (a) return;", ["if (true) return;", "if (false) return;", "if (a) ;"]],
  ["x = a && b;", ["x = a || b;", "x = true && b;", "x = a && false;", ";"]],
  ["x = a < 2;", ["x = a <= 2;", "x = a >= 2;", "x = a < 3;"]],
  ["x = !a;", ["x = a;"]],
  ["x = -1;", ["x = 1;", "x = -2;"]],
  ['x = "a";', ['x = "";']],
  ['x = "";', ['x = "mutant";']],
  ["x = [a, b];", ["x = [];", "x = [b];", "x = [a];"]],
  ["x = { a: 1 };", ["x = ({});", "x = { a: 2 };"]],
  ["f(() => a);", ["f(() => undefined);", ";"]],
  ["x = a.some(b).filter(c);", ["x = a.every(b).filter(c);", "x = a.some(b);"]],
  ["x = /^a+$/i;", ["x = /a+$/i;", "x = /^a+/i;", "x = /^a$/i;", "x = /^a+$/;"]],
  ["x = 10n;", ["x = 11n;"]],
])("faults are planted in %s", (text, expected) => {
  expect(faultsOf(text)).toEqual(expect.arrayContaining(expected));
});

test.each(['import { a } from "b";', 'export * from "b";', 'type A = "a" | "b";'])(
  "what decides nothing at run time is left alone: %s",
  (text) => {
    expect(faultsOf(text)).toEqual([]);
  },
);

test("no fault is planted twice, and none leaves the text as it is", () => {
  const text = "export const f = (a: number) => (a > 1 && a < 2 ? [a] : []);";

  const faults = faultsOf(text);

  expect(new Set(faults).size).toBe(faults.length);
  expect(faults).not.toContain(text);
});
