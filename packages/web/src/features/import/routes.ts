import type { PageRoute } from "../../lib/page.ts";
import { organizationsQuery } from "../../lib/queries.ts";

/** Creating many users from a file. */
export const importRoutes: readonly PageRoute[] = [
  {
    path: "/users/new/import",
    layout: "shell",
    title: "Import users",
    endpoints: ["importUsers", "getUser", "listOrganizations"],
    load: ({ queries }) => queries.ensureQueryData(organizationsQuery),
    page: () => import("./import-page.tsx"),
  },
];
