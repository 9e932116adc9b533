import { allowEverything, allowListCovers, readAllowList } from "./allow-list.ts";
import type { Permission } from "./roles.ts";
import { allScope, expandScope } from "./scopes.ts";

/** The restrictions stored with a key. */
export interface KeyRestrictions {
  readonly scopes: readonly string[];
  readonly allowList: readonly string[];
}

/** What a new key is to carry; null = not given. Scopes are canonical names. */
export interface RequestedRestrictions {
  readonly scopes: readonly string[] | null;
  readonly allowList: readonly string[] | null;
}

/** Why a key may not be made; all are 403 (spec authorization §4.6). */
export type EscalationRefusal =
  | { readonly code: "scope_escalation"; readonly scope: string }
  | { readonly code: "allow_list_escalation" };

/** Outcome of the check: what the new key carries, or the refusal. */
export type EscalationResult =
  | { readonly ok: true; readonly restrictions: KeyRestrictions }
  | { readonly ok: false; readonly refusal: EscalationRefusal };

/**
 * Whether a key carries no restriction at all. Only such a key may make session keys
 * (`POST /users/{user}/keys`); every other gets 403 there.
 */
export function isUnrestrictedKey(key: KeyRestrictions): boolean {
  return key.scopes.includes(allScope) && key.allowList.includes("*:*");
}

function covers(held: Permission, wanted: Permission): boolean {
  return (
    (held.resourceType === "*" || held.resourceType === wanted.resourceType) &&
    (held.action === "*" || held.action === wanted.action)
  );
}

/**
 * The first of the wanted scopes that the held ones do not cover, or null. Compares expanded
 * permissions; a wildcard is covered only by a wildcard. An unknown scope is not covered.
 */
export function uncoveredScope(held: readonly string[], wanted: readonly string[]): string | null {
  const permissions = held.flatMap((scope) => expandScope(scope) ?? []);
  for (const scope of wanted) {
    const needed = expandScope(scope);
    const covered =
      needed?.every((permission) => permissions.some((mine) => covers(mine, permission))) ?? false;
    if (!covered) return scope;
  }
  return null;
}

/**
 * Decides what a key made with another key carries, so that no key makes a stronger one. What is not
 * requested is inherited, which for an unrestricted creator means no restriction. Pass `creator`
 * null when there is no creating key (internal subjects). The result's allow list is normalised.
 * Also guards rotation: request the rotated key's own restrictions (spec authorization §3.13, §4.6).
 */
export function checkKeyRestrictions(
  creator: KeyRestrictions | null,
  requested: RequestedRestrictions,
): EscalationResult {
  const free = creator === null || isUnrestrictedKey(creator);
  const own = free ? { scopes: [allScope], allowList: allowEverything } : creator;
  const scopes = requested.scopes ?? own.scopes;
  const read = readAllowList(requested.allowList ?? own.allowList);
  if (!read.ok) return { ok: false, refusal: { code: "allow_list_escalation" } };
  const { allowList } = read;
  if (free) return { ok: true, restrictions: { scopes, allowList } };
  const scope = uncoveredScope(own.scopes, scopes);
  if (scope !== null) return { ok: false, refusal: { code: "scope_escalation", scope } };
  if (!allowListCovers(own.allowList, allowList)) {
    return { ok: false, refusal: { code: "allow_list_escalation" } };
  }
  return { ok: true, restrictions: { scopes, allowList } };
}
