import type { PageRoute } from "../../lib/page.ts";
import { readSearch } from "../../lib/search-params.ts";
import { auditLogQuery } from "./queries.ts";
import { auditSearch } from "./search.ts";

/** The audit log. */
export const auditRoutes: readonly PageRoute[] = [
  {
    path: "/audit",
    layout: "shell",
    title: "Audit log",
    endpoints: ["listAuditLogs", "listUsers", "listUserOrganizations", "checkAuthorization"],
    load: ({ queries, search }) => {
      // Not awaited: the page shows its head at once.
      void queries.prefetchInfiniteQuery(auditLogQuery(readSearch(auditSearch, search).q));
      return undefined;
    },
    page: () => import("./audit-page.tsx"),
  },
];
