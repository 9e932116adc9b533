import type { OrganizationRole } from "../../lib/catalogs.ts";
import { nameFault } from "../../lib/names.ts";
import { permissionsOf } from "./contents.ts";

/** The most characters of a role's name. */
export const maxNameLength = 32;

/** What the editor holds, by wire name. */
export interface RoleFields {
  readonly name: string;
  readonly display_name: string;
  /** Names in the order of the grid, then those without effect. */
  readonly organization_permissions: readonly string[];
}

/** What the editor calls its fields. */
export const roleLabels = {
  name: "Name",
  display_name: "Display name",
  organization_permissions: "Permissions",
};

/** What can be judged without the server. */
export function roleFaults({ name }: RoleFields) {
  return { name: nameFault(name, maxNameLength) };
}

/** A stored role as the editor holds it. */
export function fieldsOf(
  role: Pick<OrganizationRole, "name" | "display_name">,
  selected: ReadonlySet<string>,
  withoutEffect: readonly string[],
): RoleFields {
  const permissions = permissionsOf(selected, withoutEffect);
  return {
    name: role.name,
    display_name: role.display_name,
    organization_permissions: permissions.map((each) => `${each.resource_type}:${each.action}`),
  };
}

/** The request of the editor's content, for the preview and for saving alike. */
export function roleRequest(fields: RoleFields) {
  return {
    name: fields.name,
    display_name: fields.display_name,
    organization_permissions: fields.organization_permissions.map((name) => {
      const colon = name.indexOf(":");
      return { negate: false, resource_type: name.slice(0, colon), action: name.slice(colon + 1) };
    }),
  };
}
