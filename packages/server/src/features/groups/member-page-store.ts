import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { admitsOrganization, rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { listedMembers, type MemberPage, pageByUsername } from "../members/index.ts";
import { type UserFilter, userConditions } from "../users/index.ts";
import { type MemberRow, memberColumns } from "./member-store.ts";

/** Which part of a group's members to read. */
export interface GroupMemberPage extends MemberPage {
  /** Everyone has the id of its organization. */
  group: { id: string; organization_id: string };
  filter: UserFilter;
}

/** A page of the members that the actor may see by username, and how many of them match whatever the page. */
export async function listMemberPage(
  handle: Handle,
  rows: RowFilter,
  page: GroupMemberPage,
): Promise<{ members: MemberRow[]; count: number }> {
  const count = await countMembers(handle, rows, page);
  if (count <= page.offset) return { members: [], count };
  const matching = {
    columns: memberColumns,
    group: sql`${page.group.id}::uuid`,
    memberships: memberships(page.group),
    where: conditions(rows, page),
    isSearch: isSearch(rows, page),
  };
  const result = await pageByUsername<MemberRow>(matching, page).execute(handle);
  return { members: result.rows, count };
}

/** Whether not simply all listed members are wanted. */
function isSearch(rows: RowFilter, { group, filter }: GroupMemberPage): boolean {
  return (
    !admitsOrganization(rows, group.organization_id) ||
    Object.values(filter).some((value) => value !== undefined)
  );
}

/** Where all are seen and nothing is searched for, the number is known without counting. */
async function countMembers(
  handle: Handle,
  rows: RowFilter,
  page: GroupMemberPage,
): Promise<number> {
  const { group } = page;
  const statement = isSearch(rows, page)
    ? sql<{ total: number }>`
        /* unprepared */
        select count(*) as total
        from ${memberships(group)} om join users u on u.id = om.user_id
        where ${conditions(rows, page)}`
    : sql<{ total: number }>`select ${listedMembers(sql`${group.id}::uuid`)} as total`;
  const result = await statement.execute(handle);
  return result.rows[0]?.total ?? 0;
}

/** The table with one row for each member: of Everyone the memberships of its organization. */
function memberships(group: GroupMemberPage["group"]): RawBuilder<unknown> {
  return isEveryone(group) ? sql`organization_members` : sql`group_members`;
}

function inGroup(group: GroupMemberPage["group"]): RawBuilder<SqlBool> {
  return isEveryone(group)
    ? sql<SqlBool>`om.organization_id = ${group.id}::uuid`
    : sql<SqlBool>`om.group_id = ${group.id}::uuid`;
}

function isEveryone(group: GroupMemberPage["group"]): boolean {
  return group.id === group.organization_id;
}

/** What a listed member meets, on `om` and `u`. */
function conditions(rows: RowFilter, { group, filter }: GroupMemberPage): RawBuilder<SqlBool> {
  const org = sql`${group.organization_id}::uuid`;
  const all = [
    inGroup(group),
    sql<SqlBool>`not u.deleted and not u.is_system`,
    rowCondition(rows, { id: sql`u.id`, owner: sql`u.id`, org }),
    ...userConditions(filter),
  ];
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}
