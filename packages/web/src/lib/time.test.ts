import { expect, test } from "vitest";
import { durationText, exactText, isNever, relativeText, secondsFromNanoseconds } from "./time.ts";

const now = Date.parse("2026-11-19T14:00:00Z");
const at = (secondsAway: number): string => new Date(now + secondsAway * 1_000).toISOString();

test.each([
  [-30, "just now"],
  [-60, "1 min ago"],
  [-3 * 3_600, "3 h ago"],
  [30, "in a moment"],
  [22 * 3_600 + 60, "in 22 h"],
])("%d seconds away is %s", (away, text) => {
  expect(relativeText(at(away), now)).toBe(text);
});

test("within a week a day and a time, beyond it a date", () => {
  expect(relativeText(at(-2 * 86_400), now)).toMatch(/^Tue \d\d:\d\d$/);
  expect(relativeText("2026-03-12T12:00:00Z", now)).toBe("12 Mar 2026");
});

test.each(["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "nonsense"])("%s is never", (iso) => {
  expect(isNever(iso)).toBe(true);
  expect(relativeText(iso, now)).toBe("Never");
});

test("the exact time holds the time of the wire", () => {
  expect(exactText("2026-03-12T13:02:31Z")).toContain(" · 2026-03-12T13:02:31Z");
});

test.each<[bigint, string]>([
  [2_592_000n, "30 days"],
  [86_400n, "1 day"],
  [3_600n, "1 h"],
  [5_400n, "90 min"],
  [0n, "0 s"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test("the longest lifetime of the wire loses nothing", () => {
  expect(durationText(secondsFromNanoseconds(3_155_760_000_000_000_000n))).toBe("36525 days");
});
