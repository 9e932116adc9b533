import { permissionName } from "../../components/permission-grid/grid-model.ts";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import type { Permission } from "./queries.ts";
import { editableRows } from "./resources.ts";

/** The permissions of a role as the editor shows them. */
export interface Contents {
  /** Pairs of the grid, wildcards expanded. */
  readonly selected: ReadonlySet<string>;
  /** Grants on types that belong to no organization: they do nothing in such a role. */
  readonly withoutEffect: readonly string[];
  /** Refusals (`not workspace:create`), which only built-in roles have. */
  readonly refusals: readonly string[];
}

const editable: ReadonlySet<string> = new Set(
  editableRows.flatMap(({ resource, actions }) =>
    actions.map((action) => permissionName(resource, action)),
  ),
);

function expand({ resource_type: type, action }: Permission): readonly string[] {
  const rows = editableRows.filter(({ resource }) => type === "*" || type === resource);
  return rows.flatMap((row) =>
    row.actions
      .filter((each) => action === "*" || action === each)
      .map((each) => permissionName(row.resource, each)),
  );
}

/** Sorts the stored permissions of a role into what the grid can show and what it cannot. */
export function contentsOf(permissions: readonly Permission[]): Contents {
  const grants = permissions.filter(({ negate }) => !negate);
  const name = ({ resource_type, action }: Permission) => permissionName(resource_type, action);
  return {
    selected: new Set(grants.flatMap(expand)),
    withoutEffect: [...new Set(grants.filter((each) => expand(each).length === 0).map(name))],
    refusals: [...new Set(permissions.filter(({ negate }) => negate).map(name))],
  };
}

/** The permissions of a role on the holder's own objects, as names; refusals with a mark. */
export function ownContents(role: OrganizationRole): readonly string[] {
  return [...role.user_permissions, ...role.organization_member_permissions].map(
    ({ negate, resource_type, action }) => `${negate ? "not " : ""}${resource_type}:${action}`,
  );
}

/** What is sent to save a set of names. The order is that of the grid, so that equal sets are equal requests. */
export function permissionsOf(
  selected: ReadonlySet<string>,
  withoutEffect: readonly string[] = [],
): readonly Permission[] {
  const inGrid = [...editable].filter((name) => selected.has(name));
  return [...inGrid, ...withoutEffect].map((name) => {
    const colon = name.indexOf(":");
    return { negate: false, resource_type: name.slice(0, colon), action: name.slice(colon + 1) };
  });
}

/** How many permissions on how many types. */
export function countText(selected: ReadonlySet<string>): string {
  const types = new Set([...selected].map((name) => name.slice(0, name.indexOf(":"))));
  const permissions = selected.size === 1 ? "1 permission" : `${selected.size} permissions`;
  return `${permissions} on ${types.size === 1 ? "1 resource" : `${types.size} resources`}`;
}

/** Whether a change hands out what others feel: then it is asked for once more. */
export function isGrave(gains: readonly { readonly actions: readonly string[] }[]): boolean {
  return gains.some(({ actions }) =>
    actions.some((action) => ["update", "delete", "assign"].includes(action)),
  );
}

/** The permission that a refusal of the server names (`"workspace:ssh" is not among…`), with the whole sentence. */
export function refusedPermission(detail: string): readonly [string, string] | undefined {
  const name = /[a-z_*]+:[a-z_*]+/.exec(detail)?.[0];
  return name === undefined ? undefined : [name, detail];
}
