import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { userColumns } from "./store.ts";

/** Orders of the list; each has an index, ties are broken by id. */
export const userSorts = {
  username: sql`lower(u.username) collate "C"`,
  created_at: sql`u.created_at`,
  last_seen_at: sql`u.last_seen_at`,
} as const;

/** What a user list is restricted to; absent fields do not restrict (spec users §8.2). */
export interface UserFilter {
  search?: string | undefined;
  name?: string | undefined;
  username?: string | undefined;
  email?: string | undefined;
  statuses?: readonly string[] | undefined;
  /** Stored site roles; never contains `member`, which means everybody. */
  roles?: readonly string[] | undefined;
  loginTypes?: readonly string[] | undefined;
  isServiceAccount?: boolean | undefined;
  githubComUserId?: bigint | undefined;
  lastSeenBefore?: string | undefined;
  lastSeenAfter?: string | undefined;
  createdBefore?: string | undefined;
  createdAfter?: string | undefined;
}

/** Which part of the list to read, and in which order. */
export interface UserPage {
  sort: keyof typeof userSorts;
  descending: boolean;
  afterId: string | undefined;
  /** 0 = no limit. */
  limit: number;
  offset: number;
}

/** A page of users and the number of matching rows before paging; 0 for an empty page. */
export interface UserPageRows {
  users: UserRow[];
  count: number;
}

/**
 * Reads a page and its count in one statement. Rows are authorized by `filter` before paging and
 * inside the count. The total is only computed when the page is full. The statement is planned with
 * its real values each time: a generic plan would not use the search index.
 */
export async function listUsers(
  handle: Handle,
  rows: RowFilter,
  filter: UserFilter,
  page: UserPage,
): Promise<UserPageRows> {
  const where = sql.join(
    [
      sql`not u.deleted and not u.is_system`,
      rowCondition(rows, { id: sql`u.id`, owner: sql`u.id`, org: null }),
      ...filterConditions(filter),
      ...cursorCondition(page),
    ],
    sql` and `,
  );
  const key = userSorts[page.sort];
  const direction = page.descending ? sql`desc` : sql`asc`;
  const limit = page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`;
  const result = await sql<UserRow & { total: number }>`
    /* unprepared */
    with page as materialized (
      select u.id, ${key} as sort_key from users u
      where ${where}
      order by sort_key ${direction}, u.id ${direction}
      limit ${limit} offset ${page.offset}::bigint
    )
    select ${userColumns},
      case when (select count(*) from page) = ${page.limit}::bigint
        then (select count(*) from users u where ${where})
        else ${page.offset}::bigint + (select count(*) from page) end as total
    from page join users u on u.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`.execute(handle);
  const users = result.rows.map(({ total: _total, ...user }) => user);
  return { users, count: result.rows[0]?.total ?? 0 };
}

/** Rows strictly after the one with `afterId`, which may be deleted; an unknown id leaves none. */
function cursorCondition(page: UserPage): RawBuilder<SqlBool>[] {
  if (page.afterId === undefined) return [];
  const key = userSorts[page.sort];
  const than = page.descending ? sql`<` : sql`>`;
  return [
    sql<SqlBool>`(${key}, u.id) ${than}
      (select ${key}, u.id from users u where u.id = ${page.afterId}::uuid)`,
  ];
}

function filterConditions(filter: UserFilter): RawBuilder<SqlBool>[] {
  const conditions: (RawBuilder<SqlBool> | undefined)[] = [
    given(filter.search, (text) => {
      const pattern = substringPattern(text);
      return sql<SqlBool>`(lower(u.email) like ${pattern} or lower(u.username) like ${pattern}
        or lower(u.name) like ${pattern})`;
    }),
    given(filter.name, (text) => sql<SqlBool>`lower(u.name) like ${substringPattern(text)}`),
    given(filter.username, (text) => sql<SqlBool>`lower(u.username) = lower(${text})`),
    given(filter.email, (text) => sql<SqlBool>`lower(u.email) = lower(${text}) and u.email <> ''`),
    given(filter.statuses, (list) => sql<SqlBool>`u.status = any(${[...list]}::text[])`),
    given(filter.roles, (list) => sql<SqlBool>`u.rbac_roles && ${[...list]}::text[]`),
    given(filter.loginTypes, (list) => sql<SqlBool>`u.login_type = any(${[...list]}::text[])`),
    given(filter.isServiceAccount, (flag) => sql<SqlBool>`u.is_service_account = ${flag}`),
    given(
      filter.githubComUserId,
      (id) => sql<SqlBool>`u.github_com_user_id = ${id.toString()}::bigint`,
    ),
    given(filter.lastSeenBefore, (time) => sql<SqlBool>`u.last_seen_at <= ${time}::timestamptz`),
    given(filter.lastSeenAfter, (time) => sql<SqlBool>`u.last_seen_at >= ${time}::timestamptz`),
    given(filter.createdBefore, (time) => sql<SqlBool>`u.created_at <= ${time}::timestamptz`),
    given(filter.createdAfter, (time) => sql<SqlBool>`u.created_at >= ${time}::timestamptz`),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

function given<T>(
  value: T | undefined,
  condition: (value: T) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool> | undefined {
  return value === undefined ? undefined : condition(value);
}

/** A LIKE pattern for "contains", in which nothing of the text is a wildcard (spec users §8.2). */
export function substringPattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
}
