import type { PageRoute } from "../../lib/page.ts";

/** The page about the members of an organization. */
export const membersRoutes: readonly PageRoute[] = [
  {
    path: "/organizations/$org",
    layout: "shell",
    title: "Members",
    endpoints: [
      "getOrganization",
      "getAuthMethods",
      "listMembersPaginated",
      "listMembers",
      "listOrgRoles",
      "listGroups",
      "listUsers",
      "addMember",
      "removeMember",
      "updateMemberRoles",
      "changeMembers",
      "exportMembers",
      "previewAuthorization",
    ],
    load: async (context) => (await import("../../lib/organization.ts")).loadOrganization(context),
    page: () => import("./members-page.tsx"),
  },
];
