import { loginTypes, type SearchTable, userStatuses } from "@gatehouse/contract";

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
