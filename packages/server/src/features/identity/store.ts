import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { CustomRoleRow, SharingMode } from "@gatehouse/rbac";
import { CompiledQuery } from "kysely";
import type { Db } from "../../db/types.ts";

/** One membership as the identity statement returns it. */
export interface MembershipRow {
  id: string;
  roles: string[];
  /** What every member of the organization has besides. */
  default_roles: string[];
  sharing: SharingMode;
}

/** Everything that one request needs to know about its credential and its user. */
export interface IdentityRow {
  key_id: string;
  hashed_secret: Buffer;
  previous_hashed_secret: Buffer | null;
  previous_expires_at: Date | null;
  expires_at: Date;
  last_used: Date;
  key_created_at: Date;
  key_updated_at: Date;
  lifetime_seconds: number;
  key_login_type: string;
  scopes: string[];
  allow_list: string[];
  token_name: string;
  ip_address: string;
  key_user_agent: string;
  origin: string | null;
  linked: boolean;
  link_expiry: Date | null;
  memberships: MembershipRow[];
  groups: string[];
  custom_roles: CustomRoleRow[];
  has_ai_seat: boolean;
  id: string;
  email: string;
  username: string;
  name: string;
  created_at: Date;
  updated_at: Date;
  last_seen_at: Date;
  status: UserStatus;
  rbac_roles: string[];
  login_type: LoginType;
  avatar_url: string;
  deleted: boolean;
  is_system: boolean;
  is_service_account: boolean;
  quiet_hours_schedule: string;
  chat_spend_limit_micros: number | null;
}

const identityStatement = `
select
  k.id as key_id, k.hashed_secret, k.previous_hashed_secret, k.previous_expires_at, k.expires_at,
  k.last_used, k.created_at as key_created_at, k.updated_at as key_updated_at, k.lifetime_seconds,
  k.login_type as key_login_type, k.scopes, k.allow_list, k.token_name,
  host(k.ip_address) as ip_address, k.user_agent as key_user_agent, k.origin,
  l.user_id is not null as linked, l.oauth_expiry as link_expiry,
  coalesce(m.memberships, '[]'::jsonb) as memberships,
  array(select gm.group_id::text from group_members gm where gm.user_id = u.id) as groups,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'name', c.name, 'displayName', c.display_name, 'organizationId', c.organization_id,
      'isSystem', c.is_system, 'sitePermissions', c.site_permissions,
      'orgPermissions', c.org_permissions, 'userPermissions', c.user_permissions,
      'memberPermissions', c.member_permissions))
    from custom_roles c
    where (c.organization_id is null and c.name = any(u.rbac_roles))
       or (c.organization_id = any(m.organization_ids) and (c.is_system or c.name = any(m.role_names)))
  ), '[]'::jsonb) as custom_roles,
  u.status = 'active' and not u.deleted and not u.is_system
    and exists (select 1 from ai_seat_state s where s.user_id = u.id) as has_ai_seat,
  u.id, u.email, u.username, u.name, u.created_at, u.updated_at, u.last_seen_at, u.status,
  u.rbac_roles, u.login_type, u.avatar_url, u.deleted, u.is_system, u.is_service_account,
  u.quiet_hours_schedule, u.chat_spend_limit_micros
from api_keys k
join users u on u.id = k.user_id
left join user_links l on l.user_id = u.id and l.login_type = k.login_type
left join lateral (
  select
    jsonb_agg(jsonb_build_object('id', om.organization_id, 'roles', om.roles,
      'default_roles', o.default_org_member_roles, 'sharing', o.shareable_workspace_owners) order by om.organization_id) as memberships,
    array_agg(om.organization_id) as organization_ids,
    array(select distinct unnest(om2.roles || o2.default_org_member_roles)
          from organization_members om2 join organizations o2 on o2.id = om2.organization_id
          where om2.user_id = u.id) as role_names
  from organization_members om
  join organizations o on o.id = om.organization_id and not o.deleted
  where om.user_id = u.id
) m on true
where k.id = $1`;

/** Reads the whole identity behind a key id in one statement; null when there is no such key. */
export async function readIdentity(db: Db, keyId: string): Promise<IdentityRow | null> {
  const { rows } = await db.executeQuery<IdentityRow>(
    CompiledQuery.raw(identityStatement, [keyId]),
  );
  return rows[0] ?? null;
}
