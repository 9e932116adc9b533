import { organizationRolesQuery } from "../../lib/catalogs.ts";
import type { LoadContext } from "../../lib/page.ts";
import { organizationQuery } from "../../lib/queries.ts";

/** What the pages of one role wait for. */
export async function loadRole({ queries, params }: LoadContext): Promise<unknown> {
  const organization = await queries.ensureQueryData(organizationQuery(params["org"] ?? ""));
  return queries.ensureQueryData(organizationRolesQuery(organization.id));
}
