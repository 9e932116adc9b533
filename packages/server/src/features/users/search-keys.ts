import { loginTypes, type SearchFilter, type SearchTable, userStatuses } from "@gatehouse/contract";
import type { UserFilter } from "./filter-store.ts";

/** The search keys of every list of users (spec users §8.2). */
export const userSearchKeys = {
  search: { kind: "freeText" },
  name: { kind: "text" },
  username: { kind: "text" },
  email: { kind: "text" },
  status: { kind: "enums", values: userStatuses },
  role: { kind: "texts" },
  login_type: { kind: "enums", values: loginTypes },
  service_account: { kind: "bool" },
  github_com_user_id: { kind: "int64" },
  last_seen_before: { kind: "time" },
  last_seen_after: { kind: "time" },
  created_before: { kind: "time" },
  created_after: { kind: "time" },
} as const satisfies SearchTable;

/** The search keys of `GET /users` itself: those above, and memberships. */
export const userListSearchKeys = {
  ...userSearchKeys,
  organization: { kind: "text" },
  group: { kind: "text" },
} as const satisfies SearchTable;

/** What a parsed search means for a user list; `role:member` is everybody. */
export function userFilterOf(found: SearchFilter<typeof userSearchKeys>): UserFilter {
  const everybody = found.role?.includes("member") ?? true;
  return {
    search: found.search,
    name: found.name,
    username: found.username,
    email: found.email,
    statuses: found.status,
    roles: everybody ? undefined : found.role,
    loginTypes: found.login_type,
    isServiceAccount: found.service_account,
    githubComUserId: found.github_com_user_id === 0n ? undefined : found.github_com_user_id,
    lastSeenBefore: found.last_seen_before,
    lastSeenAfter: found.last_seen_after,
    createdBefore: found.created_before,
    createdAfter: found.created_after,
  };
}
