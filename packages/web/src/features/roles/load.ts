import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { loadOrganization } from "../../lib/organization.ts";
import type { LoadContext } from "../../lib/page.ts";

/** What the pages of one role wait for. */
export async function loadRole(context: LoadContext): Promise<unknown> {
  const { queries } = context;
  const organization = await loadOrganization(context);
  return queries.ensureQueryData(organizationRolesQuery(organization.id));
}
