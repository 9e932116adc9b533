import type { RoleSwitches } from "./builtin-roles.ts";
import { builtInRoles, orgRole, siteRole } from "./builtin-roles.ts";
import { isReservedRoleName } from "./reserved-names.ts";
import type { RoleDefinition, StoredPermission } from "./roles.ts";
import type { SharingMode } from "./system-roles.ts";
import { isSystemRoleName, systemRole, systemRoleNameFor, systemRoles } from "./system-roles.ts";
import type { VoteTable } from "./votes.ts";
import { compileVotes } from "./votes.ts";

/** A role as a subject holds it: at the site, or in one organization. */
export interface HeldRole {
  readonly name: string;
  readonly organizationId: string | null;
  /** Held by being a user or a member, not by assignment. */
  readonly implied: boolean;
  readonly definition: RoleDefinition;
  /** Private to decisions. */
  readonly loaded: LoadedRole;
}

/** Compiled votes of one role; null where a level is empty. */
export interface LevelTables {
  readonly site: VoteTable | null;
  readonly user: VoteTable | null;
  readonly org: VoteTable | null;
  readonly member: VoteTable | null;
}

/** A definition with its votes, compiled when first needed. */
export interface LoadedRole {
  readonly definition: RoleDefinition;
  tables: LevelTables | null;
}

/** A row of `custom_roles`, custom or system (spec organizations §2). */
export interface CustomRoleRow {
  readonly name: string;
  readonly displayName: string;
  /** Null for a role of the site. */
  readonly organizationId: string | null;
  readonly isSystem: boolean;
  readonly sitePermissions: readonly StoredPermission[];
  readonly userPermissions: readonly StoredPermission[];
  readonly orgPermissions: readonly StoredPermission[];
  readonly memberPermissions: readonly StoredPermission[];
}

/** A membership of the subject as stored. */
export interface MembershipInput {
  readonly id: string;
  /** Bare names as stored; implied names among them are ignored. */
  readonly roles: readonly string[];
  readonly sharingMode: SharingMode;
  readonly isServiceAccount: boolean;
}

/** Compiles the votes of a role once. */
export function tablesOf(role: LoadedRole): LevelTables {
  role.tables ??= {
    site: compileVotes(role.definition.site),
    user: compileVotes(role.definition.user),
    org: compileVotes(role.definition.org),
    member: compileVotes(role.definition.member),
  };
  return role.tables;
}

/** Wraps a definition that is not built in. */
export function loadRole(definition: RoleDefinition): LoadedRole {
  return { definition, tables: null };
}

const precompiled: ReadonlyMap<RoleDefinition, LoadedRole> = new Map(
  [...builtInRoles, ...systemRoles].map((definition) => {
    const loaded = loadRole(definition);
    tablesOf(loaded);
    return [definition, loaded] as const;
  }),
);

function shared(definition: RoleDefinition | undefined): LoadedRole | undefined {
  return definition === undefined ? undefined : precompiled.get(definition);
}

/** Custom role rows by level and name. */
export type CustomRoles = ReadonlyMap<string, CustomRoleRow>;

function rowKey(organizationId: string | null, name: string): string {
  return `${organizationId ?? ""}/${name}`;
}

/** Indexes rows for look-up by name at their own level. */
export function indexCustomRoles(rows: readonly CustomRoleRow[]): CustomRoles {
  return new Map(rows.map((row) => [rowKey(row.organizationId, row.name), row]));
}

/**
 * A row's contents as far as its level can hold them: an organization's role grants nothing outside
 * its organization, whatever a damaged or imported row says.
 */
export function definitionOfRow(row: CustomRoleRow): RoleDefinition {
  const ofSite = row.organizationId === null;
  return {
    name: row.name,
    displayName: row.displayName,
    site: ofSite ? row.sitePermissions : [],
    user: ofSite ? row.userPermissions : [],
    org: ofSite ? [] : row.orgPermissions,
    member: ofSite ? [] : row.memberPermissions,
  };
}

function hold(loaded: LoadedRole, organizationId: string | null, implied: boolean): HeldRole {
  const { definition } = loaded;
  return { name: definition.name, organizationId, implied, definition, loaded };
}

function fromSystemRow(row: CustomRoleRow | undefined): LoadedRole | undefined {
  return row?.isSystem === true ? loadRole(definitionOfRow(row)) : undefined;
}

function fromCustomRow(row: CustomRoleRow | undefined): LoadedRole | undefined {
  // A reserved name would borrow what other rules attach to it, such as the right to assign roles.
  if (row === undefined || row.isSystem || isReservedRoleName(row.name)) return undefined;
  return loadRole(definitionOfRow(row));
}

/** The site roles of a user, `member` first; names that do not resolve are dropped. */
export function siteRolesHeld(
  names: readonly string[],
  switches: RoleSwitches,
  custom: CustomRoles,
): readonly HeldRole[] {
  const held: HeldRole[] = [];
  for (const name of new Set(["member", ...names])) {
    const loaded =
      shared(siteRole(name, switches)) ?? fromCustomRow(custom.get(rowKey(null, name)));
    if (loaded !== undefined) held.push(hold(loaded, null, name === "member"));
  }
  return held;
}

function impliedRole(membership: MembershipInput, custom: CustomRoles): LoadedRole | undefined {
  const name = systemRoleNameFor(membership.isServiceAccount);
  return (
    fromSystemRow(custom.get(rowKey(membership.id, name))) ??
    shared(systemRole(name, membership.sharingMode))
  );
}

/** The roles of one membership, the implied one first; names that do not resolve are dropped. */
export function orgRolesHeld(
  membership: MembershipInput,
  custom: CustomRoles,
): readonly HeldRole[] {
  const { id, roles } = membership;
  const implied = impliedRole(membership, custom);
  const held = implied === undefined ? [] : [hold(implied, id, true)];
  if (roles.length === 0) return held;
  for (const name of new Set(roles)) {
    // A stored implied name must not turn a member into a service account.
    if (isSystemRoleName(name)) continue;
    const loaded = shared(orgRole(name)) ?? fromCustomRow(custom.get(rowKey(id, name)));
    if (loaded !== undefined) held.push(hold(loaded, id, false));
  }
  return held;
}
