import type { WireMember, WireMemberWithUser } from "@gatehouse/contract";
import { roleDisplayName } from "@gatehouse/rbac";
import { wireTime } from "../../platform/wire-time.ts";
import type { OrgRoleNames } from "../roles/index.ts";
import type { MemberRow } from "./list-store.ts";

/** Builds the OrganizationMember object field by field (spec organizations §4.1). */
export function presentMember(row: MemberRow, names: OrgRoleNames): WireMember {
  return {
    user_id: row.user_id,
    organization_id: row.organization_id,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    roles: names(row.organization_id, row.roles),
  };
}

/**
 * Builds the OrganizationMemberWithUserData object field by field (spec organizations §4.1); all of them in one literal:
 * to begin with those of another object takes three times as long, and pages have many.
 */
export function presentMemberWithUser(row: MemberRow, names: OrgRoleNames): WireMemberWithUser {
  return {
    user_id: row.user_id,
    organization_id: row.organization_id,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    roles: names(row.organization_id, row.roles),
    username: row.username,
    ...(row.name === "" ? {} : { name: row.name }),
    ...(row.avatar_url === "" ? {} : { avatar_url: row.avatar_url }),
    email: row.email,
    status: row.status,
    login_type: row.login_type,
    last_seen_at: wireTime(row.last_seen_at),
    user_created_at: wireTime(row.user_created_at),
    user_updated_at: wireTime(row.user_updated_at),
    ...(row.is_service_account ? { is_service_account: true } : {}),
    global_roles: row.rbac_roles
      .filter((name) => name !== "member")
      .map((name) => ({ name, display_name: roleDisplayName(name) })),
    has_ai_seat: row.has_ai_seat,
  };
}
