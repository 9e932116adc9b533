import type { PageRoute } from "../../lib/page.ts";
import { organizationQuery } from "../../lib/queries.ts";
import { savedSyncQuery } from "./queries.ts";

/** The pages about sync with the identity provider. */
export const idpSyncRoutes: readonly PageRoute[] = [
  {
    path: "/organizations/$org/idp-sync",
    layout: "shell",
    title: "Identity sync",
    endpoints: [
      "getGroupSync",
      "updateGroupSyncConfig",
      "updateGroupSyncMapping",
      "getRoleSync",
      "updateRoleSyncConfig",
      "updateRoleSyncMapping",
      "listOrganizationClaimFields",
      "listOrganizationClaimValues",
      "previewSync",
      "getOidcClaims",
      "getDebugLink",
      "listGroups",
      "listOrgRoles",
    ],
    load: async ({ queries, params, search }) => {
      const { id } = await queries.ensureQueryData(organizationQuery(params["org"] ?? ""));
      const kind = search["kind"] === "roles" ? "roles" : "groups";
      return queries.ensureQueryData(savedSyncQuery({ kind, organization: id }));
    },
    page: () => import("./organization-page.tsx"),
  },
  {
    path: "/deployment/idp-org-sync",
    layout: "shell",
    title: "Organization sync",
    endpoints: [
      "getOrganizationSync",
      "updateOrganizationSyncConfig",
      "updateOrganizationSyncMapping",
      "listClaimFields",
      "listClaimValues",
      "previewSync",
      "getOidcClaims",
      "getDebugLink",
    ],
    load: ({ queries }) =>
      queries.ensureQueryData(savedSyncQuery({ kind: "organizations", organization: "" })),
    page: () => import("./deployment-page.tsx"),
  },
];
