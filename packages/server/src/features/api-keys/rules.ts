import { ApiError, type CreateTokenRequest, failField } from "@gatehouse/contract";
import {
  canonicalScopes,
  checkKeyRestrictions,
  isPublicScope,
  type KeyRestrictions,
  parseAllowEntry,
} from "@gatehouse/rbac";
import type { Actor, UserRow } from "../../context/actor.ts";
import type { Config } from "../../platform/config/load.ts";

const nsPerMs = 1_000_000n;
type Lifetimes = Pick<
  Config,
  "maxTokenLifetimeMs" | "maxAdminTokenLifetimeMs" | "defaultTokenLifetimeMs"
>;

/** The longest lifetime of the user's tokens, in milliseconds: owners have their own (spec authorization §1.2). */
export function maxLifetimeMs(config: Lifetimes, user: Pick<UserRow, "rbac_roles">): number {
  return user.rbac_roles.includes("owner")
    ? config.maxAdminTokenLifetimeMs
    : config.maxTokenLifetimeMs;
}

/** Milliseconds as the nanoseconds of the wire, exact beyond 2^53. */
export function nanoseconds(ms: number): bigint {
  return BigInt(ms) * nsPerMs;
}

/** The lifetime of a new token in milliseconds; exactly the maximum is allowed, more is a 400. */
export function tokenLifetimeMs(
  config: Lifetimes,
  user: Pick<UserRow, "rbac_roles">,
  requestedNs: bigint,
): number {
  const maxMs = maxLifetimeMs(config, user);
  if (requestedNs === 0n) return Math.min(config.defaultTokenLifetimeMs, maxMs);
  if (requestedNs > nanoseconds(maxMs)) {
    failField("lifetime", `must be at most ${nanoseconds(maxMs)} nanoseconds`);
  }
  return Number(requestedNs / nsPerMs);
}

/** Refuses names that a path could not carry or a person could not read (spec authorization §3.4). */
export function requireTokenName(name: string): void {
  const length = Array.from(name).length;
  const readable = !/[\p{Cc}/]/u.test(name);
  if (length > 128 || !readable || name === "tokenconfig") {
    failField("token_name", "must have 1 to 128 characters, no slash, and not be tokenconfig");
  }
}

/** The requested scopes by their canonical names; null when none were given. Internal ones are a 400. */
export function requestedScopes(
  body: Pick<CreateTokenRequest, "scopes" | "scope">,
): readonly string[] | null {
  const [field, names] = body.scopes.length > 0 ? ["scopes", body.scopes] : ["scope", [body.scope]];
  if (field === "scope" && body.scope === "") return null;
  const unknown = names.find((name) => !isPublicScope(name));
  if (unknown !== undefined) failField(field, `${unknown} is not a scope that can be requested`);
  return canonicalScopes(names);
}

function allowEntryText(entry: unknown): string | null {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return null;
  const { type, id }: { type?: unknown; id?: unknown } = entry;
  return typeof type === "string" && typeof id === "string" ? `${type}:${id}` : null;
}

/** The requested allow list as texts, from either form; null when it was not given. */
export function requestedAllowList(entries: readonly unknown[]): readonly string[] | null {
  if (entries.length === 0) return null;
  return entries.map((entry, index) => {
    const text = allowEntryText(entry);
    if (text !== null && parseAllowEntry(text) !== null) return text;
    return failField("allow_list", `entry ${index + 1} is not of the form type:id`);
  });
}

/**
 * What a key made by this actor carries; 403 when it would be stronger than the actor's own key
 * (spec authorization §4.6).
 */
export function grantedRestrictions(
  actor: Actor,
  requested: { scopes: readonly string[] | null; allowList: readonly string[] | null },
): KeyRestrictions {
  const own = { scopes: actor.key.scopes, allowList: actor.key.allow_list };
  const result = checkKeyRestrictions(own, requested);
  if (result.ok) return result.restrictions;
  const { refusal } = result;
  throw new ApiError("forbidden", {
    message:
      refusal.code === "scope_escalation"
        ? `Your key does not cover the scope ${refusal.scope}.`
        : "Your key does not cover the allow list.",
  });
}
