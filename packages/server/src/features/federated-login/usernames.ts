import { randomInt } from "node:crypto";
import { isNewUsername } from "@gatehouse/contract";
import { alternativeUsername, inventedUsername, usernameFrom } from "./profile-rules.ts";

const alternatives = 10;
const digits = "0123456789abcdefghijklmnopqrstuvwxyz";

function randomText(length: number): string {
  return Array.from({ length }, () => digits.charAt(randomInt(digits.length))).join("");
}

function fraction(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

/** The names to try for a new user: what the provider tells, then the same with random ends (spec §6.3, §8.1). */
export function usernamesFor(stated: string, email: string): string[] {
  const first =
    usernameFrom(stated, email) ?? inventedUsername([fraction(), fraction(), fraction()]);
  const others = Array.from({ length: alternatives }, () =>
    alternativeUsername(first, randomText(6)),
  );
  return [first, ...others].filter(isNewUsername);
}
