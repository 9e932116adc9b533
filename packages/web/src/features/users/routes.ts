import type { PageRoute } from "../../lib/page.ts";
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
];
