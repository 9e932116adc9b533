import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** A session as lists give it. */
export type Session = Answer<"listSessions">["sessions"][number];

/** The cache key of the sessions of a user by id, or of one's own by `me`. */
export function sessionsKey(user: string) {
  return ["sessions", user] as const;
}

/** The sessions of a user by id, or one's own by `me`; the last used first. */
export function sessionsQuery(user: string) {
  return queryOptions({
    queryKey: sessionsKey(user),
    queryFn: ({ signal }) => api.call("listSessions", { params: { user } }, { signal }),
  });
}
