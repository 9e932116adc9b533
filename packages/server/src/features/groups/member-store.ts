import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle, Tx } from "../../db/types.ts";

/** The system user that owns prebuilt workspaces and may be in one group of any organization. */
export const prebuildsUserId = "c42fdf75-3097-471c-8c33-fb52454d81c0";

/** A member of a group as lists show him. */
export interface MemberRow {
  id: string;
  username: string;
  name: string;
  avatar_url: string;
  email: string;
  created_at: Date;
  updated_at: Date;
  last_seen_at: Date;
  status: UserStatus;
  login_type: LoginType;
  is_service_account: boolean;
}

/** The select list of a MemberRow over alias `u`, a user or a row of `group_members_expanded`. */
export const memberColumns: RawBuilder<MemberRow> = sql<MemberRow>`
  u.id, u.username, u.name, u.avatar_url, u.email, u.created_at, u.updated_at, u.last_seen_at,
  u.status, u.login_type, u.is_service_account`;

const memberOrder = sql`lower(u.username) collate "C", u.id`;

/** Which rows of `group_members_expanded u` the actor may see (spec organizations §7.1). */
export function visibleMembers(rows: RowFilter): RawBuilder<SqlBool> {
  const columns = { id: sql`u.id`, owner: sql`u.id`, org: sql`u.organization_id` };
  return sql<SqlBool>`(not u.is_system and ${rowCondition(rows, columns)})`;
}

/** The visible members of many groups in one statement, by group and then by username. */
export async function membersOfGroups(
  handle: Handle,
  groupIds: readonly string[],
  rows: RowFilter,
): Promise<Map<string, MemberRow[]>> {
  const found = new Map<string, MemberRow[]>();
  if (groupIds.length === 0 || rows.kind === "none") return found;
  const result = await sql<MemberRow & { group_id: string }>`
    /* unprepared */
    select u.group_id, ${memberColumns} from group_members_expanded u
    where u.group_id = any(${[...groupIds]}::uuid[]) and ${visibleMembers(rows)}
    order by ${memberOrder}`.execute(handle);
  for (const { group_id: groupId, ...member } of result.rows) {
    const members = found.get(groupId);
    if (members === undefined) found.set(groupId, [member]);
    else members.push(member);
  }
  return found;
}

/** Ids of all explicit members of a group, deleted and system users included, ascending. */
export async function explicitMemberIds(handle: Handle, groupId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select gm.user_id from group_members gm where gm.group_id = ${groupId}::uuid
    order by gm.user_id`.execute(handle);
  return rows.map((row) => row.user_id);
}

/** How a user stands to a group and its organization. */
export interface Standing {
  user_id: string;
  in_organization: boolean;
  in_group: boolean;
}

/**
 * How users stand to a group, in one statement; ids that are no user, or a deleted one, are left out. The
 * prebuilds user counts as a member of every organization.
 */
export async function standingOf(
  handle: Handle,
  group: { id: string; organization_id: string },
  userIds: readonly string[],
): Promise<Map<string, Standing>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await sql<Standing>`
    /* unprepared */
    select u.id as user_id,
      om.user_id is not null or u.id = ${prebuildsUserId}::uuid as in_organization,
      gm.user_id is not null as in_group
    from users u
    left join organization_members om
      on om.user_id = u.id and om.organization_id = ${group.organization_id}::uuid
    left join group_members gm on gm.user_id = u.id and gm.group_id = ${group.id}::uuid
    where u.id = any(${[...userIds]}::uuid[]) and not u.deleted`.execute(handle);
  return new Map(rows.map((row) => [row.user_id, row]));
}

/**
 * Puts users into a group in one statement; they must not be in it. Violates `groupConstraints.notMember`
 * when a membership of the organization ended meanwhile.
 */
export async function addMembers(
  tx: Tx,
  groupId: string,
  userIds: readonly string[],
  now: Date,
): Promise<void> {
  if (userIds.length === 0) return;
  await sql`
    insert into group_members (group_id, user_id, added_by, created_at)
    select ${groupId}::uuid, added.id, 'user', ${now.toISOString()}::timestamptz
    from unnest(${[...userIds]}::uuid[]) as added(id)`.execute(tx);
}

/** Takes users out of a group in one statement; returns the ids of those who were in it. */
export async function removeMembers(
  tx: Tx,
  groupId: string,
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const { rows } = await sql<{ user_id: string }>`
    /* unprepared */
    delete from group_members gm
    where gm.group_id = ${groupId}::uuid and gm.user_id = any(${[...userIds]}::uuid[])
    returning gm.user_id`.execute(tx);
  return rows.map((row) => row.user_id);
}
