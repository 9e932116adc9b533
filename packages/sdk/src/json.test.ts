import { describe, expect, it } from "vitest";
import { readJson, writeJson } from "./json.ts";

describe("JSON with exact integers", () => {
  it("keeps an integer beyond 2^53 exact, in both directions", () => {
    const text = '{"a":9223372036854775807,"b":[-9007199254740993]}';

    const value = readJson(text);

    expect(value).toEqual({ a: 9223372036854775807n, b: [-9007199254740993n] });
    expect(writeJson(value)).toBe(text);
  });

  it("leaves numbers that fit, fractions and exponents as numbers", () => {
    expect(readJson("[9007199254740991, 1.1234567890123456789, 1e21, 12]")).toEqual([
      9007199254740991, 1.1234567890123457, 1e21, 12,
    ]);
  });

  it("never touches digits inside texts, whatever surrounds them", () => {
    const value = {
      "9223372036854775807": '":9223372036854775807,"',
      quote: '\\"9223372036854775807',
    };

    expect(readJson(JSON.stringify(value))).toEqual(value);
    expect(writeJson(value)).toBe(JSON.stringify(value));
  });
});
