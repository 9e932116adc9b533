import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** Whose workspaces may be shared. */
export type SharingMode = Answer<"getWorkspaceSharingSettings">["shareable_workspace_owners"];

/** Cache keys of one organization's parts. They begin like those of its members and groups, which change them. */
export const organizationKeys = {
  all: ["organizations"] as const,
  members: (id: string) => ["members", id, "count", ""] as const,
  groups: (id: string) => ["groups", id, "count"] as const,
  sharing: (id: string) => ["organizations", "sharing", id] as const,
};

/** How many members an organization has; refused to those who may not read them. */
export function memberCountQuery(id: string) {
  return queryOptions({
    queryKey: organizationKeys.members(id),
    queryFn: async ({ signal }) => {
      const request = { params: { organization: id }, query: { limit: 1 } };
      return (await api.call("listMembersPaginated", request, { signal })).count;
    },
    retry: false,
  });
}

/** How many groups an organization has. */
export function groupCountQuery(id: string) {
  return queryOptions({
    queryKey: organizationKeys.groups(id),
    queryFn: async ({ signal }) => {
      const request = { params: { organization: id }, query: { limit: 1 } };
      return (await api.call("listGroupsPaginated", request, { signal })).count;
    },
    retry: false,
  });
}

/** Whose workspaces may be shared in an organization. */
export function sharingQuery(id: string) {
  return queryOptions({
    queryKey: organizationKeys.sharing(id),
    queryFn: ({ signal }) =>
      api.call("getWorkspaceSharingSettings", { params: { organization: id } }, { signal }),
  });
}
