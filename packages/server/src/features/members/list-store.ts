import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { type UserFilter, userConditions } from "../users/index.ts";

/** A membership with its user. */
export interface MemberRow {
  user_id: string;
  organization_id: string;
  created_at: Date;
  updated_at: Date;
  /** Explicit roles in the organization. */
  roles: string[];
  username: string;
  name: string;
  avatar_url: string;
  email: string;
  status: UserStatus;
  login_type: LoginType;
  last_seen_at: Date;
  user_created_at: Date;
  user_updated_at: Date;
  is_service_account: boolean;
  is_system: boolean;
  rbac_roles: string[];
  has_ai_seat: boolean;
}

/** The select list of a MemberRow over aliases `om` and `u`. */
export const memberColumns: RawBuilder<MemberRow> = sql<MemberRow>`
  om.user_id, om.organization_id, om.created_at, om.updated_at, om.roles,
  u.username, u.name, u.avatar_url, u.email, u.status, u.login_type, u.last_seen_at,
  u.created_at as user_created_at, u.updated_at as user_updated_at, u.is_service_account,
  u.is_system, u.rbac_roles,
  u.status = 'active' and not u.deleted and not u.is_system
    and exists (select 1 from ai_seat_state s where s.user_id = u.id) as has_ai_seat`;

const byUsername = sql`lower(u.username) collate "C"`;

/** What a page of members is restricted to; absent fields do not restrict (spec organizations §4.4). */
export interface MemberFilter extends UserFilter {
  /** Explicit roles in the organization, lower case; never an implied one. */
  orgRoles?: readonly string[] | undefined;
}

/** What the list of all members is restricted to (spec organizations §4.3). */
export interface PlainMemberFilter {
  userId?: string | undefined;
  githubComUserId?: bigint | undefined;
  includeSystem: boolean;
}

/** Which page to read. */
export interface MemberPage {
  afterId: string | undefined;
  /** 0 = no limit. */
  limit: number;
  offset: number;
}

/** All members whom `rows` lets through, by username; one statement. */
export async function listMembers(
  handle: Handle,
  organizationId: string,
  rows: RowFilter,
  filter: PlainMemberFilter,
): Promise<MemberRow[]> {
  const { userId, githubComUserId, includeSystem } = filter;
  const columns = { id: sql`om.user_id`, owner: sql`om.user_id`, org: sql`om.organization_id` };
  const result = await sql<MemberRow>`
    select ${memberColumns}
    from organization_members om join users u on u.id = om.user_id
    where om.organization_id = ${organizationId}::uuid and not u.deleted
      and (not u.is_system or ${includeSystem}) and ${rowCondition(rows, columns)}
      and (${userId ?? null}::uuid is null or om.user_id = ${userId ?? null}::uuid)
      and (${githubComUserId?.toString() ?? null}::bigint is null
        or u.github_com_user_id = ${githubComUserId?.toString() ?? null}::bigint)
    order by ${byUsername}, om.user_id`.execute(handle);
  return result.rows;
}

/** The conditions of a filter on `om` and `u`, listed users only. */
export function memberConditions(
  organizationId: string,
  filter: MemberFilter,
): RawBuilder<SqlBool> {
  const { orgRoles, ...ofUser } = filter;
  const conditions = [
    sql<SqlBool>`om.organization_id = ${organizationId}::uuid and not u.deleted and not u.is_system`,
    ...userConditions(ofUser),
    ...(orgRoles === undefined
      ? []
      : [sql<SqlBool>`om.roles <> '{}' and lower_texts(om.roles) && ${[...orgRoles]}::text[]`]),
  ];
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/**
 * Reads a page of members and the number of all that match, whatever the page. Planned with its real values
 * each time: whether to walk the users by name or to sort the members depends on how many there are.
 */
export async function listMembersPaginated(
  handle: Handle,
  organizationId: string,
  filter: MemberFilter,
  page: MemberPage,
): Promise<{ members: MemberRow[]; count: number }> {
  const statement = memberPageStatement(organizationId, filter, page);
  const { rows } = await statement.execute(handle);
  const members = rows.flatMap(({ total: _total, user_id, ...row }) =>
    user_id === null ? [] : [{ ...row, user_id }],
  );
  return { members, count: rows[0]?.total ?? 0 };
}

type PageRow = Omit<MemberRow, "user_id"> & { user_id: string | null; total: number };

/** The statement behind `listMembersPaginated`: at least one row, which tells the number even without members. */
export function memberPageStatement(
  organizationId: string,
  filter: MemberFilter,
  page: MemberPage,
): RawBuilder<PageRow> {
  const where = memberConditions(organizationId, filter);
  const limit = page.limit === 0 ? sql`all` : sql`${page.limit}::bigint`;
  return sql<PageRow>`
    /* unprepared */
    with page as materialized (
      select u.id, ${byUsername} as sort_key
      from organization_members om join users u on u.id = om.user_id
      where ${where} ${cursor(page.afterId)}
      order by sort_key, u.id limit ${limit} offset ${page.offset}::bigint
    ), counted as (${countStatement(organizationId, filter, where)})
    select counted.total, ${memberColumns}
    from counted
    left join (
      page join users u on u.id = page.id
      join organization_members om
        on om.user_id = page.id and om.organization_id = ${organizationId}::uuid
    ) on true
    order by page.sort_key, page.id`;
}

/** Counts on indexes alone where nothing is searched for: all memberships without the few unlisted users. */
function countStatement(
  organizationId: string,
  filter: MemberFilter,
  where: RawBuilder<SqlBool>,
): RawBuilder<unknown> {
  if (Object.values(filter).some((value) => value !== undefined)) {
    return sql`
      select count(*) as total
      from organization_members om join users u on u.id = om.user_id where ${where}`;
  }
  return sql`
    select (select count(*) from organization_members om
            where om.organization_id = ${organizationId}::uuid)
         - (select count(*) from users u join organization_members om on om.user_id = u.id
            where (u.deleted or u.is_system) and om.organization_id = ${organizationId}::uuid)
      as total`;
}

/** Members strictly after the user with this id, who may be deleted or of elsewhere; an unknown id leaves none. */
function cursor(afterId: string | undefined): RawBuilder<unknown> {
  if (afterId === undefined) return sql``;
  return sql`and (${byUsername}, u.id) > (
    select lower(c.username) collate "C", c.id from users c where c.id = ${afterId}::uuid)`;
}
