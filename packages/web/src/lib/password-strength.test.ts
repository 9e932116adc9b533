import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passwordStrength as serverStrength } from "../../../server/src/platform/password-strength.ts";
import { passwordStrength } from "./password-strength.ts";

describe("the strength of a password", () => {
  it.each([
    ["password", 37.6, false],
    ["newpassword", 51.7, false],
    ["12345678901234567890", 19.9, false],
    ["mysecurepass", 56.4, true],
    ["Passw0rd!", 54.6, true],
    ["a".repeat(65), 9.4, false],
  ])("%j has %d bits", (password, bits, accepted) => {
    expect(passwordStrength(password)).toEqual({ bits: expect.closeTo(bits, 1), accepted });
  });

  it("is what the server finds, for any password", () => {
    const pieces = fc.constantFrom("abc", "321", "qwe", "aaa", "é", "😀", "!", "_", '"', "Z", "7");
    const passwords = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(passwords, (password) => {
        const { bits, valid } = serverStrength(password);
        expect(passwordStrength(password)).toEqual({ bits, accepted: valid });
      }),
    );
  });
});
