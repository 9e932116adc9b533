import type { Actor } from "../../context/actor.ts";
import { constantTimeEqual, parseApiKey, sha256 } from "../../platform/secrets.ts";
import type { IdentityCache } from "./cache.ts";
import type { Identity } from "./identity.ts";

/** Why a credential does not identify anybody. `absent` is no credential at all. */
export type Unidentified = "absent" | "malformed" | "unknown" | "expired" | "unlinked" | "deleted";

/** Whether the tokens of the identity provider behind a session have to be refreshed: now, or soon. */
export type LinkDue = "no" | "soon" | "now";

const soonMs = 60_000;

/** The outcome of reading a credential; never throws for a bad one. */
export type Identified =
  | { ok: true; actor: Actor; link: LinkDue }
  | { ok: false; reason: Unidentified; detail: string };

const details: Record<Exclude<Unidentified, "expired">, string> = {
  absent: "No session token was given in a cookie, a header or the query.",
  malformed: "The session token does not have the form of an API key.",
  // Unknown ids and wrong secrets read the same (spec users §2.3).
  unknown: "The API key is not valid.",
  unlinked: "Sign in again with your identity provider.",
  deleted: "The API key is not valid.",
};

function refuse(reason: Exclude<Unidentified, "expired">): Identified {
  return { ok: false, reason, detail: details[reason] };
}

/**
 * Turns a credential into an actor (spec users §2.3, steps 1–5; authorization §2.2).
 * The cache may spare the statement; secret, expiry and link are checked on every request.
 * A secret is hashed before the look-up, so that known and unknown ids cost alike.
 */
export function identify(
  cache: IdentityCache,
  credential: string | null,
  now: Date,
): Identified | Promise<Identified> {
  if (credential === null) return refuse("absent");
  const parsed = parseApiKey(credential);
  if (parsed === null) return refuse("malformed");
  const hash = sha256(parsed.secret);
  const cached = cache.peek(parsed.id);
  if (cached !== undefined) return checkIdentity(cached, hash, now);
  return cache.get(parsed.id).then((identity) => checkIdentity(identity, hash, now));
}

function secretMatches(identity: Identity, hash: Buffer, now: Date): boolean {
  const current = constantTimeEqual(identity.hashedSecret, hash);
  const previous = identity.previousSecret;
  if (previous === null) return current;
  const old = constantTimeEqual(previous.hash, hash) && now < previous.expiresAt;
  return current || old;
}

function checkIdentity(identity: Identity | null, hash: Buffer, now: Date): Identified {
  if (identity === null || !secretMatches(identity, hash, now)) return refuse("unknown");
  const { key, user } = identity.actor;
  if (key.expires_at < now) {
    const detail = `The API key expired at ${key.expires_at.toISOString()}.`;
    return { ok: false, reason: "expired", detail };
  }
  if (user.deleted) return refuse("deleted");
  if (identity.link.required && !identity.link.present) return refuse("unlinked");
  return { ok: true, actor: identity.actor, link: linkDue(identity, now) };
}

function linkDue({ link: { expiresAt, required } }: Identity, now: Date): LinkDue {
  if (!required || expiresAt === null) return "no";
  const leftMs = expiresAt.getTime() - now.getTime();
  if (leftMs <= 0) return "now";
  return leftMs < soonMs ? "soon" : "no";
}
