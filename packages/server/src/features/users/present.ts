import type { WireUser } from "@gatehouse/contract";
import { roleDisplayName } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import { wireTime } from "../../platform/wire-time.ts";

/** The site roles of a user as every object shows them; the implied `member` only where it is stored. */
export function presentRoles(roles: readonly string[]): WireUser["roles"] {
  return roles.map((name) => ({ name, display_name: roleDisplayName(name) }));
}

const presented = new WeakMap<UserRow, WireUser>();

/**
 * The User object of a row that outlives the request, such as the caller's in the identity cache: built
 * once, frozen all through, and gone with the row.
 */
export function presentCachedUser(user: UserRow): WireUser {
  let wire = presented.get(user);
  if (wire === undefined) {
    wire = presentUser(user);
    for (const role of wire.roles) Object.freeze(role);
    Object.freeze(wire.roles);
    Object.freeze(wire);
    presented.set(user, wire);
  }
  return wire;
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
