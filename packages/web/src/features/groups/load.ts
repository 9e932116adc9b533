import type { LoadContext } from "../../lib/page.ts";
import { organizationQuery } from "../../lib/queries.ts";
import { groupQuery } from "./queries.ts";

/** What the page of a group waits for. */
export async function loadGroup({ queries, params }: LoadContext): Promise<unknown> {
  const organization = await queries.ensureQueryData(organizationQuery(params["org"] ?? ""));
  return queries.ensureQueryData(groupQuery(organization.id, params["group"] ?? ""));
}
