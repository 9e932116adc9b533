import fc from "fast-check";
import { expect, test } from "vitest";
import {
  constantTimeEqual,
  newApiKey,
  parseApiKey,
  randomAlphanumeric,
  sha256,
} from "./secrets.ts";

test("a new API key has the wire form and is read back as its parts", () => {
  const key = newApiKey();

  expect(key.token).toMatch(/^[0-9A-Za-z]{10}-[0-9A-Za-z]{22}$/);
  expect(parseApiKey(key.token)).toEqual({ id: key.id, secret: key.secret });
});

test("every character of the alphabet is drawn equally often", () => {
  const sample = randomAlphanumeric(620_000);

  const counts = new Map<string, number>();
  for (const char of sample) counts.set(char, (counts.get(char) ?? 0) + 1);

  // Expected 10,000 each, standard deviation 100: eight deviations never happen by chance.
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(800);
});

test("every place of a key is drawn anew each time", () => {
  const keys = Array.from({ length: 200 }, () => newApiKey().token);

  for (let place = 0; place < 33; place++) {
    const drawn = new Set(keys.map((key) => key.charAt(place)));
    // Of 62 characters, 200 draws meet fewer than 30 only once in a lifetime of universes.
    if (place === 10) expect([...drawn]).toEqual(["-"]);
    else expect(drawn.size).toBeGreaterThan(30);
  }
});

test.each([
  ["empty", ""],
  ["no separator", "a".repeat(33)],
  ["two separators", `${"a".repeat(10)}-${"b".repeat(11)}-${"c".repeat(10)}`],
  ["long id", `${"a".repeat(11)}-${"b".repeat(22)}`],
  ["short id", `${"a".repeat(9)}-${"b".repeat(22)}`],
  ["long secret", `${"a".repeat(10)}-${"b".repeat(23)}`],
  ["parts swapped", `${"b".repeat(22)}-${"a".repeat(10)}`],
  ["trailing newline", `${"a".repeat(10)}-${"b".repeat(22)}\n`],
  ["a NUL in the id", `${"a".repeat(9)}\0-${"b".repeat(22)}`],
  ["characters of several bytes", `${"é".repeat(10)}-${"b".repeat(22)}`],
])("text that is no API key is refused: %s", (_case, text) => {
  expect(parseApiKey(text)).toBeNull();
});

test("no text makes the parser throw or return parts of another length", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const parts = parseApiKey(text);

      if (parts !== null) expect(`${parts.id}-${parts.secret}`).toBe(text);
    }),
  );
});

test("the stored hash is the SHA-256 of the UTF-8 text", () => {
  expect(sha256("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("constant-time comparison agrees with equality", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(constantTimeEqual(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      expect(constantTimeEqual(a, Buffer.from(a))).toBe(true);
    }),
  );
});
