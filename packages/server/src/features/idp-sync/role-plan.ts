import { isSystemRoleName, orgRoleNames, siteRoleNames } from "@gatehouse/rbac";
import { type ClaimHistory, readFollowedClaim } from "./followed-claim.ts";
import { mapped, type RoleSync, type SiteRoleSync } from "./settings.ts";
import { startTrace, type Tracer } from "./trace.ts";

/** The role names that a user's claims ask for; whether they exist is not decided yet. */
export type WantedRoles =
  | { readonly kind: "untouched"; readonly tracer: Tracer; readonly error?: string }
  /** The login is refused; only site roles. */
  | { readonly kind: "invalid"; readonly tracer: Tracer; readonly detail: string }
  | { readonly kind: "wanted"; readonly tracer: Tracer; readonly names: readonly string[] };

/** Decides which roles of an organization a login asks for (spec idp-sync-and-scim §A4.3). */
export function wantedRoles(
  settings: RoleSync,
  history: ClaimHistory,
  organizationId: string,
): WantedRoles {
  const tracer = startTrace({ kind: "role", organizationId, claim: settings.field });
  const claim = readFollowedClaim(settings.field, history, tracer);
  if (claim.kind === "invalid") return { kind: "untouched", tracer, error: claim.detail };
  if (claim.kind === "untouched") return { ...claim, tracer };
  return { kind: "wanted", tracer, names: translated(settings, claim.values, tracer) };
}

/**
 * Decides which site roles a login asks for. Security: `owner` only comes by a mapping, never because a claim value
 * happens to read `owner`.
 */
export function wantedSiteRoles(settings: SiteRoleSync, history: ClaimHistory): WantedRoles {
  const tracer = startTrace({ kind: "site_role", claim: settings.field });
  const claim = readFollowedClaim(settings.field, history, tracer);
  if (claim.kind !== "values") return { ...claim, tracer };
  for (const name of settings.defaults) tracer.note("default", "", "default", name);
  const values = claim.values.filter((value) => {
    const isBareOwner = value === "owner" && mapped(settings.mapping, value) === undefined;
    if (isBareOwner) tracer.note("mapping", value, "refused", "owner has to be mapped");
    return !isBareOwner;
  });
  const names = translated(settings, values, tracer);
  return { kind: "wanted", tracer, names: [...new Set([...settings.defaults, ...names])] };
}

/** A mapped value stands for its list, any other for the role of its name. */
function translated(settings: RoleSync, values: readonly string[], tracer: Tracer): string[] {
  const names = new Set<string>();
  for (const value of values) {
    const targets = mapped(settings.mapping, value);
    if (targets === undefined) tracer.note("mapping", value, "unmapped", "taken as a role name");
    else tracer.note("mapping", value, "mapped", targets.join(", "));
    for (const name of targets ?? [value]) names.add(name);
  }
  return [...names];
}

/** How the roles of a user change at one level; equal sets are no change. */
export interface RoleChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly isChange: boolean;
}

/** Compares the roles that are asked for and exist with those that are stored. */
export function changeOfRoles(
  wanted: Extract<WantedRoles, { kind: "wanted" }>,
  level: { readonly stored: readonly string[]; readonly customRoles: ReadonlySet<string> | null },
): RoleChange {
  const builtIn: readonly string[] = level.customRoles === null ? siteRoleNames : orgRoleNames;
  const after = wanted.names.filter((name) => {
    const isImplied = level.customRoles === null ? name === "member" : isSystemRoleName(name);
    const exists = builtIn.includes(name) || level.customRoles?.has(name) === true;
    if (isImplied) wanted.tracer.note("name", name, "refused", "is implied, never assigned");
    else if (!exists) wanted.tracer.note("name", name, "unknown", "no role of this name");
    else wanted.tracer.note("name", name, "found", "");
    return exists && !isImplied;
  });
  return roleChange(level.stored, after);
}

/** A change from one set of roles to another, both sorted and without repeats. */
export function roleChange(stored: readonly string[], wanted: readonly string[]): RoleChange {
  const before = [...new Set(stored)].sort();
  const after = [...new Set(wanted)].sort();
  return { before, after, isChange: before.join("\n") !== after.join("\n") };
}
