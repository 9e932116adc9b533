import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainValue } from "./plain.ts";
import { readJson } from "./read.ts";
import { writeJson } from "./write.ts";

describe("writeJson", () => {
  it("writes bigints with all digits at any depth", () => {
    const text = writeJson({ a: [{ b: 9223372036854775807n }], c: -1n });

    expect(text).toBe('{"a":[{"b":9223372036854775807}],"c":-1}');
  });

  it("leaves out undefined members and functions, and uses toJSON, beside a bigint", () => {
    const when = new Date(0);

    const text = writeJson({
      n: 1n,
      u: undefined,
      f: () => 0,
      l: [undefined, 1n],
      when,
      '"': "\n",
    });

    expect(text).toBe('{"n":1,"l":[null,1],"when":"1970-01-01T00:00:00.000Z","\\"":"\\n"}');
  });

  it("refuses what is not JSON at the top", () => {
    expect(() => writeJson(undefined)).toThrow(TypeError);
  });

  it("refuses cycles with and without bigints", () => {
    const plain: Record<string, unknown> = {};
    plain["self"] = plain;
    const big: Record<string, unknown> = { n: 1n };
    big["self"] = big;

    expect(() => writeJson(plain)).toThrow();
    expect(() => writeJson(big)).toThrow();
  });

  it("writes what JSON.stringify writes when there is no bigint", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it("is read back to the same bigints", () => {
    const big = fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.array(big)), (value) => {
        const read = readJson(new TextEncoder().encode(writeJson(value)));

        expect(read.ok && plainValue(read.value)).toEqual(value);
      }),
    );
  });
});
