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
}

/** Members of which a page is sorted out; to find a page of more, the users are walked by name. */
const fewMembers = 5000;

/**
 * The common table expression `page` with `id` of a user and `sort_key`, in whose order and that of `id` the page
 * stands. The number that matches decides how the page is found: the members of a small group may all stand at the
 * end of the names.
 */
export function pageByUsername(members: MatchingMembers, page: MemberPage): RawBuilder<unknown> {
  const { memberships, where, count } = members;
  const found = count <= fewMembers ? sql`materialized` : sql`not materialized`;
  return sql`
    matching as ${found} (
      select u.id, ${byUsername} as sort_key
      from ${memberships} om join users u on u.id = om.user_id
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
