import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactInteger, plainValue } from "./plain.ts";
import { type JsonNode, maxJsonDepth, readJson } from "./read.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function value(text: string): unknown {
  const read = readJson(bytes(text));
  return read.ok ? plainValue(read.value) : new Error(read.detail);
}

function elapsedMs(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

describe("readJson", () => {
  it.each([
    ["null", null],
    [" \t\r\n true", true],
    ["-0", 0],
    ["0", 0],
    ["999999999999999", 999999999999999],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["18446744073709551616", 2 ** 64],
    ["1.5e+2", 150],
    ["1E-2", 0.01],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9"', '"\\/\b\f\n\r\tAé'],
    ['"\\uD83D\\ude00"', "😀"],
    ['"\\u0000"', "\0"],
    ['"\u2028\u007f"', "\u2028\u007f"],
    ["[]", []],
    ["[ 1 , [ ] , { } ]", [1, [], {}]],
  ])("reads %s", (text, expected) => {
    const result = value(text);

    expect(result).toEqual(expected);
  });

  it.each([
    ["a lone high surrogate", '"\\ud800"', "\ufffd"],
    ["a lone low surrogate", '"\\udc00x"', "\ufffdx"],
    ["a high surrogate before another escape", '"\\ud800\\u0041"', "\ufffdA"],
    ["two high surrogates before a low one", '"\\ud800\\ud83d\\ude00"', "\ufffd😀"],
    ["a high surrogate before a broken escape's quote", '"\\ud800\\n"', "\ufffd\n"],
  ])("turns %s into U+FFFD", (_, text, expected) => {
    const result = value(text);

    expect(result).toBe(expected);
  });

  it.each([
    ["an overlong form", [0xc0, 0xaf]],
    ["a lone continuation byte", [0x80]],
    ["an encoded surrogate", [0xed, 0xa0, 0x80]],
    ["a cut sequence", [0xe2, 0x82]],
    ["a byte that UTF-8 never uses", [0xff]],
  ])("turns %s into U+FFFD", (_, raw) => {
    const read = readJson(Uint8Array.from([0x22, ...raw, 0x61, 0x22]));

    expect(read.ok && read.value).toMatch(/^\ufffd+a$/);
  });

  it.each([
    ['{"a":1} trailing', { a: 1 }],
    ['{"a":1}{"a":2}', { a: 1 }],
    ["{}]", {}],
    ["01", 0],
    ["[1]\0", [1]],
  ])("ignores what follows the first value in %j", (text, expected) => {
    const result = value(text);

    expect(result).toEqual(expected);
  });

  it.each([
    "{",
    "[",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[01]",
    "[-]",
    "[+1]",
    "[.5]",
    "[1.]",
    "[1e]",
    "[1e+]",
    "[0x10]",
    "[NaN]",
    "[Infinity]",
    "[tru]",
    "[True]",
    "nul",
    '{"a":1,}',
    '{"a"}',
    '{"a" 1}',
    "{a:1}",
    "{'a':1}",
    '{"a":1 "b":2}',
    '"abc',
    '"\\',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\u+123"',
    '"a\nb"',
    '"a\tb"',
    '"a\0b"',
    "/* */ {}",
    "\u00a0{}",
    "\ufeff{}",
  ])("refuses %j", (text) => {
    const read = readJson(bytes(text));

    expect(read).toMatchObject({ ok: false, empty: false });
  });

  it.each(["", "  \n\t "])("says that %j is empty", (text) => {
    const read = readJson(bytes(text));

    expect(read).toMatchObject({ ok: false, empty: true });
  });

  it("keeps the last of duplicate members, in last place", () => {
    const read = readJson(bytes('{"a":1,"b":2,"a":3}'));

    expect(read.ok && read.value instanceof Map && [...read.value]).toEqual([
      ["b", 2],
      ["a", 3],
    ]);
  });

  it("takes __proto__ and constructor for ordinary members", () => {
    const result = value('{"__proto__":{"polluted":true},"constructor":1}');

    expect(Object.keys(Object(result))).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(result)).toBeNull();
    expect("polluted" in {}).toBe(false);
  });

  it("reads nesting up to the limit and refuses one level more", () => {
    const deep = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

    expect(readJson(bytes(deep(maxJsonDepth))).ok).toBe(true);
    expect(readJson(bytes(deep(maxJsonDepth + 1)))).toMatchObject({ ok: false });
  });

  it.each([
    ["10 000 brackets", "[".repeat(10_000)],
    ["10 MB of brackets", "[".repeat(10_000_000)],
    ["10 MB of objects", '{"a":'.repeat(2_000_000)],
  ])("refuses %s quickly", (_, text) => {
    const body = bytes(text);

    const ms = elapsedMs(() => expect(readJson(body)).toMatchObject({ ok: false }));

    expect(ms).toBeLessThan(1000);
  });

  it.each([
    ["empty arrays", `[${"[],".repeat(349_000)}[]]`],
    ["duplicate members", `{${'"a":0,'.repeat(170_000)}"a":1}`],
    ["different members", `{${Array.from({ length: 90_000 }, (_, i) => `"${i}":0`).join(",")}}`],
    ["escapes", `"${"\\u0041".repeat(174_000)}"`],
    ["lone surrogates", `"${"\\ud800".repeat(174_000)}"`],
    ["one number", "9".repeat(1_048_576)],
    ["numbers with fractions", `[${"1.5,".repeat(262_000)}1]`],
    ["spaces", `${" ".repeat(1_048_000)}1`],
  ])("reads 1 MiB of %s in well under a second", (_, text) => {
    const body = bytes(text);

    const ms = elapsedMs(() => expect(readJson(body).ok).toBe(true));

    expect(ms).toBeLessThan(700);
  });

  it("agrees with JSON.parse on all valid JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const read = readJson(bytes(text));
        const result = read.ok ? doubles(read.value) : undefined;

        expect(result).toEqual(JSON.parse(text, (_, member) => (member === 0 ? 0 : member)));
      }),
    );
  });

  it("accepts what JSON.parse accepts and nothing more inside a list", () => {
    const token = fc.constantFrom(
      ...'{}[]:,"\\ue+-.019'.split(""),
      "true",
      "null",
      " ",
      '"a"',
      "\n",
      "\u0001",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = `[${tokens.join("")}]`;
        const read = readJson(bytes(text));

        if (accepts(text)) expect(read.ok).toBe(true);
        // Trailing data is ignored, so that a refused text may be a complete list and something after it.
        else if (read.ok) expect(prefixes(text).some(accepts)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("never throws on arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (raw) => {
        expect(() => readJson(raw)).not.toThrow();
        expect(() => readJson(Uint8Array.from([0x5b, 0x22, ...raw]))).not.toThrow();
      }),
    );
  });

  it("reads every signed 64-bit integer exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        const read = readJson(bytes(integer.toString()));

        expect(read.ok && isNumeric(read.value) && exactInteger(read.value)).toBe(integer);
      }),
    );
  });
});

function isNumeric(node: JsonNode): node is number | { token: string } {
  return typeof node === "number" || (typeof node === "object" && node !== null && "token" in node);
}

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function prefixes(text: string): string[] {
  return Array.from({ length: text.length }, (_, length) => text.slice(0, length + 1));
}

/** What JSON.parse would make of it: every number a double, objects as plain ones. */
function doubles(node: JsonNode): unknown {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map(doubles);
  if (node instanceof Map) {
    const entries = [...node].map(([name, member]) => [name, doubles(member)]);
    return Object.fromEntries(entries);
  }
  return Number(node.token) + 0;
}
