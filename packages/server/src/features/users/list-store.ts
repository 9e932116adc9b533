import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { isSelective, type UserFilter, userConditions } from "./filter-store.ts";
import { userColumns } from "./store.ts";

/** Orders of the list; each has an index, ties are broken by id. */
export const userSorts = {
  username: sql`lower(u.username) collate "C"`,
  created_at: sql`u.created_at`,
  last_seen_at: sql`u.last_seen_at`,
} as const;

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
      ...userConditions(filter),
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
