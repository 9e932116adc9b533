import { canAssign } from "./assign.ts";
import type { RoleSwitches } from "./builtin-roles.ts";
import { orgRole, orgRoleNames, siteRole, siteRoleNames } from "./builtin-roles.ts";
import type { CustomRoleRow } from "./held-roles.ts";
import { definitionOfRow } from "./held-roles.ts";
import type { RoleDefinition } from "./roles.ts";
import type { Subject } from "./subject.ts";
import { byText } from "./text-order.ts";

/** A role as listed to an actor (spec authorization §5.9, §5.10). */
export interface ListedRole extends RoleDefinition {
  /** Null for a role of the site. */
  readonly organizationId: string | null;
  /** Whether the actor may assign and remove it. */
  readonly assignable: boolean;
  readonly builtIn: boolean;
}

const contentsAsConfigured: RoleSwitches = {
  disableOwnerWorkspaceAccess: false,
  disableWorkspaceSharing: false,
};

/** The display name of a built-in role; empty for every other name (spec users §4). */
export function roleDisplayName(name: string): string {
  const found = siteRole(name, contentsAsConfigured) ?? orgRole(name);
  return found?.displayName ?? "";
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return byText(a.name, b.name);
}

interface Listing {
  readonly organizationId: string | null;
  readonly builtIn: readonly RoleDefinition[];
  readonly rows: readonly CustomRoleRow[];
}

function list(subject: Subject, { organizationId, builtIn, rows }: Listing): readonly ListedRole[] {
  const custom = rows
    .filter((row) => !row.isSystem && row.organizationId === organizationId)
    .map(definitionOfRow)
    .sort(byName);
  const level = { organizationId, customRoles: custom.map(({ name }) => name) };
  const item = (definition: RoleDefinition, isBuiltIn: boolean): ListedRole => ({
    ...definition,
    organizationId,
    assignable: canAssign(subject, definition.name, level),
    builtIn: isBuiltIn,
  });
  return [
    ...builtIn.map((definition) => item(definition, true)),
    ...custom.map((definition) => item(definition, false)),
  ];
}

/**
 * What `GET /users/roles` lists: built-in site roles except `member` by name, then custom ones by
 * name. Rows of other levels are skipped. The caller checks `assign_role:read` first.
 */
export function listSiteRoles(
  subject: Subject,
  rows: readonly CustomRoleRow[],
  deployment: RoleSwitches,
): readonly ListedRole[] {
  const builtIn = siteRoleNames
    .filter((name) => name !== "member")
    .flatMap((name) => siteRole(name, deployment) ?? [])
    .sort(byName);
  return list(subject, { organizationId: null, builtIn, rows });
}

/**
 * What `GET /organizations/{o}/members/roles` lists: the six built-in roles in table order, then
 * custom ones by name; system rows and rows of other organizations are skipped. The caller checks
 * `assign_org_role:read` first.
 */
export function listOrgRoles(
  subject: Subject,
  organizationId: string,
  rows: readonly CustomRoleRow[],
): readonly ListedRole[] {
  const builtIn = orgRoleNames.flatMap((name) => orgRole(name) ?? []);
  return list(subject, { organizationId, builtIn, rows });
}
