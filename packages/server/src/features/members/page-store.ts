import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import { listedMembers } from "./count-store.ts";

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
  /** What is told of each, over `om` and `u`. */
  columns: RawBuilder<unknown>;
  /** SQL for the id of the group, or of the organization. */
  group: RawBuilder<unknown>;
  /** `organization_members` or `group_members`; its alias is `om`. */
  memberships: RawBuilder<unknown>;
  /** What `om` and its user `u` meet, the group among it. */
  where: RawBuilder<SqlBool>;
  /** Whether `where` leaves out listed members, so that they have to be counted. */
  isSearch: boolean;
}

/** Reads a page of members by username, in the order that the database keeps, and how many match whatever the page. */
export async function pageByUsername<Row>(
  handle: Handle,
  members: MatchingMembers,
  page: MemberPage,
): Promise<{ members: Row[]; count: number }> {
  const statement = members.isSearch ? searched<Row>(members, page) : walked<Row>(members, page);
  const { rows } = await statement.execute(handle);
  return { members: rows, count: rows[0]?.total ?? (await countAll(handle, members)) };
}

/** An empty page does not tell the number with its rows. */
async function countAll(handle: Handle, members: MatchingMembers): Promise<number> {
  const head = members.isSearch ? sql`/* unprepared */` : sql``;
  const statement = sql<{ total: number }>`${head} select ${totalOf(members)} as total`;
  const { rows } = await statement.execute(handle);
  return rows[0]?.total ?? 0;
}

function totalOf({ group, memberships, where, isSearch }: MatchingMembers): RawBuilder<number> {
  if (!isSearch) return listedMembers(group);
  return sql<number>`(
    select count(*) from ${memberships} om join users u on u.id = om.user_id where ${where})`;
}

type Told<Row> = RawBuilder<Row & { total: number }>;

/**
 * Everybody in the order is on a page: it is cut out of the order, and its members are looked up one by one. `offset 0`
 * keeps the planner from looking up all at once, which it prefers when it does not know the limit.
 */
function walked<Row>(members: MatchingMembers, page: MemberPage): Told<Row> {
  return sql<Row & { total: number }>`
    select found.*, ${totalOf(members)} as total
    from (
      select place.user_id, place.sort_key from member_order place
      where place.group_id = ${members.group} ${cursor(page.afterId)} ${part(page)}
    ) as place
    cross join lateral (
      select ${members.columns} from ${members.memberships} om join users u on u.id = om.user_id
      where om.user_id = place.user_id and ${members.where} offset 0
    ) as found
    order by place.sort_key, place.user_id`;
}

/** Planned with the real values: few may match, and to walk to them all is the longer way. */
function searched<Row>(members: MatchingMembers, page: MemberPage): Told<Row> {
  return sql<Row & { total: number }>`
    /* unprepared */
    select ${members.columns}, ${totalOf(members)} as total from member_order place
    join ${members.memberships} om on om.user_id = place.user_id
    join users u on u.id = place.user_id
    where place.group_id = ${members.group} and ${members.where} ${cursor(page.afterId)} ${part(page)}`;
}

/** Usual sizes of a page stand in the text: the plan of a statement whose limit is known is kept. */
const maxUsualLimit = 100;

function part({ limit, offset }: MemberPage): RawBuilder<unknown> {
  const size = limit <= maxUsualLimit ? sql.lit(limit) : sql`${limit}::bigint`;
  return sql`
    order by place.sort_key, place.user_id
    ${limit === 0 ? sql`` : sql`limit ${size}`} ${offset === 0 ? sql`` : sql`offset ${offset}::bigint`}`;
}

function cursor(afterId: string | undefined): RawBuilder<unknown> {
  if (afterId === undefined) return sql``;
  return sql`and (place.sort_key, place.user_id) > (
    select lower(c.username) collate "C", c.id from users c where c.id = ${afterId}::uuid)`;
}
