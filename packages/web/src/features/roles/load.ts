import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { loadOrganization } from "../../lib/organization.ts";
import type { LoadContext } from "../../lib/page.ts";
import { heldPermissionsQuery, holdersQuery } from "./queries.ts";

/** What the pages of one role wait for. */
export async function loadRole(context: LoadContext): Promise<unknown> {
  const { queries, params } = context;
  const organization = await loadOrganization(context);
  const { role } = params;
  void queries.prefetchQuery(heldPermissionsQuery(organization.id));
  if (role !== undefined) void queries.prefetchQuery(holdersQuery(organization.id, role));
  return queries.ensureQueryData(organizationRolesQuery(organization.id));
}
