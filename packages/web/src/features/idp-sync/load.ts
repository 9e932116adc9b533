import { loadOrganization } from "../../lib/organization.ts";
import type { LoadContext } from "../../lib/page.ts";
import { savedSyncQuery } from "./queries.ts";

/** What the page about sync of an organization waits for. */
export async function loadSync(context: LoadContext): Promise<unknown> {
  const { queries, search } = context;
  const { id } = await loadOrganization(context);
  const kind = search["kind"] === "roles" ? "roles" : "groups";
  return queries.ensureQueryData(savedSyncQuery({ kind, organization: id }));
}

/** What the page about sync of organizations waits for. */
export function loadOrganizationSync({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(savedSyncQuery({ kind: "organizations", organization: "" }));
}
