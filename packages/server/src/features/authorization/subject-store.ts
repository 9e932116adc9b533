import type { CustomRoleRow, SharingMode } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** What the roles of a user follow from. */
export interface SubjectRow {
  memberships: { id: string; roles: string[]; default_roles: string[]; sharing: SharingMode }[];
  groups: string[];
  custom_roles: CustomRoleRow[];
}

/** Reads memberships, groups and the custom roles that may count, in one statement. */
export async function readSubject(handle: Handle, userId: string): Promise<SubjectRow> {
  const { rows } = await sql<SubjectRow>`
    with m as (
      select om.organization_id, om.roles, o.default_org_member_roles, o.shareable_workspace_owners as sharing
      from organization_members om
      join organizations o on o.id = om.organization_id and not o.deleted
      where om.user_id = ${userId}::uuid
    )
    select
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', m.organization_id, 'roles', m.roles,
          'default_roles', m.default_org_member_roles, 'sharing', m.sharing
        ) order by m.organization_id) from m
      ), '[]'::jsonb) as memberships,
      array(
        select gm.group_id::text from group_members gm where gm.user_id = ${userId}::uuid
      ) as groups,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'name', c.name, 'displayName', c.display_name, 'organizationId', c.organization_id,
          'isSystem', c.is_system, 'sitePermissions', c.site_permissions,
          'orgPermissions', c.org_permissions, 'userPermissions', c.user_permissions,
          'memberPermissions', c.member_permissions))
        from custom_roles c
        where c.organization_id is null
          or c.organization_id in (select m.organization_id from m)
      ), '[]'::jsonb) as custom_roles`.execute(handle);
  return rows[0] ?? { memberships: [], groups: [], custom_roles: [] };
}
