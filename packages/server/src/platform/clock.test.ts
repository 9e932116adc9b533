import { expect, test } from "vitest";
import { frozenClock, systemClock } from "./clock.ts";

test("a frozen clock shows the same instant until it is moved", () => {
  const clock = frozenClock(new Date("2026-05-01T10:00:00.123Z"));

  const first = clock.now();
  clock.advance(1);

  expect(first.toISOString()).toBe("2026-05-01T10:00:00.123Z");
  expect(clock.now().toISOString()).toBe("2026-05-01T10:00:00.124Z");
});

test("changing a returned date does not change the clock", () => {
  const clock = frozenClock(new Date(1000));

  clock.now().setFullYear(1999);

  expect(clock.now().getTime()).toBe(1000);
});

test("a frozen clock can be set to another instant", () => {
  const clock = frozenClock(new Date(0));

  clock.set(new Date(5000));

  expect(clock.now().getTime()).toBe(5000);
});

test("a frozen clock refuses an invalid date and a fractional step", () => {
  expect(() => frozenClock(new Date(Number.NaN))).toThrow(RangeError);
  expect(() => frozenClock(new Date(0)).advance(0.5)).toThrow(RangeError);
});

test("the system clock follows the machine", () => {
  const before = Date.now();

  const shown = systemClock.now().getTime();

  expect(shown).toBeGreaterThanOrEqual(before);
  expect(shown).toBeLessThanOrEqual(Date.now());
});
