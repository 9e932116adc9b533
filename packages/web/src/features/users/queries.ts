import type { Answer } from "@gatehouse/sdk";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
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
