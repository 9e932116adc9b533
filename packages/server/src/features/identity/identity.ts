import { makeSubject, type Subject } from "@gatehouse/rbac";
import type { Actor, KeyRow, UserRow } from "../../context/actor.ts";
import type { IdentityRow } from "./store.ts";

/** What is cached for a key: the actor, and what each request checks against it. */
export interface Identity {
  actor: Actor;
  hashedSecret: Buffer;
  /** The secret before a rotation, while its grace period lasts (authorization §3.13). */
  previousSecret: { hash: Buffer; expiresAt: Date } | null;
  /** Whether the key needs a link to an identity provider, whether there is one, and when its token ends. */
  link: { required: boolean; present: boolean; expiresAt: Date | null };
}

/** Switches of the deployment that change what built-in roles contain. */
export interface RoleSwitches {
  disableOwnerWorkspaceAccess: boolean;
  disableWorkspaceSharing: boolean;
}

/**
 * Builds the identity of a row. Null when the key holds a scope that this release does not know:
 * such a key authorizes nothing (authorization §8).
 */
export function identityFromRow(row: IdentityRow, switches: RoleSwitches): Identity | null {
  const subject = subjectFromRow(row, switches);
  if (subject === null) return null;
  const required = row.key_login_type === "github" || row.key_login_type === "oidc";
  return {
    actor: {
      key: keyFromRow(row),
      user: userFromRow(row),
      memberships: row.memberships.map((membership) => ({
        organizationId: membership.id,
        roles: membership.roles,
      })),
      subject,
    },
    hashedSecret: row.hashed_secret,
    previousSecret:
      row.previous_hashed_secret === null || row.previous_expires_at === null
        ? null
        : { hash: row.previous_hashed_secret, expiresAt: row.previous_expires_at },
    link: { required, present: row.linked, expiresAt: linkExpiry(row) },
  };
}

/** When the access token of the link ends; the year 1 stands for never (spec federated-login §9.1). */
function linkExpiry({ link_expiry: expiry }: IdentityRow): Date | null {
  return expiry === null || expiry.getUTCFullYear() <= 1 ? null : expiry;
}

function subjectFromRow(row: IdentityRow, switches: RoleSwitches): Subject | null {
  const made = makeSubject({
    id: row.id,
    siteRoles: row.rbac_roles,
    organizations: row.memberships.map((membership) => ({
      id: membership.id,
      roles: [...membership.roles, ...membership.default_roles],
      sharingMode: membership.sharing,
      isServiceAccount: row.is_service_account,
    })),
    customRoles: row.custom_roles,
    groups: row.groups,
    scopes: row.scopes,
    allowList: row.allow_list,
    deployment: switches,
  });
  return made.ok ? made.subject : null;
}

function keyFromRow(row: IdentityRow): KeyRow {
  return {
    id: row.key_id,
    user_id: row.id,
    last_used: row.last_used,
    expires_at: row.expires_at,
    created_at: row.key_created_at,
    updated_at: row.key_updated_at,
    login_type: row.key_login_type,
    lifetime_seconds: row.lifetime_seconds,
    ip_address: row.ip_address,
    token_name: row.token_name,
    scopes: row.scopes,
    allow_list: row.allow_list,
    user_agent: row.key_user_agent,
    origin: row.origin,
  };
}

function userFromRow(row: IdentityRow): UserRow {
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    name: row.name,
    created_at: row.created_at,
    updated_at: row.updated_at,
    last_seen_at: row.last_seen_at,
    status: row.status,
    rbac_roles: row.rbac_roles,
    login_type: row.login_type,
    avatar_url: row.avatar_url,
    deleted: row.deleted,
    is_system: row.is_system,
    is_service_account: row.is_service_account,
    quiet_hours_schedule: row.quiet_hours_schedule,
    chat_spend_limit_micros: row.chat_spend_limit_micros,
    organization_ids: row.memberships.map((membership) => membership.id),
    has_ai_seat: row.has_ai_seat,
  };
}
