import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keepWithin } from "../../lib/keep-previous.ts";
import { statusOf } from "../../lib/problem.ts";

/** A member with the facts about the user. */
export type Member = Answer<"listMembersPaginated">["members"][number];

/** What the list asks of the server. */
export interface MembersRequest {
  readonly q: string;
  readonly limit: number;
  readonly offset: number;
}

/** A page of members. `isPartial`: whoever asks may not read all of them and sees at most their own row. */
export interface MembersPage {
  readonly members: readonly Member[];
  readonly count: number;
  readonly isPartial: boolean;
}

/** Cache keys about the members of an organization. */
export const memberKeys = {
  all: (organizationId: string) => ["members", organizationId] as const,
  list: (organizationId: string, request: MembersRequest) =>
    ["members", organizationId, "list", request] as const,
  count: (organizationId: string, q: string) => ["members", organizationId, "count", q] as const,
  groups: (organizationId: string, userId: string) =>
    ["members", organizationId, "groups", userId] as const,
};

/** A page of the list; without the right to read members the own row alone. */
export function membersQuery(organizationId: string, request: MembersRequest) {
  return queryOptions({
    queryKey: memberKeys.list(organizationId, request),
    queryFn: ({ signal }) => readMembers(organizationId, request, signal),
    placeholderData: keepWithin(memberKeys.all(organizationId)),
  });
}

async function readMembers(
  organization: string,
  request: MembersRequest,
  signal: AbortSignal,
): Promise<MembersPage> {
  try {
    const page = await api.call(
      "listMembersPaginated",
      { params: { organization }, query: request },
      { signal },
    );
    return { ...page, isPartial: false };
  } catch (thrown) {
    // The organization is there (the page loaded it): what is missing is the right to read all members.
    if (statusOf(thrown) !== 404) throw thrown;
    const members = await api.call("listMembers", { params: { organization } }, { signal });
    return { members, count: members.length, isPartial: true };
  }
}

/** How many members match, asked when a page beyond the end came back empty. */
export function memberCountQuery(organizationId: string, q: string) {
  return queryOptions({
    queryKey: memberKeys.count(organizationId, q),
    queryFn: async ({ signal }) => {
      const request = { params: { organization: organizationId }, query: { q, limit: 1 } };
      return (await api.call("listMembersPaginated", request, { signal })).count;
    },
  });
}

/** The groups of one member in the organization, without Everyone. */
export function memberGroupsQuery(organizationId: string, userId: string) {
  return queryOptions({
    queryKey: memberKeys.groups(organizationId, userId),
    queryFn: async ({ signal }) => {
      const query = {
        organization: organizationId,
        has_member: userId,
        exclude_members: "true",
      };
      const groups = await api.call("listGroups", { query }, { signal });
      return groups.filter(({ id }) => id !== organizationId);
    },
    staleTime: 60_000,
    retry: false,
  });
}
