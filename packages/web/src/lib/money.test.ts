import fc from "fast-check";
import { expect, test } from "vitest";
import { countText, moneyInput, moneyText, readMoney, roundedMoneyText } from "./money.ts";

test.each<[bigint | null, string]>([
  [null, "–"],
  [0n, "$0.00"],
  [12_340_000n, "$12.34"],
  [1_204_180_000n, "$1,204.18"],
  [10_500n, "$0.0105"],
  [1n, "$0.000001"],
  [9_999n, "$0.009999"],
  [-2_500_000n, "−$2.50"],
  [9_007_199_254_740_993_000_000n, "$9,007,199,254,740,993.00"],
])("%s micro-dollars are %s", (micros, text) => {
  expect(moneyText(micros)).toBe(text);
});

test("sums are rounded to cents", () => {
  expect(roundedMoneyText(1_204_185_000n)).toBe("$1,204.19");
  expect(roundedMoneyText(4_999n)).toBe("$0.00");
});

test.each<[string, bigint | null | undefined]>([
  ["", null],
  ["0", 0n],
  ["12.34", 12_340_000n],
  ["$1,204.18", 1_204_180_000n],
  [".5", 500_000n],
  ["0.0000001", undefined],
  ["1e3", undefined],
  ["-1", undefined],
  ["12.3.4", undefined],
])("%j is read as %s", (text, micros) => {
  expect(readMoney(text)).toBe(micros);
});

test("every amount survives being written and read", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (micros) => {
      expect(readMoney(moneyInput(micros))).toBe(micros);
      expect(readMoney(moneyText(micros))).toBe(micros);
    }),
  );
});

test("large counts are shortened without a float", () => {
  expect(countText(1_204)).toBe("1,204");
  expect(countText(12_400_000n)).toBe("12.4 M");
  expect(countText(9_007_199_254_740_993n)).toBe("9,007,199.2 B");
});
