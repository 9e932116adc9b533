import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { admitsOrganization, rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { type MemberPage, pageByUsername } from "../members/index.ts";
import { type UserFilter, userConditions } from "../users/index.ts";
import { type MemberRow, memberColumns } from "./member-store.ts";

/** Which part of a group's members to read. */
export interface GroupMemberPage extends MemberPage {
  /** Everyone has the id of its organization. */
  group: { id: string; organization_id: string };
  filter: UserFilter;
}

/**
 * A page of the members that the actor may see by username, and how many of them match whatever the page; where all are
 * seen and nothing is searched for, that number is kept.
 */
export function listMemberPage(
  handle: Handle,
  rows: RowFilter,
  page: GroupMemberPage,
): Promise<{ members: MemberRow[]; count: number }> {
  const matching = {
    columns: memberColumns,
    group: sql`${page.group.id}::uuid`,
    memberships: memberships(page.group),
    where: conditions(rows, page),
    isSearch: isSearch(rows, page),
  };
  return pageByUsername<MemberRow>(handle, matching, page);
}

/** Whether not simply all listed members are wanted. */
function isSearch(rows: RowFilter, { group, filter }: GroupMemberPage): boolean {
  return (
    !admitsOrganization(rows, group.organization_id) ||
    Object.values(filter).some((value) => value !== undefined)
  );
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
