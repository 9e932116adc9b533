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
