import { expect, test } from "vitest";
import { parsePercents } from "./percents.ts";

test.each([
  ["85,100", "85 100"],
  ["100", "100"],
  [" 90, 50,50 ", "50 90 100"],
  ["1", "1 100"],
])("the percentages %j are %s", (text, percents) => {
  expect(parsePercents(text).join(" ")).toBe(percents);
});

test.each(["", "0", "101", "-5", "8.5", "85;100", "85,", "85%", "1e2"])("%j is none", (text) => {
  expect(() => parsePercents(text)).toThrow("whole percentages");
});
