import type { SearchFilter, SearchTable } from "@gatehouse/contract";
import { isSystemRoleName } from "@gatehouse/rbac";
import { userFilterOf, userSearchKeys } from "../users/index.ts";
import type { MemberFilter } from "./list-store.ts";

/** The search keys of `GET …/members`; no free text (spec organizations §4.3). */
export const plainMemberSearchKeys = {
  user_id: { kind: "text" },
  github_user_id: { kind: "int64" },
  include_system: { kind: "bool" },
} as const satisfies SearchTable;

/** The search keys of pages of members: those of users, and roles in the organization (§4.4). */
export const memberSearchKeys = {
  ...userSearchKeys,
  org_role: { kind: "texts" },
} as const satisfies SearchTable;

/** What a parsed search means for a list of members; an implied role is everybody's. */
export function memberFilterOf(found: SearchFilter<typeof memberSearchKeys>): MemberFilter {
  const { org_role: orgRoles, ...ofUser } = found;
  const everybody = orgRoles?.some(isSystemRoleName) ?? true;
  return { ...userFilterOf(ofUser), orgRoles: everybody ? undefined : orgRoles };
}
