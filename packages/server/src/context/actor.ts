import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { Subject } from "@gatehouse/rbac";
import type { Selectable } from "kysely";
import type { ApiKeys, Users } from "../db/tables.gen.ts";

type UserColumns = Omit<
  Selectable<Users>,
  | "hashed_password"
  | "hashed_one_time_passcode"
  | "one_time_passcode_expires_at"
  | "one_time_passcode_failures"
  | "github_com_user_id"
  | "status"
  | "login_type"
>;

/**
 * A user as features pass it around: the row without its secrets and without the GitHub id (64 bits, only
 * searched for), plus what every User object shows.
 */
export interface UserRow extends UserColumns {
  status: UserStatus;
  login_type: LoginType;
  /** All memberships in organizations that are not deleted. */
  organization_ids: string[];
  has_ai_seat: boolean;
}

/** The API key of a request, without its hashes and without what only lists of tokens show. */
export type KeyRow = Omit<
  Selectable<ApiKeys>,
  | "hashed_secret"
  | "previous_hashed_secret"
  | "previous_expires_at"
  | "created_by"
  | "last_used_user_agent"
>;

/** One membership of the actor. */
export interface Membership {
  organizationId: string;
  /** Explicit organization roles, never the implied ones. */
  roles: readonly string[];
}

/** Who performs a request, after authentication (spec users §2.3). */
export interface Actor {
  key: KeyRow;
  user: UserRow;
  memberships: readonly Membership[];
  /** The actor as the permission engine sees it: roles, groups, scopes, allow list. */
  subject: Subject;
}

/** Whether a user holds the site role `owner`. */
export function isOwner(user: Pick<UserRow, "rbac_roles">): boolean {
  return user.rbac_roles.includes("owner");
}
