import { expect, test } from "vitest";
import { compileLinear } from "./re2.ts";

const matches = (pattern: string, text: string) => compileLinear(pattern)?.matches(text);

test("a pattern occurs anywhere in a text unless it is anchored", () => {
  expect(matches("eng", "the-engineers")).toBe(true);
  expect(matches("^eng", "the-engineers")).toBe(false);
  expect(matches("", "anything")).toBe(true);
});

test.each([
  ["(?i)^ENG", "engineers", true],
  ["^eng\\z", "eng", true],
  ["^eng\\z", "eng\n", false],
  ["\\pN", "a7", true],
  ["\\pN", "a", false],
  ["^\\d+$", "١٢", false],
])("trap 7: %s means for %j what RE2 says", (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test.each(["(", "(?=a)", "(?<!a)b", "(a)\\1", "[", "a**", "x".repeat(3000)])(
  "trap 7: %s is refused",
  (pattern) => {
    expect(compileLinear(pattern)).toBeNull();
  },
);

test("trap 7: a pattern that makes backtracking engines hang is answered", () => {
  expect(matches("^(a+)+$", `${"a".repeat(50_000)}!`)).toBe(false);
  expect(matches("^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(50_000))).toBe(false);
});
