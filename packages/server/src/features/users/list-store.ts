import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { inGroups } from "./membership-search-store.ts";
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
  /** Members of this organization. */
  organizationId?: string | undefined;
  /** Members of any of these groups; the id of an organization is its Everyone group. */
  groupIds?: readonly string[] | undefined;
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

/** Reads a page and its count in one statement. */
export async function listUsers(
  handle: Handle,
  rows: RowFilter,
  filter: UserFilter,
  page: UserPage,
): Promise<UserPageRows> {
  const result = await userListStatement(rows, filter, page).execute(handle);
  const users = result.rows.map(({ total: _total, ...user }) => user);
  return { users, count: result.rows[0]?.total ?? 0 };
}

/**
 * The statement behind `listUsers`. Rows are authorized by `rows` before paging and inside the count.
 * The statement is planned with its real values each time: a generic plan would not use the search
 * index.
 */
export function userListStatement(
  rows: RowFilter,
  filter: UserFilter,
  page: UserPage,
): RawBuilder<UserRow & { total: number }> {
  const where = sql.join(
    [
      sql`not u.deleted and not u.is_system`,
      rowCondition(rows, { id: sql`u.id`, owner: sql`u.id`, org: null }),
      ...filterConditions(filter),
      ...cursorCondition(page),
    ],
    sql` and `,
  );
  const direction = page.descending ? sql`desc` : sql`asc`;
  const { ctes, total } = isSelective(filter)
    ? matchThenSort(where, page, direction)
    : walkThenCount(where, page, direction);
  return sql<UserRow & { total: number }>`
    /* unprepared */
    with ${ctes}
    select ${userColumns}, ${total} as total
    from page join users u on u.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`;
}

interface ListPlan {
  /** Ends with `page(id, sort_key)`. */
  ctes: RawBuilder<unknown>;
  /** Number of matching rows; only read where the page has rows. */
  total: RawBuilder<unknown>;
}

/** Whether a filter probably leaves few rows, which an index other than the sort order's finds. */
function isSelective(filter: UserFilter): boolean {
  const { search, name, username, email, roles, githubComUserId, groupIds } = filter;
  const selective = [search, name, username, email, roles, githubComUserId, groupIds];
  return selective.some((key) => key !== undefined);
}

/**
 * Finds all matching rows once, counts them and sorts out the page. Left to itself the planner would
 * walk the sort order until the page is full, which for a rare or absent text is the whole table.
 */
function matchThenSort(
  where: RawBuilder<unknown>,
  page: UserPage,
  direction: RawBuilder<unknown>,
): ListPlan {
  return {
    ctes: sql`
      matching as materialized (
        select u.id, ${userSorts[page.sort]} as sort_key from users u where ${where}
      ), page as (
        select matching.id, matching.sort_key from matching
        order by matching.sort_key ${direction}, matching.id ${direction} ${slice(page)}
      )`,
    total: sql`(select count(*) from matching)`,
  };
}

/** Walks the sort order until the page is full; the rest is only counted, on an index alone. */
function walkThenCount(
  where: RawBuilder<unknown>,
  page: UserPage,
  direction: RawBuilder<unknown>,
): ListPlan {
  return {
    ctes: sql`
      page as materialized (
        select u.id, ${userSorts[page.sort]} as sort_key from users u
        where ${where}
        order by sort_key ${direction}, u.id ${direction} ${slice(page)}
      )`,
    total: sql`
      case when (select count(*) from page) = ${page.limit}::bigint
        then (select count(*) from users u where ${where})
        else ${page.offset}::bigint + (select count(*) from page) end`,
  };
}

function slice(page: UserPage): RawBuilder<unknown> {
  const limit = page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`;
  return sql`limit ${limit} offset ${page.offset}::bigint`;
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
    given(filter.statuses, statusCondition),
    given(filter.roles, (list) => sql<SqlBool>`lower_texts(u.rbac_roles) && ${[...list]}::text[]`),
    given(filter.loginTypes, (list) => sql<SqlBool>`u.login_type = any(${[...list]}::text[])`),
    given(filter.isServiceAccount, (flag) => sql<SqlBool>`u.is_service_account = ${flag}`),
    given(
      filter.githubComUserId,
      (id) => sql<SqlBool>`u.github_com_user_id = ${id.toString()}::bigint`,
    ),
    given(
      filter.organizationId,
      (id) => sql<SqlBool>`exists (select 1 from organization_members om
        where om.organization_id = ${id}::uuid and om.user_id = u.id)`,
    ),
    given(filter.groupIds, (ids) => inGroups(sql`u.id`, ids)),
    given(filter.lastSeenBefore, (time) => sql<SqlBool>`u.last_seen_at <= ${time}::timestamptz`),
    given(filter.lastSeenAfter, (time) => sql<SqlBool>`u.last_seen_at >= ${time}::timestamptz`),
    given(filter.createdBefore, (time) => sql<SqlBool>`u.created_at <= ${time}::timestamptz`),
    given(filter.createdAfter, (time) => sql<SqlBool>`u.created_at >= ${time}::timestamptz`),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** One status is compared with `=`: only then the index on (status, username) gives the order too. */
function statusCondition(statuses: readonly string[]): RawBuilder<SqlBool> {
  const [only, ...others] = statuses;
  if (only !== undefined && others.length === 0) return sql<SqlBool>`u.status = ${only}`;
  return sql<SqlBool>`u.status = any(${[...statuses]}::text[])`;
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
