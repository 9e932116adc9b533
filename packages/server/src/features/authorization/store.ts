import type { CustomRoleRow } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** A group as a check needs it. */
export interface GroupFacts {
  id: string;
  organization_id: string;
}

/** Those of the ids that are users, deleted ones included. */
export async function existingUsers(handle: Handle, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select u.id from users u where u.id = any(${[...ids]}::uuid[])`.execute(handle);
  return rows.map((row) => row.id);
}

/** Those of the ids that are groups, Everyone groups included, with their organizations. */
export async function findGroups(handle: Handle, ids: readonly string[]): Promise<GroupFacts[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<GroupFacts>`
    select g.id, g.organization_id
    from groups g join organizations o on o.id = g.organization_id and not o.deleted
    where g.id = any(${[...ids]}::uuid[])`.execute(handle);
  return rows;
}

/** The explicit groups of a user, by name. */
export async function listGroupsOf(
  handle: Handle,
  userId: string,
): Promise<(GroupFacts & { name: string })[]> {
  const { rows } = await sql<GroupFacts & { name: string }>`
    select g.id, g.name, g.organization_id
    from group_members gm
    join groups g on g.id = gm.group_id
    join organizations o on o.id = g.organization_id and not o.deleted
    where gm.user_id = ${userId}::uuid
    order by lower(g.name) collate "C", g.id`.execute(handle);
  return rows;
}

/** The custom roles of the deployment, system rows included. */
export async function listSiteRoleRows(handle: Handle): Promise<CustomRoleRow[]> {
  const rows = await handle
    .selectFrom("custom_roles")
    .selectAll()
    .where("custom_roles.organization_id", "is", null)
    .execute();
  return rows.map((row) => ({
    name: row.name,
    displayName: row.display_name,
    organizationId: row.organization_id,
    isSystem: row.is_system,
    sitePermissions: storedPermissions(row.site_permissions),
    orgPermissions: storedPermissions(row.org_permissions),
    userPermissions: storedPermissions(row.user_permissions),
    memberPermissions: storedPermissions(row.member_permissions),
  }));
}

/** Permissions as our own migrations and handlers store them; anything else is a broken row. */
function storedPermissions(value: unknown): CustomRoleRow["sitePermissions"] {
  if (!Array.isArray(value)) throw new Error("a custom role holds no list of permissions");
  return value;
}
