import { createHash } from "node:crypto";
import { isNewUsername } from "@gatehouse/contract";
import { alternativeUsername, inventedUsername, usernameFrom } from "./profile-rules.ts";

const alternatives = 10;
const digits = "0123456789abcdefghijklmnopqrstuvwxyz";
const suffixLength = 6;

/**
 * The names to try for a new user: what the provider tells, then the same with arbitrary ends (spec federated-login
 * §6.3, §8.1). What is invented follows from `identity`, the person's id at the provider: a second try of the same
 * login, and a dry run before it, meet the same names.
 */
export function usernamesFor(stated: string, email: string, identity: string): string[] {
  const first = usernameFrom(stated, email) ?? inventedUsername(fractionsOf(identity));
  const others = Array.from({ length: alternatives }, (_, index) =>
    alternativeUsername(first, suffixOf(identity, index)),
  );
  return [first, ...others].filter(isNewUsername);
}

function drawn(identity: string, purpose: string): Buffer {
  return createHash("sha256").update(`username ${purpose} `).update(identity).digest();
}

function fractionsOf(identity: string): [number, number, number] {
  const bytes = drawn(identity, "invented");
  const fraction = (at: number) => bytes.readUInt32BE(at) / 2 ** 32;
  return [fraction(0), fraction(4), fraction(8)];
}

function suffixOf(identity: string, index: number): string {
  const bytes = drawn(identity, String(index)).subarray(0, suffixLength);
  return Array.from(bytes, (byte) => digits.charAt(byte % digits.length)).join("");
}
