import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keepWithin } from "../../lib/keep-previous.ts";
import { statusOf } from "../../lib/problem.ts";

/** A group; the console asks for it without its members. */
export type Group = Answer<"getGroup">;

/** A member of a group. */
export type GroupMember = Answer<"listGroupMembers">["users"][number];

/** What a list asks of the server. */
export interface ListRequest {
  readonly q: string;
  readonly limit: number;
  readonly offset: number;
}

/** A page of groups. `isPartial`: whoever asks may not read all of them and sees their own. */
export interface GroupsPage {
  readonly groups: readonly Group[];
  readonly count: number;
  readonly isPartial: boolean;
}

/** Cache keys about the groups of an organization. */
export const groupKeys = {
  all: (organizationId: string) => ["groups", organizationId] as const,
  list: (organizationId: string, request: ListRequest) =>
    ["groups", organizationId, "list", request] as const,
  one: (organizationId: string, name: string) => ["groups", organizationId, "one", name] as const,
  membersOf: (group: Group) => ["groups", group.organization_id, "members", group.id] as const,
  members: (group: Group, request: ListRequest) =>
    [...groupKeys.membersOf(group), request] as const,
};

/** A page of the list; without the right to read all groups those that may be read. */
export function groupsQuery(organizationId: string, request: ListRequest) {
  return queryOptions({
    queryKey: groupKeys.list(organizationId, request),
    queryFn: ({ signal }) => readGroups(organizationId, request, signal),
    placeholderData: keepWithin(groupKeys.all(organizationId)),
  });
}

async function readGroups(
  organization: string,
  request: ListRequest,
  signal: AbortSignal,
): Promise<GroupsPage> {
  const params = { organization };
  try {
    const page = await api.call("listGroupsPaginated", { params, query: request }, { signal });
    return { ...page, isPartial: false };
  } catch (thrown) {
    if (statusOf(thrown) !== 404) throw thrown;
    const query = { exclude_members: "true" };
    const groups = await api.call("listOrganizationGroups", { params, query }, { signal });
    return { groups, count: groups.length, isPartial: true };
  }
}

/** How many groups match, asked when a page beyond the end came back empty. */
export function groupCountQuery(organizationId: string, q: string) {
  return queryOptions({
    queryKey: ["groups", organizationId, "count", q] as const,
    queryFn: async ({ signal }) => {
      const request = { params: { organization: organizationId }, query: { q, limit: 1 } };
      return (await api.call("listGroupsPaginated", request, { signal })).count;
    },
  });
}

/** A group by its name. */
export function groupQuery(organizationId: string, name: string) {
  return queryOptions({
    queryKey: groupKeys.one(organizationId, name),
    queryFn: ({ signal }) =>
      api.call(
        "getGroupByName",
        {
          params: { organization: organizationId, groupName: name },
          query: { exclude_members: "true" },
        },
        { signal },
      ),
  });
}

/** A page of the members of a group. */
export function groupMembersQuery(group: Group, request: ListRequest) {
  return queryOptions({
    queryKey: groupKeys.members(group, request),
    queryFn: ({ signal }) =>
      api.call("listGroupMembers", { params: { group: group.id }, query: request }, { signal }),
    placeholderData: keepWithin(groupKeys.membersOf(group)),
  });
}
