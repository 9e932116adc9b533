import { type RawBuilder, type SqlBool, sql } from "kysely";

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
  /** SQL for the id of the group, or of the organization. */
  group: RawBuilder<unknown>;
  /** `organization_members` or `group_members`; its alias is `om`. */
  memberships: RawBuilder<unknown>;
  /** What `om` and its user `u` meet, the group among it. */
  where: RawBuilder<SqlBool>;
}

/**
 * The common table expression `page` with `id` of a user and `sort_key`, in whose order and that of `id` the page
 * stands: the members are walked in the order that the database keeps, up to the last one of the page.
 */
export function pageByUsername(members: MatchingMembers, page: MemberPage): RawBuilder<unknown> {
  const { group, memberships, where } = members;
  return sql`
    page as materialized (
      select place.user_id as id, place.sort_key
      from member_order place
      join users u on u.id = place.user_id
      join ${memberships} om on om.user_id = place.user_id
      where place.group_id = ${group} and ${where} ${cursor(page.afterId)}
      order by place.sort_key, place.user_id
      limit ${page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`}
      offset ${page.offset}::bigint
    )`;
}

/** What a statement with a page begins with: a search is planned anew with the values that it searches for. */
export function planned(isSearch: boolean): RawBuilder<unknown> {
  return isSearch ? sql`/* unprepared */` : sql``;
}

function cursor(afterId: string | undefined): RawBuilder<unknown> {
  if (afterId === undefined) return sql``;
  return sql`and (place.sort_key, place.user_id) > (
    select lower(c.username) collate "C", c.id from users c where c.id = ${afterId}::uuid)`;
}
