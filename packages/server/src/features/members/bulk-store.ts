import { sql } from "kysely";
import type { Tx } from "../../db/types.ts";

// Statements that may be about two users or ten thousand are planned anew each time (`unprepared`).

/** A user whom a bulk change names, and the membership where there is one. */
export interface BulkUser {
  id: string;
  username: string;
  is_system: boolean;
  login_type: string;
  status: string;
  /** Null: no member. */
  roles: string[] | null;
  created_at: Date | null;
  updated_at: Date | null;
}

/** Reads the named users with their memberships, which stay locked; deleted users are left out. */
export async function lockBulkUsers(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
): Promise<Map<string, BulkUser>> {
  await sql`
    /* unprepared */
    select 1 from organization_members om
    where om.organization_id = ${organizationId}::uuid and om.user_id = any(${[...userIds]}::uuid[])
    order by om.user_id for update`.execute(tx);
  const { rows } = await sql<BulkUser>`
    /* unprepared */
    select u.id, u.username, u.is_system, u.login_type, u.status, om.roles, om.created_at, om.updated_at
    from users u left join organization_members om
      on om.user_id = u.id and om.organization_id = ${organizationId}::uuid
    where u.id = any(${[...userIds]}::uuid[]) and not u.deleted`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Makes users members without roles in one statement. Violates `organizationConstraints`. */
export async function insertMembers(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
  now: Date,
): Promise<void> {
  if (userIds.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await sql`
    insert into organization_members (organization_id, user_id, created_at, updated_at)
    select ${organizationId}::uuid, added.id, ${at}, ${at}
    from unnest(${[...userIds]}::uuid[]) as added(id)`.execute(tx);
}

/** Ends locked memberships in one statement; the database takes the users out of the groups. */
export async function deleteMembers(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await sql`
    /* unprepared */
    delete from organization_members m
    where m.organization_id = ${organizationId}::uuid
      and m.user_id = any(${[...userIds]}::uuid[])`.execute(tx);
}

/** Replaces the roles of locked memberships in one statement. */
export async function replaceRoles(
  tx: Tx,
  organizationId: string,
  changes: readonly { id: string; roles: readonly string[] }[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    /* unprepared */
    update organization_members m
    set roles = array(select jsonb_array_elements_text(c.roles)),
      updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(id uuid, roles jsonb)
    where m.organization_id = ${organizationId}::uuid and m.user_id = c.id`.execute(tx);
}

/** The explicit groups of users in an organization, by user and name. */
export async function listGroupsOfMembers(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const { rows } = await sql<{ user_id: string; groups: { id: string; name: string }[] }>`
    /* unprepared */
    select gm.user_id,
      jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name)
        order by lower(g.name) collate "C", g.id) as groups
    from group_members gm join groups g on g.id = gm.group_id
    where gm.user_id = any(${[...userIds]}::uuid[]) and g.organization_id = ${organizationId}::uuid
    group by gm.user_id`.execute(tx);
  return new Map(rows.map((row) => [row.user_id, row.groups]));
}
