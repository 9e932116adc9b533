import type { AllowMatcher } from "./allow-list.ts";
import { allowEverything, compileAllowList, loadAllowList } from "./allow-list.ts";
import type { Permission } from "./roles.ts";
import { allScope, expandScope } from "./scopes.ts";
import type { VoteTable } from "./votes.ts";
import { compileVotes } from "./votes.ts";

/**
 * What the credential may do at most (spec authorization §4.5). All scopes are site-level, so one
 * vote decides.
 */
export interface SubjectScope {
  /** Names as stored. */
  readonly scopes: readonly string[];
  /** Canonical and normalised; empty = nothing is authorized. */
  readonly allowList: readonly string[];
  /** Private to decisions. */
  readonly tables: readonly VoteTable[];
  /** Private to decisions. */
  readonly matcher: AllowMatcher;
}

/** Why a key cannot be used at all. */
export type ScopeError =
  | { readonly code: "no_scopes" }
  | { readonly code: "unknown_scope"; readonly scope: string }
  | { readonly code: "invalid_allow_list"; readonly entry: string };

/** Outcome of reading a key's restrictions; a null scope restricts nothing. */
export type ScopeResult =
  | { readonly ok: true; readonly scope: SubjectScope | null }
  | { readonly ok: false; readonly error: ScopeError };

const unrestricted: SubjectScope = {
  scopes: [allScope],
  allowList: allowEverything,
  tables: [compileVotes(expandScope(allScope) ?? [])].filter((table) => table !== null),
  matcher: compileAllowList(allowEverything),
};

function isUnrestricted(scopes: readonly string[], allowList: readonly string[]): boolean {
  return (
    scopes.length === 1 &&
    scopes[0] === allScope &&
    allowList.length === 1 &&
    allowList[0] === "*:*"
  );
}

/**
 * Compiles stored scopes and allow list; each may be null for "no restriction from this side".
 * Fails closed: no scope, an unknown one or an unreadable entry make the key unusable.
 */
export function compileScope(
  storedScopes: readonly string[] | null,
  storedAllowList: readonly string[] | null,
): ScopeResult {
  if (storedScopes === null && storedAllowList === null) return { ok: true, scope: null };
  const scopes = storedScopes ?? unrestricted.scopes;
  const stored = storedAllowList ?? allowEverything;
  if (isUnrestricted(scopes, stored)) return { ok: true, scope: unrestricted };
  if (scopes.length === 0) return { ok: false, error: { code: "no_scopes" } };
  const permissions: Permission[] = [];
  for (const scope of scopes) {
    const expanded = expandScope(scope);
    if (expanded === null) return { ok: false, error: { code: "unknown_scope", scope } };
    permissions.push(...expanded);
  }
  const list = loadAllowList(stored);
  if (!list.ok) {
    const entry = list.code === "invalid_entry" ? list.entry : "";
    return { ok: false, error: { code: "invalid_allow_list", entry } };
  }
  const { allowList, matcher } = list;
  const table = compileVotes(permissions);
  const tables = table === null ? [] : [table];
  return { ok: true, scope: { scopes, allowList, tables, matcher } };
}
