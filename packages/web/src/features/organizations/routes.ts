import type { PageRoute } from "../../lib/page.ts";
import { organizationsQuery } from "../../lib/queries.ts";

/** The pages about organizations as a whole. */
export const organizationsRoutes: readonly PageRoute[] = [
  {
    path: "/organizations",
    layout: "shell",
    title: "Organizations",
    endpoints: ["listOrganizations", "listMembersPaginated", "listGroupsPaginated"],
    load: ({ queries }) => {
      void queries.prefetchQuery(organizationsQuery);
      return undefined;
    },
    page: () => import("./organizations-page.tsx"),
  },
  {
    path: "/organizations/new",
    layout: "shell",
    title: "Create organization",
    endpoints: ["createOrganization"],
    page: () => import("./create-organization-page.tsx"),
  },
  {
    path: "/organizations/$org/settings",
    layout: "shell",
    title: "Settings",
    endpoints: [
      "getOrganization",
      "updateOrganization",
      "deleteOrganization",
      "getWorkspaceSharingSettings",
      "updateWorkspaceSharingSettings",
      "listOrgRoles",
      "listMembersPaginated",
      "listGroupsPaginated",
      "listAuditLogs",
    ],
    load: async (context) => (await import("../../lib/organization.ts")).loadOrganization(context),
    page: () => import("./settings-page.tsx"),
  },
];
