import { expect, test } from "vitest";
import {
  endOfLifetime,
  firstLifetime,
  lastDay,
  lifetimeFault,
  lifetimeNanoseconds,
  maximumText,
  presetsWithin,
} from "./lifetime.ts";

const now = Date.parse("2026-11-19T12:00:00Z");
const day = 86_400_000_000_000n;
const century = 3_155_760_000_000_000_000n;

test("presets stop at the maximum, which is itself allowed", () => {
  expect(presetsWithin(7n * day)).toEqual([1, 7]);
  expect(firstLifetime(7n * day)).toBe("7");
  expect(firstLifetime(century)).toBe("30");
  expect(firstLifetime(3_600_000_000_000n)).toBe("max");
});

test("the maximum is sent to the nanosecond", () => {
  expect(lifetimeNanoseconds({ choice: "max", until: "" }, century, now)).toBe(century);
  expect(lifetimeFault({ choice: "max", until: "" }, century, now)).toBeUndefined();
  expect(maximumText(century)).toBe("36525 days");
});

test.each([
  ["", "Choose the last day of the token."],
  ["2026-11-01", "This day is over."],
  ["2026-12-31", "At most 30 days."],
  ["2026-12-01", undefined],
  ["2026-12-19", undefined],
  ["2026-12-20", "At most 30 days."],
])("a last day of %j: %s", (until, fault) => {
  expect(lifetimeFault({ choice: "day", until }, 30n * day, now)).toBe(fault);
});

test("the last day that is offered ends with the maximum", () => {
  const last = lastDay(30n * day, now);
  expect(lifetimeNanoseconds({ choice: "day", until: last }, 30n * day, now)).toBe(30n * day);
});

test("the end of a choice is a time", () => {
  expect(endOfLifetime({ choice: "30", until: "" }, century, now)).toBe("2026-12-19T12:00:00.000Z");
  expect(endOfLifetime({ choice: "day", until: "" }, century, now)).toBeUndefined();
});
