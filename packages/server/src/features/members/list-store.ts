import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { type UserFilter, userConditions } from "../users/index.ts";
import { type MemberPage, pageByUsername } from "./page-store.ts";

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

/** Reads a page of members and the number of all that match; where nothing is searched for, that one is kept. */
export function listMembersPaginated(
  handle: Handle,
  organizationId: string,
  filter: MemberFilter,
  page: MemberPage,
): Promise<{ members: MemberRow[]; count: number }> {
  const matching = {
    columns: memberColumns,
    group: sql`${organizationId}::uuid`,
    memberships: sql`organization_members`,
    where: memberConditions(organizationId, filter),
    isSearch: Object.values(filter).some((value) => value !== undefined),
  };
  return pageByUsername<MemberRow>(handle, matching, page);
}
