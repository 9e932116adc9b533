import { isEmail, isNewUsername } from "@gatehouse/contract";
import { type Claims, isVerified, textClaim } from "./claims-rules.ts";

/** Which claims hold what (spec federated-login §11.1). */
export interface ClaimNames {
  readonly username: string;
  readonly email: string;
  readonly emailVerified: string;
  readonly name: string;
}

/** A person as the provider describes it. Absent parts leave the stored ones (spec federated-login §8.2). */
export interface ProviderProfile {
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** `""` where the provider tells none; only looked at for new users. */
  readonly username: string;
  readonly name: string | undefined;
  readonly avatarUrl: string | undefined;
}

/** What a person's claims lack. */
export type ProfileFault = "no_email" | "email_not_text";

/** Reads a person out of merged claims (spec federated-login §6.3). */
export function profileOf(claims: Claims, names: ClaimNames): ProviderProfile | ProfileFault {
  const username = textClaim(claims, names.username) ?? "";
  const stated = textClaim(claims, names.email);
  if (stated === null) return "email_not_text";
  const email = stated ?? (isEmail(username) ? username : "");
  if (email === "" || !isEmail(email)) return "no_email";
  const name = textClaim(claims, names.name);
  const picture = textClaim(claims, "picture");
  return {
    email,
    isEmailVerified: isVerified(claims.get(names.emailVerified)),
    username,
    name: name === undefined ? undefined : realName(name ?? ""),
    avatarUrl: picture === undefined ? undefined : avatarUrl(picture ?? ""),
  };
}

const longestName = 128;

/** A full name: trimmed, white space inside reduced to single spaces, at most 128 characters. */
export function realName(text: string): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return Array.from(plain).slice(0, longestName).join("").trim();
}

/** A picture's address if it is http, https or local, else `""`: other schemes run code or hold the picture itself. */
export function avatarUrl(text: string): string {
  if (/^\/(?![/\\])/.test(text) && !/[\p{Cc}\s]/u.test(text)) return text;
  if (!URL.canParse(text)) return "";
  return ["http:", "https:"].includes(new URL(text).protocol) ? text : "";
}

const longestUsername = 32;

/** A username from what the provider tells; null where nothing of it can be used (spec federated-login §6.3). */
export function usernameFrom(stated: string, email: string): string | null {
  if (isNewUsername(stated)) return stated;
  const text = stated === "" ? email : stated;
  const at = text.lastIndexOf("@");
  const name = normalized(at < 0 ? text : text.slice(0, at));
  return isNewUsername(name) ? name : null;
}

function normalized(text: string): string {
  return text.replace(/[^a-zA-Z0-9-]/g, "");
}

const adjectives = [
  "brave",
  "calm",
  "eager",
  "gentle",
  "keen",
  "lucid",
  "noble",
  "quick",
  "steady",
  "vivid",
];
const surnames = [
  "curie",
  "euler",
  "franklin",
  "hopper",
  "kepler",
  "lovelace",
  "noether",
  "perlman",
  "turing",
  "wu",
];

/** A name for somebody who has none: `adjective-surname` and a digit, from three numbers in [0, 1). */
export function inventedUsername([a, b, c]: readonly [number, number, number]): string {
  const pick = (list: readonly string[], at: number) => list[Math.floor(at * list.length)] ?? "";
  return `${pick(adjectives, a)}-${pick(surnames, b)}${Math.floor(c * 10)}`;
}

/** Another name for somebody whose name is taken: cut so that it stays a name with the suffix. */
export function alternativeUsername(name: string, suffix: string): string {
  const base = name.slice(0, longestUsername - suffix.length - 1).replace(/-+$/, "");
  return `${base}-${suffix}`;
}

/**
 * Whether an address belongs to one of the domains: the whole domain after the last `@`, ASCII letters in any case
 * (spec federated-login §6.4). No domains: every address does.
 *
 * Security: addresses with a second `@` outside quotes and domains that are not ASCII are refused, since receivers
 * disagree on them and look-alikes exist.
 */
export function isInDomains(email: string, domains: readonly string[]): boolean {
  if (domains.length === 0) return true;
  const at = email.lastIndexOf("@");
  const local = email.slice(0, Math.max(at, 0));
  const domain = email.slice(at + 1);
  const isQuoted = local.startsWith('"') && local.endsWith('"');
  if (at < 0 || !/^[\x21-\x7e]+$/.test(domain) || (local.includes("@") && !isQuoted)) return false;
  const wanted = domains.map((entry) => entry.replace(/^@/, "").toLowerCase());
  return wanted.includes(domain.toLowerCase());
}
