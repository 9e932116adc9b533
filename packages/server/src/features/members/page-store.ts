import { type RawBuilder, type SqlBool, sql } from "kysely";

const byUsername = sql`lower(u.username) collate "C"`;

/** Which page to read. */
export interface MemberPage {
  /** Only members after this user, who may be deleted or of elsewhere; an unknown id leaves none. */
  afterId: string | undefined;
  /** 0 = no limit. */
  limit: number;
  offset: number;
}

/** The members of which a page is wanted. */
export interface MatchingMembers {
  /** `organization_members` or `group_members`; its alias is `om`. */
  memberships: RawBuilder<unknown>;
  /** What `om` and its user `u` meet. */
  where: RawBuilder<SqlBool>;
  /** How many match, whatever the page. */
  count: number;
  /** Whether `where` asks for more than being a listed member of something. */
  searching: boolean;
}

/** Members of which a page is sorted out; to find a page of more, the users are walked by name. */
const fewMembers = 5000;

/**
 * The common table expression `page` with `id` of a user and `sort_key`, in whose order and that of `id` the page
 * stands. The number that matches decides how the page is found: the members of a small group may all stand at the
 * end of the names. Without a search each of a few is looked up; the planner would read all users instead.
 */
export function pageByUsername(members: MatchingMembers, page: MemberPage): RawBuilder<unknown> {
  const { memberships, where, count, searching } = members;
  const few = count <= fewMembers;
  const users =
    few && !searching
      ? sql`cross join lateral (
          select w.id, w.username, w.deleted, w.is_system from users w where w.id = om.user_id limit 1) u`
      : sql`join users u on u.id = om.user_id`;
  return sql`
    matching as ${few ? sql`materialized` : sql`not materialized`} (
      select u.id, ${byUsername} as sort_key
      from ${memberships} om ${users}
      where ${where} ${cursor(page.afterId)}
    ), page as materialized (
      select matching.id, matching.sort_key from matching
      order by matching.sort_key, matching.id
      limit ${page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`}
      offset ${page.offset}::bigint
    )`;
}

function cursor(afterId: string | undefined): RawBuilder<unknown> {
  if (afterId === undefined) return sql``;
  return sql`and (${byUsername}, u.id) > (
    select lower(c.username) collate "C", c.id from users c where c.id = ${afterId}::uuid)`;
}
