import type { PageRoute } from "../../lib/page.ts";

/** The pages about sync with the identity provider. */
export const idpSyncRoutes: readonly PageRoute[] = [
  {
    path: "/organizations/$org/idp-sync",
    layout: "shell",
    title: "Identity sync",
    endpoints: [
      "getOrganization",
      "getAuthMethods",
      "getGroupSync",
      "updateGroupSyncConfig",
      "updateGroupSyncMapping",
      "getRoleSync",
      "updateRoleSyncConfig",
      "updateRoleSyncMapping",
      "listOrganizationClaimFields",
      "listOrganizationClaimValues",
      "previewSync",
      "listUsers",
      "getOidcClaims",
      "getDebugLink",
      "listGroups",
      "listOrgRoles",
    ],
    load: async (context) => (await import("./load.ts")).loadSync(context),
    page: () => import("./organization-page.tsx"),
  },
  {
    path: "/deployment/idp-org-sync",
    layout: "shell",
    title: "Organization sync",
    endpoints: [
      "getAuthMethods",
      "getOrganizationSync",
      "updateOrganizationSyncConfig",
      "updateOrganizationSyncMapping",
      "listClaimFields",
      "listClaimValues",
      "previewSync",
      "listUsers",
      "getOidcClaims",
      "getDebugLink",
    ],
    load: async (context) => (await import("./load.ts")).loadOrganizationSync(context),
    page: () => import("./deployment-page.tsx"),
  },
];
