import type { LoadContext } from "../../lib/page.ts";
import { organizationQuery } from "../../lib/queries.ts";
import { savedSyncQuery } from "./queries.ts";

/** What the page about sync of an organization waits for. */
export async function loadSync({ queries, params, search }: LoadContext): Promise<unknown> {
  const { id } = await queries.ensureQueryData(organizationQuery(params["org"] ?? ""));
  const kind = search["kind"] === "roles" ? "roles" : "groups";
  return queries.ensureQueryData(savedSyncQuery({ kind, organization: id }));
}

/** What the page about sync of organizations waits for. */
export function loadOrganizationSync({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(savedSyncQuery({ kind: "organizations", organization: "" }));
}
