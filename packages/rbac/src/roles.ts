import type { Action, ResourceType } from "./resources.ts";
import { actionsOf, resourceTypes } from "./resources.ts";

/** A triple that grants (or, negated, refuses) an action on a type; `*` stands for all. */
export interface Permission {
  readonly negate: boolean;
  readonly resourceType: ResourceType | "*";
  readonly action: Action | "*";
}

/**
 * A permission as read from a row or a request body, with names that are not known to exist.
 * Unknown names neither grant nor refuse anything.
 */
export interface StoredPermission {
  readonly negate: boolean;
  readonly resourceType: string;
  readonly action: string;
}

/** A role expanded for evaluation: contents per level (spec authorization §6.1). */
export interface Role {
  readonly name: string;
  readonly displayName: string;
  readonly site: readonly Permission[];
  readonly user: readonly Permission[];
  readonly byOrg: Readonly<Record<string, OrgPermissions>>;
}

/** What a role gives in one organization: on every object, and on the holder's own objects. */
export interface OrgPermissions {
  readonly org: readonly Permission[];
  readonly member: readonly Permission[];
}

/** The four levels at which permissions vote (spec authorization §6.2). */
export type Level = "site" | "user" | "org" | "member";

/** The levels in the order in which results list them. */
export const levels: readonly Level[] = ["site", "user", "org", "member"];

/** A role's contents as defined or stored, not yet bound to an organization. */
export interface RoleDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly site: readonly StoredPermission[];
  readonly user: readonly StoredPermission[];
  readonly org: readonly StoredPermission[];
  readonly member: readonly StoredPermission[];
}

/** Notation for role tables: type → `*`, or the list of actions. */
export type Grants = { readonly [T in ResourceType]?: "*" | readonly Action[] };

/** A role definition whose names are all known, as built-in and system roles are. */
export interface KnownRoleDefinition extends RoleDefinition {
  readonly site: readonly Permission[];
  readonly user: readonly Permission[];
  readonly org: readonly Permission[];
  readonly member: readonly Permission[];
}

/** Turns the table notation into permissions, types in the order written. */
export function grant(grants: Grants): readonly Permission[] {
  const permissions: Permission[] = [];
  for (const [type, list] of Object.entries(grants)) {
    for (const action of list === "*" ? (["*"] as const) : list) {
      permissions.push({ negate: false, resourceType: type as ResourceType, action });
    }
  }
  return permissions;
}

/** Negative permissions for the listed actions of one type. */
export function refuse(resourceType: ResourceType, list: readonly Action[]): readonly Permission[] {
  return list.map((action) => ({ negate: true, resourceType, action }));
}

/** `type:*` for every resource type except the listed ones. */
export function everythingExcept(excluded: readonly ResourceType[]): Grants {
  const left = resourceTypes.filter((type) => !excluded.includes(type));
  return Object.fromEntries(left.map((type) => [type, "*"] as const));
}

/** All actions of a type except the listed ones. */
export function allActionsExcept(
  type: ResourceType,
  excluded: readonly Action[],
): readonly Action[] {
  return actionsOf(type).filter((action) => !excluded.includes(action));
}

/** A role definition with empty levels where nothing is given; frozen, so it can be shared. */
export function defineRole(
  name: string,
  displayName: string,
  contents: Partial<Omit<KnownRoleDefinition, "name" | "displayName">>,
): KnownRoleDefinition {
  const empty: readonly Permission[] = [];
  return Object.freeze({
    name,
    displayName,
    site: empty,
    user: empty,
    org: empty,
    member: empty,
    ...contents,
  });
}

/** Binds a definition to an organization, or to the site when none is given. */
export function instantiate(definition: KnownRoleDefinition, organizationId?: string): Role {
  const { name, displayName, site, user, org, member } = definition;
  const byOrg = organizationId === undefined ? {} : { [organizationId]: { org, member } };
  return { name, displayName, site, user, byOrg };
}

/** Whether two lists hold the same permissions, whatever their order (spec authorization §5.5). */
export function samePermissions(
  left: readonly StoredPermission[],
  right: readonly StoredPermission[],
): boolean {
  const key = (permission: StoredPermission) =>
    `${permission.negate ? "-" : "+"}${permission.resourceType}:${permission.action}`;
  const a = new Set(left.map(key));
  const b = new Set(right.map(key));
  return a.size === b.size && [...a].every((entry) => b.has(entry));
}
