import { siteRolesQuery } from "../../lib/catalogs.ts";
import type { PageRoute } from "../../lib/page.ts";
import { authMethodsQuery, organizationsQuery } from "../../lib/queries.ts";
import { readSearch } from "../../lib/search-params.ts";
import { userQuery, usersListQuery } from "./queries.ts";
import { listRequest, usersSearch } from "./search.ts";

/** The pages about users. */
export const usersRoutes: readonly PageRoute[] = [
  {
    path: "/users",
    layout: "shell",
    title: "Users",
    endpoints: [
      "listUsers",
      "suspendUser",
      "activateUser",
      "listSiteRoles",
      "exportUsers",
      "deleteUser",
      "listGroups",
      "changeMembers",
      "changeGroupMembers",
    ],
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
  {
    path: "/users/$user/{-$tab}",
    layout: "shell",
    title: "User",
    endpoints: [
      "getUser",
      "updateUserProfile",
      "suspendUser",
      "activateUser",
      "updateUserPassword",
      "deleteUser",
      "getUserRoles",
      "updateUserRoles",
      "listSiteRoles",
      "listUserOrganizations",
      "checkAuthorization",
      "previewAuthorization",
      "listOrgRoles",
      "listGroups",
      "changeMembers",
      "changeGroupMembers",
      "addMember",
      "removeMember",
      "updateMemberRoles",
      "listTokens",
      "rotateToken",
      "expireApiKey",
      "deleteApiKey",
      "listSessions",
      "deleteSession",
      "revokeOtherSessions",
      "getUserPermissions",
      "explainAuthorization",
      "listAuditLogs",
    ],
    load: ({ queries, params }) => queries.ensureQueryData(userQuery(params["user"] ?? "")),
    page: () => import("./user-page.tsx"),
  },
];
