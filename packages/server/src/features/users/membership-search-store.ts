import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** A group that a search may mean. */
export interface FoundGroup {
  id: string;
  organization_id: string;
}

/** What a search names: an id, or a name whatever its letter case. */
export type Reference = { id: string } | { name: string };

/** The groups of that id or name in all organizations, or in one of them. */
export async function findGroups(
  handle: Handle,
  reference: Reference,
  organizationId: string | null,
): Promise<FoundGroup[]> {
  const named =
    "id" in reference
      ? sql<SqlBool>`g.id = ${reference.id}::uuid`
      : sql<SqlBool>`lower(g.name) = lower(${reference.name})`;
  const { rows } = await sql<FoundGroup>`
    select g.id, g.organization_id
    from groups g join organizations o on o.id = g.organization_id and not o.deleted
    where ${named} and (${organizationId}::uuid is null or g.organization_id = ${organizationId}::uuid)
    order by g.id`.execute(handle);
  return rows;
}

/** Whether a user belongs to one of some groups; to an Everyone group belong all members. */
export function inGroups(userId: RawBuilder<unknown>, ids: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`${userId} in (
    select gm.user_id from group_members gm where gm.group_id = any(${[...ids]}::uuid[])
    union all
    select om.user_id from organization_members om where om.organization_id = any(${[...ids]}::uuid[]))`;
}
