import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { GroupRow } from "../../context/group.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { listedMembers } from "../members/index.ts";
import { substringPattern } from "../users/index.ts";
import { visibleMembers } from "./member-store.ts";

/** Constraints about groups that a request can violate. */
export const groupConstraints = {
  /** Another group of the organization has the name, in some letter case. */
  nameTaken: "groups_organization_id_name_lower_key",
  /** The organization is deleted. */
  deletedOrganization: "groups_organization_not_deleted",
  /** A user who came in is no member of the organization any more. */
  notMember: "group_members_organization_member",
} as const;

/** A group and how many members it has: all who are neither deleted nor system users. */
export interface CountedGroup extends GroupRow {
  total_member_count: number;
}

/** The select list of a GroupRow over aliases `g` and `o`. */
export const groupColumns = sql<GroupRow>`
  g.id, g.name, g.display_name, g.organization_id, o.name as organization_name,
  o.display_name as organization_display_name, g.avatar_url, g.quota_allowance, g.source,
  g.managed_by, g.created_at, g.updated_at`;

const groupFilterColumns = {
  id: sql`g.id`,
  owner: null,
  org: sql`g.organization_id`,
  readByMembers: true,
} as const;

const memberCount = sql`${listedMembers(sql`g.id`)} as total_member_count`;

/** The order of every list of groups: organization, Everyone, name. */
const groupOrder = sql`
  lower(o.name) collate "C", o.id, (g.id <> g.organization_id), lower(g.name) collate "C", g.id`;

async function findGroup(handle: Handle, named: RawBuilder<SqlBool>): Promise<GroupRow | null> {
  const { rows } = await sql<GroupRow>`
    select ${groupColumns}
    from groups g join organizations o on o.id = g.organization_id and not o.deleted
    where ${named}`.execute(handle);
  return rows[0] ?? null;
}

/** A group by id; null when there is none or its organization is deleted. */
export function findGroupById(handle: Handle, id: string): Promise<GroupRow | null> {
  return findGroup(handle, sql<SqlBool>`g.id = ${id}::uuid`);
}

/** A group by its name in exactly this letter case; null when there is none. */
export async function findGroupByName(
  handle: Handle,
  organizationId: string,
  name: string,
): Promise<GroupRow | null> {
  if (name.includes("\u0000")) return null;
  return findGroup(
    handle,
    sql<SqlBool>`g.organization_id = ${organizationId}::uuid and lower(g.name) = lower(${name})
      and g.name = ${name}`,
  );
}

/** Locks a group for a change and reads it; null when it is gone. */
export async function lockGroup(tx: Tx, id: string): Promise<GroupRow | null> {
  await sql`select 1 from groups g where g.id = ${id}::uuid for no key update`.execute(tx);
  return findGroupById(tx, id);
}

/** What a list of groups is restricted to; absent fields do not restrict. */
export interface GroupFilter {
  /** The groups that the actor may read. */
  rows: RowFilter;
  organizationId?: string | undefined;
  ids?: readonly string[] | undefined;
  /** A user in the group, as far as the actor may see him there. */
  member?: { id: string; rows: RowFilter } | undefined;
}

/** The groups of a filter in list order, with their counts, in one statement. */
export async function listGroups(handle: Handle, filter: GroupFilter): Promise<CountedGroup[]> {
  const { organizationId, ids, member } = filter;
  const where = [
    rowCondition(filter.rows, groupFilterColumns),
    ...(organizationId === undefined ? [] : [sql`g.organization_id = ${organizationId}::uuid`]),
    ...(ids === undefined ? [] : [sql`g.id = any(${[...ids]}::uuid[])`]),
    ...(member === undefined
      ? []
      : [
          sql`g.id in (select u.group_id from group_members_expanded u
            where u.id = ${member.id}::uuid and ${visibleMembers(member.rows)})`,
        ]),
  ];
  const { rows } = await sql<CountedGroup>`
    select ${groupColumns}, ${memberCount}
    from groups g join organizations o on o.id = g.organization_id and not o.deleted
    where ${sql.join(where, sql` and `)} order by ${groupOrder}`.execute(handle);
  return rows;
}

/** A group as it is now, with its count; null when it is gone. */
export async function readCountedGroup(handle: Handle, id: string): Promise<CountedGroup | null> {
  const [group] = await listGroups(handle, { rows: { kind: "all" }, ids: [id] });
  return group ?? null;
}

/** Which groups of an organization to read. */
export interface GroupPage {
  organizationId: string;
  /** Part of the name or the display name, in any letter case; empty: all groups. */
  search: string;
  afterId: string | undefined;
  /** 0 = no limit. */
  limit: number;
  offset: number;
}

/** A page of groups with their counts, and the number of matching groups whatever the page. */
export async function listGroupPage(
  handle: Handle,
  page: GroupPage,
): Promise<{ groups: CountedGroup[]; count: number }> {
  const pattern = substringPattern(page.search);
  const key = sql`((g.id <> g.organization_id), lower(g.name) collate "C", g.id)`;
  const after =
    page.afterId === undefined
      ? sql`true`
      : sql`${key} > (select (c.id <> c.organization_id), lower(c.name) collate "C", c.id
          from groups c where c.id = ${page.afterId}::uuid)`;
  const limit = page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`;
  const result = await sql<Omit<CountedGroup, "id"> & { id: string | null; total: number }>`
    with matching as materialized (
      select g.id from groups g
      where g.organization_id = ${page.organizationId}::uuid
        and (lower(g.name) like ${pattern} or lower(g.display_name) like ${pattern})
    ), page as (
      select g.id from groups g
      where g.id in (select matching.id from matching) and ${after}
      order by ${key} limit ${limit} offset ${page.offset}::bigint
    )
    select counted.total, shown.*
    from (select count(*) as total from matching) counted
    left join (
      select ${groupColumns}, ${memberCount}
      from page join groups g on g.id = page.id join organizations o on o.id = g.organization_id
    ) shown on true
    order by (shown.id <> shown.organization_id), lower(shown.name) collate "C", shown.id`.execute(
    handle,
  );
  const groups = result.rows.flatMap(({ total: _total, id, ...row }) =>
    id === null ? [] : [{ ...row, id }],
  );
  return { groups, count: result.rows[0]?.total ?? 0 };
}

/** A new group as it is stored. */
export type NewGroup = Pick<
  GroupRow,
  "id" | "organization_id" | "name" | "display_name" | "avatar_url" | "quota_allowance"
>;

/** Inserts a group. Violates `groupConstraints.nameTaken` and `.deletedOrganization`. */
export async function insertGroup(tx: Tx, group: NewGroup, now: Date): Promise<void> {
  await tx
    .insertInto("groups")
    .values({ ...group, created_at: now, updated_at: now })
    .execute();
}

/** Columns of a group that requests change. */
export type GroupChange = Partial<
  Pick<GroupRow, "name" | "display_name" | "avatar_url" | "quota_allowance">
> & { updated_at: Date };

/** Changes a locked group. Violates `groupConstraints.nameTaken`. */
export async function updateGroupRow(tx: Tx, id: string, change: GroupChange): Promise<void> {
  await tx.updateTable("groups").set(change).where("groups.id", "=", id).execute();
}

/** Deletes a locked group and, with it, who is in it. */
export async function deleteGroupRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("groups").where("groups.id", "=", id).execute();
}
