import type { PageRoute } from "../../lib/page.ts";

/** The audit log. */
export const auditRoutes: readonly PageRoute[] = [
  {
    path: "/audit",
    layout: "shell",
    title: "Audit log",
    endpoints: [
      "listGroups",
      "listAuditLogs",
      "exportAuditLogs",
      "listUsers",
      "listUserOrganizations",
      "checkAuthorization",
    ],
    load: async (context) => (await import("./load.ts")).loadAudit(context),
    page: () => import("./audit-page.tsx"),
  },
];
