import { orgRole, orgRoleNames, siteRoleNames } from "./builtin-roles.ts";
import { decide } from "./decide.ts";
import type { HeldRole } from "./held-roles.ts";
import { assignRoleObject } from "./objects.ts";
import { prebuildsSubjectRole, systemSubjectRole } from "./reserved-names.ts";
import type { Subject } from "./subject.ts";
import { isSystemRoleName, systemRoleNames } from "./system-roles.ts";

/** What a role lets its holder assign and remove at one level. */
interface Assigns {
  readonly builtIn: readonly string[];
  readonly custom: boolean;
}

const everySiteRole: readonly string[] = siteRoleNames;
const everyOrgRole: readonly string[] = [...orgRoleNames, "organization-member"];
const nothing: Assigns = { builtIn: [], custom: false };
const wholeOrg: Assigns = { builtIn: everyOrgRole, custom: true };
const everything = { site: { builtIn: everySiteRole, custom: true }, org: wholeOrg };
const memberships: Assigns = { builtIn: ["organization-member", "agents-access"], custom: false };

/** Which roles a site role lets its holder assign and remove (spec authorization §5.8). */
const bySiteRole: ReadonlyMap<string, Readonly<Record<"site" | "org", Assigns>>> = new Map([
  ["owner", everything],
  [systemSubjectRole, everything],
  ["user-admin", { site: { builtIn: ["member"], custom: false }, org: memberships }],
  [
    prebuildsSubjectRole,
    { site: nothing, org: { builtIn: ["organization-member"], custom: false } },
  ],
]);

/** Which roles an organization role lets its holder assign and remove in that organization. */
const byOrgRole: ReadonlyMap<string, Assigns> = new Map([
  ["organization-admin", wholeOrg],
  ["organization-user-admin", memberships],
]);

/** The level at which roles are changed: an organization, or null for the site. */
export interface RoleLevel {
  readonly organizationId: string | null;
  /** Names of the custom roles that exist at this level; system rows do not count. */
  readonly customRoles: readonly string[];
}

function isBuiltIn(name: string, level: RoleLevel): boolean {
  return level.organizationId === null
    ? everySiteRole.includes(name)
    : orgRole(name) !== undefined || isSystemRoleName(name);
}

function exists(name: string, level: RoleLevel): boolean {
  return isBuiltIn(name, level) || level.customRoles.includes(name);
}

/**
 * Whether one of the subject's roles lets it assign or remove the role; the level's `assign`
 * permission is a separate matter. A name that does not exist at the level is never assignable.
 */
export function canAssign(subject: Subject, name: string, level: RoleLevel): boolean {
  const custom = !isBuiltIn(name, level);
  if (custom && !level.customRoles.includes(name)) return false;
  return subject.roles.some((held) => {
    const assigns = assignsOf(held, level);
    return custom ? assigns?.custom : assigns?.builtIn.includes(name);
  });
}

/** Roles of the site act everywhere, those of an organization only there. */
function assignsOf({ name, organizationId }: HeldRole, level: RoleLevel): Assigns | undefined {
  if (organizationId === null) {
    return bySiteRole.get(name)?.[level.organizationId === null ? "site" : "org"];
  }
  return organizationId === level.organizationId ? byOrgRole.get(name) : undefined;
}

/** A change of the roles that one user holds at one level. */
export interface RoleChange {
  readonly level: RoleLevel;
  /** Names stored now; empty for a new user or member. */
  readonly stored: readonly string[];
  /** Names asked for, as received. */
  readonly requested: readonly string[];
}

/**
 * Why a change is refused. The first two are 403. The others are 400 on the role endpoints and, for
 * `not_assignable`, 403 where a user or member is created (spec authorization §5.8).
 */
export type RoleChangeRefusal =
  | { readonly code: "assign_denied" }
  | { readonly code: "unassign_denied" }
  | { readonly code: "unknown_role"; readonly roles: readonly string[] }
  | { readonly code: "not_assignable"; readonly roles: readonly string[] };

/** Outcome of checking a change; `roles` is what must be stored. */
export type RoleChangeResult =
  | {
      readonly ok: true;
      readonly roles: readonly string[];
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly ok: false; readonly refusal: RoleChangeRefusal };

function impliedNames(level: RoleLevel): readonly string[] {
  return level.organizationId === null ? ["member"] : systemRoleNames;
}

function refused(refusal: RoleChangeRefusal): RoleChangeResult {
  return { ok: false, refusal };
}

/**
 * Checks a role change in the order that gives nothing away: rights, then existence, then the
 * matrix. The implied role always counts as added, so even a no-op needs `assign`. Only added and
 * removed roles are looked at; stored names that no longer exist are dropped silently; implied
 * names in the request are accepted and not stored. Changing oneself, identity-provider rules and
 * the last owner are the caller's business (spec authorization §5.8, organizations §4.8).
 */
export function checkRoleChange(subject: Subject, change: RoleChange): RoleChangeResult {
  const { level } = change;
  const implied = impliedNames(level);
  const explicit = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => !implied.includes(name));
  const stored = explicit(change.stored);
  const requested = explicit(change.requested);
  const added = requested.filter((name) => !stored.includes(name));
  const removed = stored.filter((name) => !requested.includes(name) && exists(name, level));

  const object = assignRoleObject(level.organizationId ?? undefined);
  if (!decide(subject, "assign", object)) return refused({ code: "assign_denied" });
  if (removed.length > 0 && !decide(subject, "unassign", object)) {
    return refused({ code: "unassign_denied" });
  }
  const unknown = added.filter((name) => !exists(name, level));
  if (unknown.length > 0) return refused({ code: "unknown_role", roles: unknown });
  const base = level.organizationId === null ? "member" : "organization-member";
  const forbidden = [base, ...added, ...removed].filter((name) => !canAssign(subject, name, level));
  if (forbidden.length > 0) return refused({ code: "not_assignable", roles: forbidden });
  return { ok: true, roles: requested.filter((name) => exists(name, level)), added, removed };
}
