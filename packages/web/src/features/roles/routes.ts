import type { PageRoute } from "../../lib/page.ts";

/** The pages about the roles of an organization. */
export const rolesRoutes: readonly PageRoute[] = [
  {
    path: "/organizations/$org/roles",
    layout: "shell",
    title: "Roles",
    endpoints: [
      "getOrganization",
      "listOrgRoles",
      "listMembersPaginated",
      "deleteCustomRole",
      "previewAuthorization",
    ],
    load: async (context) => (await import("../../lib/organization.ts")).loadOrganization(context),
    page: () => import("./roles-page.tsx"),
  },
  {
    path: "/organizations/$org/roles/new",
    layout: "shell",
    title: "Create role",
    endpoints: ["getOrganization", "listOrgRoles", "checkAuthorization", "createCustomRole"],
    load: async (context) => (await import("./load.ts")).loadRole(context),
    page: () => import("./create-role-page.tsx"),
  },
  {
    path: "/organizations/$org/roles/$role",
    layout: "shell",
    title: "Role",
    endpoints: [
      "getOrganization",
      "listOrgRoles",
      "checkAuthorization",
      "previewAuthorization",
      "updateCustomRole",
      "deleteCustomRole",
      "listMembersPaginated",
      "listAuditLogs",
    ],
    load: async (context) => (await import("./load.ts")).loadRole(context),
    page: () => import("./role-page.tsx"),
  },
];
