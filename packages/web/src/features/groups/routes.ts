import type { PageRoute } from "../../lib/page.ts";

/** The pages about the groups of an organization. */
export const groupsRoutes: readonly PageRoute[] = [
  {
    path: "/organizations/$org/groups",
    layout: "shell",
    title: "Groups",
    endpoints: [
      "getOrganization",
      "listGroupsPaginated",
      "listOrganizationGroups",
      "listGroupsSpend",
      "deleteGroup",
      "previewAuthorization",
    ],
    load: async (context) => (await import("../../lib/organization.ts")).loadOrganization(context),
    page: () => import("./groups-page.tsx"),
  },
  {
    path: "/organizations/$org/groups/new",
    layout: "shell",
    title: "Create group",
    endpoints: ["getOrganization", "createGroup"],
    load: async (context) => (await import("../../lib/organization.ts")).loadOrganization(context),
    page: () => import("./create-group-page.tsx"),
  },
  {
    path: "/organizations/$org/groups/$group/{-$tab}",
    layout: "shell",
    title: "Group",
    endpoints: [
      "getOrganization",
      "getAuthMethods",
      "getGroupByName",
      "getGroup",
      "listGroupMembers",
      "getGroupSpend",
      "listMembersSpend",
      "setGroupBudget",
      "deleteGroupBudget",
      "listMembersPaginated",
      "changeGroupMembers",
      "updateGroup",
      "deleteGroup",
      "previewAuthorization",
      "listAuditLogs",
    ],
    load: async (context) => (await import("./load.ts")).loadGroup(context),
    page: () => import("./group-page.tsx"),
  },
];
