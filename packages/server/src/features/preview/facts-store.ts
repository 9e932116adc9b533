import { type CustomRoleRow, orgRole, orgRoleNames } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { Facts } from "./facts.ts";

/** A user whom a change touches. */
export interface TouchedUser {
  id: string;
  username: string;
  facts: Facts;
}

/** Roles of organizations that reach beyond their own organization. */
const reachingRoles = orgRoleNames.filter((name) => {
  const definition = orgRole(name);
  return definition !== undefined && definition.site.length + definition.user.length > 0;
});

/**
 * The facts of users in one statement, by username; deleted and system users are left out. With an
 * organization only what can matter to a change in it is read: the membership and the groups there, and
 * memberships whose roles reach beyond their own organization.
 */
export async function readFacts(
  handle: Handle,
  userIds: readonly string[],
  organizationId: string | null,
): Promise<TouchedUser[]> {
  interface Row {
    id: string;
    username: string;
    rbac_roles: string[];
    is_service_account: boolean;
    memberships: Facts["memberships"];
    groups: Facts["groups"];
  }
  const { rows } = await sql<Row>`
    /* unprepared */
    select u.id, u.username, u.rbac_roles, u.is_service_account,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', om.organization_id, 'roles', om.roles,
          'defaultRoles', o.default_org_member_roles, 'sharing', o.shareable_workspace_owners
        ) order by om.organization_id)
        from organization_members om
        join organizations o on o.id = om.organization_id and not o.deleted
        where om.user_id = u.id and (${organizationId}::uuid is null
          or om.organization_id = ${organizationId}::uuid or (om.roles || o.default_org_member_roles) && ${reachingRoles}::text[])
      ), '[]'::jsonb) as memberships,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', g.id, 'organizationId', g.organization_id)
          order by g.id)
        from group_members gm join groups g on g.id = gm.group_id
        where gm.user_id = u.id
          and (${organizationId}::uuid is null or g.organization_id = ${organizationId}::uuid)
      ), '[]'::jsonb) as groups
    from users u
    where u.id = any(${[...userIds]}::uuid[]) and not u.deleted and not u.is_system
    order by lower(u.username) collate "C", u.id`.execute(handle);
  return rows.map(({ id, username, rbac_roles, is_service_account, memberships, groups }) => ({
    id,
    username,
    facts: {
      siteRoles: rbac_roles,
      isServiceAccount: is_service_account,
      memberships,
      groups,
    },
  }));
}

/** The custom and system roles of organizations, and those of the deployment. */
export async function readRoles(
  handle: Handle,
  organizationIds: readonly string[],
): Promise<CustomRoleRow[]> {
  const { rows } = await sql<CustomRoleRow>`
    select c.name, c.display_name as "displayName", c.organization_id as "organizationId",
      c.is_system as "isSystem", c.site_permissions as "sitePermissions",
      c.org_permissions as "orgPermissions", c.user_permissions as "userPermissions",
      c.member_permissions as "memberPermissions"
    from custom_roles c
    where c.organization_id is null or c.organization_id = any(${[...organizationIds]}::uuid[])`.execute(
    handle,
  );
  return rows;
}

/** Ids of the members of an organization who hold a role, or have it as every member. */
export async function holdersOf(
  handle: Handle,
  organizationId: string,
  roleName: string,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select om.user_id from organization_members om
    where om.organization_id = ${organizationId}::uuid and om.roles <> '{}'
      and lower_texts(om.roles) @> array[${roleName}]::text[]
      and ${roleName} = any(om.roles)
    union
    select om.user_id from organization_members om join organizations o on o.id = om.organization_id
    where o.id = ${organizationId}::uuid and ${roleName} = any(o.default_org_member_roles)`.execute(
    handle,
  );
  return rows.map((row) => row.user_id);
}
