import { pbkdf2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { isPbkdf2, MalformedHashError, verifyPbkdf2 } from "./pbkdf2.ts";

const tomato =
  "$pbkdf2-sha256$65535$z8c1p1C2ru9EImBP1I+ZNA$pNjE3Yk0oG0PmJ0Je+y7ENOVlSkn/b0BEqqdKsq6Y97wQBq0xT+lD5bWJpyIKJqQICuPZcEaGDKrXJn8+SIHRg";

test("the hash of the peer verifies its password and no other", async () => {
  await expect(verifyPbkdf2("tomato", tomato)).resolves.toBe(true);
  await expect(verifyPbkdf2("Tomato", tomato)).resolves.toBe(false);
  await expect(verifyPbkdf2("", tomato)).resolves.toBe(false);
  expect(isPbkdf2(tomato)).toBe(true);
});

test("iterations and hash length are taken from the stored string", async () => {
  const hash = pbkdf2Sync("pä", "salt", 7, 20, "sha256").toString("base64").replace(/=+$/, "");

  const matches = await verifyPbkdf2("pä", `$pbkdf2-sha256$7$c2FsdA$${hash}`);

  expect(matches).toBe(true);
});

test.each([
  ["empty", ""],
  ["scheme only", "$pbkdf2-sha256$"],
  ["another digest", tomato.replace("sha256", "sha512")],
  ["no iterations", tomato.replace("65535", "0")],
  ["negative iterations", tomato.replace("65535", "-1")],
  ["iterations that would block a thread", tomato.replace("65535", "99999999")],
  ["text for iterations", tomato.replace("65535", "1e4")],
  ["no salt", tomato.replace("z8c1p1C2ru9EImBP1I+ZNA", "")],
  ["padding", `${tomato}==`],
  ["trailing newline", `${tomato}\n`],
  ["URL alphabet", tomato.replace("+/", "-_").replace("I+Z", "I-Z")],
  ["impossible base64 length", tomato.replace("z8c1p1C2ru9EImBP1I+ZNA", "z8c1p")],
  ["stray bits", tomato.replace("ZNA$", "ZNB$")],
  ["a hash too short to mean anything", "$pbkdf2-sha256$1$c2FsdA$AAAA"],
  ["a hash that costs too much", `$pbkdf2-sha256$1$c2FsdA$${"AAAA".repeat(50)}`],
  ["a fifth field", `${tomato}$AAAA`],
])("a malformed stored hash is an error, never equal: %s", async (_case, stored) => {
  await expect(verifyPbkdf2("tomato", stored)).rejects.toThrow(MalformedHashError);
});
