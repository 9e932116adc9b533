import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDuration, toMilliseconds, toNanoseconds } from "./duration.ts";

const second = 1_000_000_000n;

test.each([
  ["24h", 86_400n * second],
  ["1m30s", 90n * second],
  ["1.5h", 5_400n * second],
  ["7d", 604_800n * second],
  ["250ms", second / 4n],
  ["3us", 3_000n],
  ["3µs", 3_000n],
  ["0", 0n],
  ["1000000000", second],
  ["-1m", -60n * second],
  ["876600h", 3_155_760_000n * second],
])("%s is read as Go reads it", (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  "",
  "h",
  "1",
  "24 h",
  "1h 30m",
  "1.h",
  "1e3s",
  "99999999h",
  "9223372036854775808",
  "1y",
])("%j is refused unless it is a bare number", (text) => {
  expect(parseDuration(text)).toBe(text === "1" ? 1n : null);
});

test("every duration that Go can hold keeps its milliseconds", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (nanoseconds) => {
      const cut = nanoseconds - (nanoseconds % 1_000_000n);
      expect(toNanoseconds(toMilliseconds(cut))).toBe(cut);
    }),
  );
});
