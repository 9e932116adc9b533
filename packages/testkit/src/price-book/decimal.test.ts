import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { microsOf } from "./decimal.ts";

describe("a decimal text in micro-units", () => {
  it.each([
    ["0.075", 75000n],
    ["0.0208333", 20833n],
    ["0.08333333333333334", 83333n],
    ["0.049999999999999996", 50000n],
    ["600", 600_000_000n],
    ["0", 0n],
    ["0.0", 0n],
    ["5e-7", 1n],
    ["4e-7", 0n],
    ["1.5E+1", 15_000_000n],
    ["0.0000005", 1n],
    ["0.00000049999999999999999999999", 0n],
    ["2.5", 2_500_000n],
    ["-0.0000005", -1n],
    ["9223372036854.775807", 9_223_372_036_854_775_807n],
    ["0e999999999", 0n],
    ["1e-999999999", 0n],
  ])("%s is exact, ties away from zero", (text, micros) => {
    expect(microsOf(text)).toBe(micros);
  });

  it.each(["9223372036855", "9223372036854.7758075", "1e999999999", "1e19"])(
    "%s does not fit into 64 bits and is refused",
    (text) => {
      expect(() => microsOf(text)).toThrow(RangeError);
    },
  );

  it.each(["", "NaN", "Infinity", "1.", ".5", "0x10", "1e", "1,5", " 1", "--1"])(
    "%j is no number and is refused",
    (text) => {
      expect(() => microsOf(text)).toThrow(RangeError);
    },
  );

  it("agrees with rational arithmetic on every decimal", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 20 }), (whole, places) => {
        const text = String(whole).padStart(places + 1, "0");
        const decimal = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
        const denominator = 10n ** BigInt(places);
        // Twice the value, plus one half, cut: rounding of a non-negative fraction.
        const expected = (2n * whole * 1_000_000n + denominator) / (2n * denominator);

        expect(microsOf(decimal)).toBe(expected);
      }),
    );
  });

  it("agrees with doubles wherever those are exact enough", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000_000 }), (micros) => {
        expect(microsOf(String(micros / 1_000_000))).toBe(BigInt(micros));
      }),
    );
  });
});
