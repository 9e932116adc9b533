import { siteRolesQuery } from "../../lib/catalogs.ts";
import type { LoadContext } from "../../lib/page.ts";
import { authMethodsQuery, organizationsQuery } from "../../lib/queries.ts";
import { readSearch } from "../../lib/search-params.ts";
import { userQuery, usersListQuery } from "./queries.ts";
import { listRequest, usersSearch } from "./search.ts";

/** Starts the list; the page shows its head and skeleton rows at once. */
export function loadUsers({ queries, search }: LoadContext): void {
  void queries.prefetchQuery(usersListQuery(listRequest(readSearch(usersSearch, search))));
}

/** What the form for a user waits for. */
export function loadCreateUser({ queries }: LoadContext): Promise<unknown> {
  return Promise.all([
    queries.ensureQueryData(authMethodsQuery),
    queries.ensureQueryData(siteRolesQuery),
    queries.ensureQueryData(organizationsQuery),
  ]);
}

/** What the page of a user waits for. */
export function loadUser({ queries, params }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(userQuery(params["user"] ?? ""));
}
