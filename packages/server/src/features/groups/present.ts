import type { WireGroup, WireReducedUser } from "@gatehouse/contract";
import { wireTime } from "../../platform/wire-time.ts";
import type { MemberRow } from "./member-store.ts";
import type { CountedGroup } from "./store.ts";

/** Builds a member field by field (spec organizations §7.1). */
export function presentMember(user: MemberRow): WireReducedUser {
  return {
    id: user.id,
    username: user.username,
    ...(user.name === "" ? {} : { name: user.name }),
    ...(user.avatar_url === "" ? {} : { avatar_url: user.avatar_url }),
    email: user.email,
    created_at: wireTime(user.created_at),
    updated_at: wireTime(user.updated_at),
    last_seen_at: wireTime(user.last_seen_at),
    status: user.status,
    login_type: user.login_type,
    ...(user.is_service_account ? { is_service_account: true } : {}),
  };
}

/** Builds the Group object field by field; SCIM-managed groups count as the provider's (spec §7.1). */
export function presentGroup(group: CountedGroup, members: readonly MemberRow[]): WireGroup {
  return {
    id: group.id,
    name: group.name,
    display_name: group.display_name,
    organization_id: group.organization_id,
    organization_name: group.organization_name,
    organization_display_name: group.organization_display_name,
    members: members.map(presentMember),
    total_member_count: group.total_member_count,
    avatar_url: group.avatar_url,
    quota_allowance: group.quota_allowance,
    source: group.managed_by === "scim" ? "oidc" : group.source,
  };
}
