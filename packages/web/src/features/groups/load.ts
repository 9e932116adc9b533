import { loadOrganization } from "../../lib/organization.ts";
import type { LoadContext } from "../../lib/page.ts";
import { groupQuery } from "./queries.ts";

/** What the page of a group waits for. */
export async function loadGroup(context: LoadContext): Promise<unknown> {
  const { queries, params } = context;
  const organization = await loadOrganization(context);
  return queries.ensureQueryData(groupQuery(organization.id, params["group"] ?? ""));
}
