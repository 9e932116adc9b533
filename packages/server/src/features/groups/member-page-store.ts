import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { admitsOrganization, rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { type UserFilter, userConditions } from "../users/index.ts";
import { type MemberRow, memberColumns } from "./member-store.ts";

const byUsername = sql`lower(u.username) collate "C"`;

/** Which part of a group's members to read. */
export interface MemberPage {
  /** Everyone has the id of its organization. */
  group: { id: string; organization_id: string };
  filter: UserFilter;
  afterId: string | undefined;
  /** 0 = no limit. */
  limit: number;
  offset: number;
}

/** Members of which a page is sorted out; to find a page of more, the users are walked by name. */
const fewMembers = 5000;

/**
 * A page of the members that the actor may see by username, and how many of them match whatever the page. The
 * number comes first, because it decides how the page is found: the members of a small group may all stand at
 * the end of the names. All statements are planned with their real values each time.
 */
export async function listMemberPage(
  handle: Handle,
  rows: RowFilter,
  page: MemberPage,
): Promise<{ members: MemberRow[]; count: number }> {
  const count = await countMembers(handle, rows, page);
  if (count <= page.offset) return { members: [], count };
  const found = count <= fewMembers ? sql`materialized` : sql`not materialized`;
  const result = await sql<MemberRow>`
    /* unprepared */
    with matching as ${found} (
      select u.id, ${byUsername} as sort_key
      from ${memberships(page.group)} m join users u on u.id = m.user_id
      where ${conditions(rows, page)} ${cursor(page.afterId)}
    ), page as materialized (
      select matching.id, matching.sort_key from matching
      order by matching.sort_key, matching.id
      limit ${page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`}
      offset ${page.offset}::bigint
    )
    select ${memberColumns} from page join users u on u.id = page.id
    order by page.sort_key, page.id`.execute(handle);
  return { members: result.rows, count };
}

/** Counts on indexes alone where all are seen and nothing is searched for: all rows without the few unlisted users. */
async function countMembers(
  handle: Handle,
  rows: RowFilter,
  { group, filter, ...page }: MemberPage,
): Promise<number> {
  const everybody =
    admitsOrganization(rows, group.organization_id) &&
    Object.values(filter).every((value) => value === undefined);
  const statement = everybody
    ? sql<{ total: number }>`
        /* unprepared */
        select (select count(*) from ${memberships(group)} m where ${inGroup(group)})
             - (select count(*) from users u join ${memberships(group)} m on m.user_id = u.id
                where (u.deleted or u.is_system) and ${inGroup(group)})
          as total`
    : sql<{ total: number }>`
        /* unprepared */
        select count(*) as total
        from ${memberships(group)} m join users u on u.id = m.user_id
        where ${conditions(rows, { group, filter, ...page })}`;
  const result = await statement.execute(handle);
  return result.rows[0]?.total ?? 0;
}

/** The table with one row for each member: of Everyone the memberships of its organization. */
function memberships(group: MemberPage["group"]): RawBuilder<unknown> {
  return isEveryone(group) ? sql`organization_members` : sql`group_members`;
}

function inGroup(group: MemberPage["group"]): RawBuilder<SqlBool> {
  return isEveryone(group)
    ? sql<SqlBool>`m.organization_id = ${group.id}::uuid`
    : sql<SqlBool>`m.group_id = ${group.id}::uuid`;
}

function isEveryone(group: MemberPage["group"]): boolean {
  return group.id === group.organization_id;
}

/** What a listed member meets, on `m` and `u`. */
function conditions(rows: RowFilter, { group, filter }: MemberPage): RawBuilder<SqlBool> {
  const org = sql`${group.organization_id}::uuid`;
  const all = [
    inGroup(group),
    sql<SqlBool>`not u.deleted and not u.is_system`,
    rowCondition(rows, { id: sql`u.id`, owner: sql`u.id`, org }),
    ...userConditions(filter),
  ];
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}

/** Members strictly after the user with this id, whoever he is; an unknown id leaves none. */
function cursor(afterId: string | undefined): RawBuilder<unknown> {
  if (afterId === undefined) return sql``;
  return sql`and (${byUsername}, u.id) > (
    select lower(c.username) collate "C", c.id from users c where c.id = ${afterId}::uuid)`;
}
