import type { WireUser } from "@gatehouse/contract";
import { roleDisplayName } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import { wireTime } from "../../platform/wire-time.ts";

/** The site roles of a user as every object shows them; the implied `member` only where it is stored. */
export function presentRoles(roles: readonly string[]): WireUser["roles"] {
  return roles.map((name) => ({ name, display_name: roleDisplayName(name) }));
}

/** Builds the User object field by field (spec users §4). */
export function presentUser(user: UserRow): WireUser {
  return {
    id: user.id,
    username: user.username,
    ...(user.name === "" ? {} : { name: user.name }),
    email: user.email,
    ...(user.avatar_url === "" ? {} : { avatar_url: user.avatar_url }),
    created_at: wireTime(user.created_at),
    updated_at: wireTime(user.updated_at),
    last_seen_at: wireTime(user.last_seen_at),
    status: user.status,
    login_type: user.login_type,
    ...(user.is_service_account ? { is_service_account: true } : {}),
    organization_ids: user.organization_ids,
    roles: presentRoles(user.rbac_roles),
    has_ai_seat: user.has_ai_seat,
  };
}
