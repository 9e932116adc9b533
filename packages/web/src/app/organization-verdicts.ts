import type { QueryClient } from "@tanstack/react-query";
import { chosenOrganization } from "../lib/organization.ts";
import { organizationPermissions } from "../lib/permissions.ts";
import { organizationsQuery } from "../lib/queries.ts";
import { organizationChecks } from "./checks.ts";

/** Asks what one may do in the organization of an address, or in the one that is shown without. */
export async function organizationVerdicts(queries: QueryClient, here: string): Promise<void> {
  const list = await queries.ensureQueryData(organizationsQuery);
  const [, name] = /^\/organizations\/([^/?#]+)/.exec(here) ?? [];
  const chosen = chosenOrganization(list, name);
  if (chosen !== undefined) {
    await queries.prefetchQuery(organizationPermissions(organizationChecks, chosen.id));
  }
}
