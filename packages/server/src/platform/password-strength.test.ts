import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordStrength } from "./password-strength.ts";

describe("verdicts that every client shares", () => {
  test.each([
    ["pass", 18.8],
    ["password", 37.6],
    ["notstrong", 42.3],
    ["newpassword", 51.7],
    ["aaaaaaaaaaaaaaaa", 9.4],
    ["qwertyuiop", 9.4],
    ["abcdefgh12345678", 20.7],
    ["12345678901234567890", 19.9],
    ["", 0],
  ])("%j is refused at %d bits", (password, bits) => {
    const verdict = passwordStrength(password);

    expect(verdict.bits).toBeCloseTo(bits, 1);
    expect(verdict.valid).toBe(false);
    expect(verdict.details).not.toBe("");
  });

  test.each([
    ["mysecurepass", 56.4],
    ["Passw0rd!", 54.6],
  ])("%j is accepted at %d bits", (password, bits) => {
    const verdict = passwordStrength(password);

    expect(verdict).toEqual({ bits: expect.closeTo(bits, 1), valid: true, details: "" });
  });

  test.each(["SomeSecurePassword!", "PasswordSecured123!"])(
    "%j is accepted far above the limit",
    (password) => {
      expect(passwordStrength(password).bits).toBeGreaterThan(100);
      expect(passwordStrength(password).valid).toBe(true);
    },
  );
});

describe("what counts", () => {
  // One bit per byte and class size: bits / log2(class size) is the number of bytes that count.
  const counted = (password: string, alphabet: number) =>
    Math.round(passwordStrength(password).bits / Math.log2(alphabet));

  test("a run of one character counts twice at most", () => {
    expect(counted("bbbbbbbrrrrrrrrr", 26)).toBe(4);
    expect(counted("brbrbr", 26)).toBe(6);
  });

  test("a stretch of a well-known sequence counts twice at most, in both directions", () => {
    expect(counted("zqwertyz", 26)).toBe(4);
    expect(counted("lkjhgfdsa", 26)).toBe(2);
    expect(counted("98765", 10)).toBe(2);
  });

  test("letters that follow each other with gaps count fully", () => {
    expect(counted("acegikm", 26)).toBe(7);
  });

  test("a character outside the classes adds one to the alphabet and its bytes to the length", () => {
    expect(passwordStrength("`").bits).toBe(0);
    expect(passwordStrength("é`").bits).toBeCloseTo(3 * Math.log2(2), 10);
    expect(passwordStrength("😀a").bits).toBeCloseTo(5 * Math.log2(27), 10);
  });

  test("each special class has its own size", () => {
    expect(passwordStrength("!@").bits).toBeCloseTo(2 * Math.log2(5), 10);
    expect(passwordStrength("_.").bits).toBeCloseTo(2 * Math.log2(5), 10);
    expect(passwordStrength('"#').bits).toBeCloseTo(2 * Math.log2(22), 10);
    expect(passwordStrength('!_"').bits).toBeCloseTo(3 * Math.log2(32), 10);
  });
});

describe("advice", () => {
  test("the advice names exactly the classes that are missing", () => {
    expect(passwordStrength("pass").details).toBe(
      "This password is too easy to guess. Make it longer, or add upper-case letters, digits or special characters.",
    );
    expect(passwordStrength("Pa1").details).toBe(
      "This password is too easy to guess. Make it longer, or add special characters.",
    );
    expect(passwordStrength("Pa1!").details).toBe(
      "This password is too easy to guess. Make it longer.",
    );
  });

  test("an over-long password is refused for its length", () => {
    expect(passwordStrength("a".repeat(65)).details).toContain("64 bytes");
    expect(passwordStrength(`Xy7!${"é".repeat(31)}`).valid).toBe(false);
  });

  test("64 bytes are not too long", () => {
    expect(passwordStrength("Xy7!bn4?".repeat(8)).valid).toBe(true);
  });
});

describe("properties", () => {
  const anyPassword = fc.string({ unit: "grapheme", maxLength: 80 });

  test("a password is valid exactly when it has enough bits and is short enough", () => {
    fc.assert(
      fc.property(anyPassword, (password) => {
        const { bits, valid, details } = passwordStrength(password);

        expect(valid).toBe(bits >= 52 && Buffer.byteLength(password) <= 64);
        expect(details === "").toBe(valid);
      }),
    );
  });

  test("more than 64 bytes are never accepted", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 65, maxLength: 200 }), (password) => {
        expect(passwordStrength(password).valid).toBe(false);
      }),
    );
  });

  test("no byte counts more than once", () => {
    fc.assert(
      fc.property(anyPassword, (password) => {
        const { bits } = passwordStrength(password);

        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(Buffer.byteLength(password) * Math.log2(94 + 80) + 1e-9);
      }),
    );
  });

  test("stretching a run beyond two characters never makes a password stronger", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(..."aZ5!_#é"),
        fc.integer({ min: 3, max: 60 }),
        (char, length) => {
          expect(passwordStrength(char.repeat(length)).bits).toBe(
            passwordStrength(char.repeat(2)).bits,
          );
        },
      ),
    );
  });
});
