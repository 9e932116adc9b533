import type { WireRole } from "@gatehouse/contract";
import { orgRole } from "@gatehouse/rbac";
import type { Handle } from "../../db/types.ts";
import { findDisplayNames } from "./store.ts";

/** Turns stored role names of an organization into what members show. */
export type OrgRoleNames = (organizationId: string, roles: readonly string[]) => WireRole[];

/**
 * Knows the display names of the roles in some memberships: built-in ones by heart, custom ones from one
 * statement, which is left out where nobody holds one. A name that no longer exists has an empty display
 * name and fails nothing (spec organizations §4.1, §12 trap 19).
 */
export async function orgRoleNamer(
  handle: Handle,
  memberships: readonly { organization_id: string; roles: readonly string[] }[],
): Promise<OrgRoleNames> {
  const wanted = new Map<string, { organizationId: string; name: string }>();
  for (const { organization_id: organizationId, roles } of memberships) {
    for (const name of roles) {
      if (orgRole(name) === undefined) {
        wanted.set(`${organizationId}/${name}`, { organizationId, name });
      }
    }
  }
  const found = wanted.size === 0 ? [] : await findDisplayNames(handle, [...wanted.values()]);
  const custom = new Map(
    found.map((role) => [`${role.organizationId}/${role.name}`, role.displayName]),
  );
  return (organizationId, roles) =>
    roles.map((name) => ({
      name,
      display_name: orgRole(name)?.displayName ?? custom.get(`${organizationId}/${name}`) ?? "",
      organization_id: organizationId,
    }));
}
