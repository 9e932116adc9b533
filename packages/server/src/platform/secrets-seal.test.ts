import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSealed, SealError, sealer } from "./secrets-seal.ts";

const key = randomBytes(32);

test("a sealed value opens to what was sealed", () => {
  const { seal, open } = sealer(key);

  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (plain, context) => {
      expect(open(seal(plain, context), context)).toBe(Buffer.from(plain).toString());
    }),
  );
});

test("sealing the same value twice gives different texts that do not show it", () => {
  const { seal } = sealer(key);

  const first = seal("private key", "user:1");
  const second = seal("private key", "user:1");

  expect(first).not.toBe(second);
  expect(Buffer.from(first.slice(4), "base64url").includes("private key")).toBe(false);
  expect(isSealed(first)).toBe(true);
});

test("a value sealed for one user does not open for another", () => {
  const { seal, open } = sealer(key);

  const sealed = seal("private key", "user:1");

  expect(() => open(sealed, "user:2")).toThrow(SealError);
});

test("a value does not open with another key", () => {
  const sealed = sealer(key).seal("private key", "user:1");

  expect(() => sealer(randomBytes(32)).open(sealed, "user:1")).toThrow(SealError);
});

test("changing any byte of a sealed value makes it unreadable", () => {
  const { seal, open } = sealer(key);
  const bytes = Buffer.from(seal("x", "c").slice(4), "base64url");

  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(() => open(`gh1.${changed.toString("base64url")}`, "c")).toThrow(SealError);
  }
});

test.each(["", "gh1.", "gh1.AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----", "gh2.AAAA"])(
  "text that was not sealed is refused: %j",
  (text) => {
    expect(() => sealer(key).open(text, "c")).toThrow(SealError);
  },
);

test("a key of the wrong length is refused", () => {
  expect(() => sealer(randomBytes(16))).toThrow(RangeError);
});
