import { siteRolesQuery } from "../../lib/catalogs.ts";
import type { PageRoute } from "../../lib/page.ts";
import { authMethodsQuery, organizationsQuery } from "../../lib/queries.ts";
import { readSearch } from "../../lib/search-params.ts";
import { usersListQuery } from "./queries.ts";
import { listRequest, usersSearch } from "./search.ts";

/** The pages about users. */
export const usersRoutes: readonly PageRoute[] = [
  {
    path: "/users",
    layout: "shell",
    title: "Users",
    endpoints: ["listUsers", "suspendUser", "activateUser", "listSiteRoles"],
    load: ({ queries, search }) => {
      // Not awaited: the page shows its head and skeleton rows at once.
      void queries.prefetchQuery(usersListQuery(listRequest(readSearch(usersSearch, search))));
      return undefined;
    },
    page: () => import("./users-page.tsx"),
  },
  {
    path: "/users/new",
    layout: "shell",
    title: "Create user",
    endpoints: ["createUser", "getAuthMethods", "listSiteRoles", "validatePassword"],
    load: ({ queries }) =>
      Promise.all([
        queries.ensureQueryData(authMethodsQuery),
        queries.ensureQueryData(siteRolesQuery),
        queries.ensureQueryData(organizationsQuery),
      ]),
    page: () => import("./create-user-page.tsx"),
  },
];
