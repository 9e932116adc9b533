import type { SharingMode, StoredPermission, SystemRoleName } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { Tx } from "../../db/types.ts";

/** An organization and its system roles as they are stored. */
export interface StoredSystemRoles {
  id: string;
  sharing: SharingMode;
  roles: {
    name: string;
    site: StoredPermission[];
    user: StoredPermission[];
    org: StoredPermission[];
    member: StoredPermission[];
  }[];
}

/** The stored system roles of one organization, or of all (null); one statement. */
export async function readSystemRoles(
  tx: Tx,
  organizationId: string | null,
): Promise<StoredSystemRoles[]> {
  const { rows } = await sql<StoredSystemRoles>`
    select o.id, o.shareable_workspace_owners as sharing, coalesce(jsonb_agg(jsonb_build_object(
      'name', c.name, 'site', c.site_permissions, 'user', c.user_permissions,
      'org', c.org_permissions, 'member', c.member_permissions
    )) filter (where c.id is not null), '[]'::jsonb) as roles
    from organizations o
    left join custom_roles c on c.organization_id = o.id and c.is_system
    where not o.deleted and (${organizationId}::uuid is null or o.id = ${organizationId}::uuid)
    group by o.id`.execute(tx);
  return rows;
}

/** A system role that must be written. */
export interface SystemRoleWrite {
  id: string;
  organizationId: string;
  name: SystemRoleName;
  org: readonly StoredPermission[];
  member: readonly StoredPermission[];
}

/** Inserts or replaces system roles; one statement, whatever their number. */
export async function writeSystemRoles(
  tx: Tx,
  now: Date,
  writes: readonly SystemRoleWrite[],
): Promise<void> {
  const column = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));
  await sql`
    insert into custom_roles as c
      (id, name, organization_id, org_permissions, member_permissions, is_system, created_at, updated_at)
    select w.id, w.name, w.organization_id, w.org, w.member, true, w.now, w.now
    from unnest(${writes.map(({ id }) => id)}::uuid[], ${writes.map(({ name }) => name)}::text[],
      ${writes.map(({ organizationId }) => organizationId)}::uuid[],
      ${column(writes.map(({ org }) => org))}::jsonb[],
      ${column(writes.map(({ member }) => member))}::jsonb[]) as w0(id, name, organization_id, org, member)
    cross join lateral (select w0.*, ${now.toISOString()}::timestamptz as now) as w
    on conflict (lower(name), coalesce(organization_id, '00000000-0000-0000-0000-000000000000'))
    do update set org_permissions = excluded.org_permissions,
      member_permissions = excluded.member_permissions, site_permissions = '[]',
      user_permissions = '[]', is_system = true, updated_at = excluded.updated_at`.execute(tx);
}
