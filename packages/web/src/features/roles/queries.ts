import { queryOptions } from "@tanstack/react-query";
import { permissionName } from "../../components/permission-grid/grid-model.ts";
import { api } from "../../lib/api.ts";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { editableRows } from "./resources.ts";

/** A permission of a role. */
export type Permission = OrganizationRole["organization_permissions"][number];

/** Cache keys about the roles of an organization. */
export const roleKeys = {
  holders: (organizationId: string, name: string) =>
    ["members", organizationId, "count", `org_role:${name}`] as const,
  held: (organizationId: string) => ["permissions", "role-editor", organizationId] as const,
};

/** How many members hold a role. */
export function holdersQuery(organizationId: string, name: string) {
  return queryOptions({
    queryKey: roleKeys.holders(organizationId, name),
    queryFn: async ({ signal }) => {
      const params = { organization: organizationId };
      const query = { q: `org_role:${name}`, limit: 1 };
      return (await api.call("listMembersPaginated", { params, query }, { signal })).count;
    },
    retry: false,
  });
}

/**
 * What whoever is signed in holds in an organization on objects without owner, permission by permission: only that may
 * go into a role (spec organizations §6.7). One call for all.
 */
export function heldPermissionsQuery(organizationId: string) {
  return queryOptions({
    queryKey: roleKeys.held(organizationId),
    queryFn: async ({ signal }) => {
      const checks = editableRows.flatMap(({ resource, actions }) =>
        actions.map((action) => [
          permissionName(resource, action),
          { action, object: { resource_type: resource, organization_id: organizationId } },
        ]),
      );
      const body = { checks: Object.fromEntries(checks) };
      const verdicts = await api.call("checkAuthorization", { body }, { signal });
      return new Set(Object.keys(verdicts).filter((name) => verdicts[name] === true));
    },
    staleTime: 60_000,
  });
}
