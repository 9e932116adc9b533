import { type Answer, ApiFailure } from "@gatehouse/sdk";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { isReservedUsername } from "../../lib/username.ts";
import type { UsersRequest } from "./search.ts";

/** A user as the API gives it. */
export type User = Answer<"getUser">;

/** Cache keys about users; `all` is invalidated when anything about any user changed. */
export const userKeys = {
  all: ["users"] as const,
  lists: ["users", "list"] as const,
  list: (request: UsersRequest) => ["users", "list", request] as const,
  count: (q: string) => ["users", "count", q] as const,
  one: (name: string) => ["users", "one", name] as const,
  part: (id: string, part: string) => ["users", "part", id, part] as const,
};

/** A page of the list. Old rows stay while the next ones are on their way; a newer request ends an older one. */
export function usersListQuery(request: UsersRequest) {
  return queryOptions({
    queryKey: userKeys.list(request),
    queryFn: ({ signal }) => api.call("listUsers", { query: request }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** How many users match, asked when a page beyond the end came back empty (it answers a count of 0). */
export function usersCountQuery(q: string) {
  return queryOptions({
    queryKey: userKeys.count(q),
    queryFn: async ({ signal }) => {
      const { count } = await api.call("listUsers", { query: { q, limit: 1 } }, { signal });
      return count;
    },
  });
}

/** A user by name or id. */
export function userQuery(name: string) {
  return queryOptions({
    queryKey: userKeys.one(name),
    queryFn: async ({ signal }) => {
      // What is asked for by such a name is no user: `/users/roles` is the list of roles.
      if (isReservedUsername(name) && name !== "me") {
        throw new ApiFailure({ status: 404, message: "There is no user here." });
      }
      return api.call("getUser", { params: { user: name } }, { signal });
    },
  });
}

/** The organizations of a user that whoever is signed in may see. */
export function userOrganizationsQuery(id: string) {
  return queryOptions({
    queryKey: userKeys.part(id, "organizations"),
    queryFn: ({ signal }) =>
      api.call("listUserOrganizations", { params: { user: id } }, { signal }),
  });
}

/** The search of the audit log for what happened to a user, or what they did. */
export function logQuery(user: Pick<User, "id" | "username">, side: "about" | "by"): string {
  return side === "about" ? `resource_id:${user.id}` : `username:${user.username}`;
}

/** The newest audit entries about a user or by them. */
export function userAuditQuery(user: User, side: "about" | "by", limit: number) {
  const q = logQuery(user, side);
  return queryOptions({
    queryKey: userKeys.part(user.id, `audit-${side}-${limit}`),
    queryFn: ({ signal }) => api.call("listAuditLogs", { query: { q, limit } }, { signal }),
  });
}

/** The identities at providers that sign in as a user; owners may ask. */
export function userLinksQuery(id: string) {
  return queryOptions({
    queryKey: userKeys.part(id, "links"),
    queryFn: ({ signal }) => api.call("listUserLinks", { params: { user: id } }, { signal }),
    retry: false,
  });
}
