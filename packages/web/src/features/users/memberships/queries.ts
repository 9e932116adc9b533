import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { userKeys } from "../queries.ts";

/** A group of the user, without its members. */
export type UserGroup = Answer<"listGroups">[number];

/** The groups of a user in all organizations that whoever is signed in may read, without Everyone. */
export function userGroupsQuery(id: string) {
  return queryOptions({
    queryKey: userKeys.part(id, "groups"),
    queryFn: async ({ signal }) => {
      const query = { has_member: id, exclude_members: "true" };
      const groups = await api.call("listGroups", { query }, { signal });
      return groups.filter((group) => group.id !== group.organization_id);
    },
    retry: false,
  });
}

/** The membership of a user in an organization: its roles and its beginning. Whoever may read its members may ask. */
export function membershipQuery(userId: string, organizationId: string) {
  return queryOptions({
    queryKey: userKeys.part(userId, `membership-${organizationId}`),
    queryFn: ({ signal }) =>
      api.call("getMember", { params: { organization: organizationId, user: userId } }, { signal }),
    retry: false,
  });
}

/** What may be done to memberships in one organization. */
export interface MembershipRights {
  readonly assignRoles: boolean;
  readonly changeGroups: boolean;
  readonly remove: boolean;
}

const asked = {
  assignRoles: { action: "assign", resource_type: "assign_org_role" },
  changeGroups: { action: "update", resource_type: "group" },
  remove: { action: "delete", resource_type: "organization_member" },
} as const;

const none: MembershipRights = { assignRoles: false, changeGroups: false, remove: false };

/** What whoever is signed in may do to memberships in each of these organizations, by their ids, in one question. */
export function membershipRightsQuery(organizationIds: readonly string[]) {
  return queryOptions({
    queryKey: ["permissions", "memberships", ...organizationIds],
    queryFn: async ({ signal }) => {
      const checks = organizationIds.flatMap((organization_id) =>
        Object.entries(asked).map(([name, { action, resource_type }]) => [
          `${organization_id} ${name}`,
          { action, object: { resource_type, organization_id } },
        ]),
      );
      const body = { checks: Object.fromEntries(checks) };
      const answers = await api.call("checkAuthorization", { body }, { signal });
      return new Map(
        organizationIds.map((id) => [
          id,
          {
            assignRoles: answers[`${id} assignRoles`] === true,
            changeGroups: answers[`${id} changeGroups`] === true,
            remove: answers[`${id} remove`] === true,
          },
        ]),
      );
    },
    staleTime: 60_000,
  });
}

/** The rights in one organization; nothing may be done until they are known. */
export function rightsIn(
  all: ReadonlyMap<string, MembershipRights> | undefined,
  organizationId: string,
): MembershipRights {
  return all?.get(organizationId) ?? none;
}
