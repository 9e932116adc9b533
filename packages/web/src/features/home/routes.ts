import type { PageRoute } from "../../lib/page.ts";

/** The first page. */
export const homeRoutes: readonly PageRoute[] = [
  {
    path: "/",
    layout: "shell",
    title: "Home",
    endpoints: [
      "getBuildInfo",
      "listUsers",
      "getAuthMethods",
      "listTokens",
      "getUserPermissions",
      "listAuditLogs",
      "getUserSpend",
      "getHealth",
      "listUnpricedModels",
    ],
    page: () => import("./home-page.tsx"),
  },
];
