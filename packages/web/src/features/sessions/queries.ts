import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** A session as lists give it. */
export type Session = Answer<"listSessions">["sessions"][number];

/** Cache key of one's own sessions. */
export const ownSessionsKey = ["sessions", "own"] as const;

/** One's own sessions, the last used first. */
export const ownSessionsQuery = queryOptions({
  queryKey: ownSessionsKey,
  queryFn: ({ signal }) => api.call("listSessions", { params: { user: "me" } }, { signal }),
});
