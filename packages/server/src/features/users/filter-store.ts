import { type RawBuilder, type SqlBool, sql } from "kysely";
import { inGroups } from "./membership-search-store.ts";

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

/** Whether a filter probably leaves few rows, which an index other than the sort order's finds. */
export function isSelective(filter: UserFilter): boolean {
  const { search, name, username, email, roles, githubComUserId, groupIds } = filter;
  const selective = [search, name, username, email, roles, githubComUserId, groupIds];
  return selective.some((key) => key !== undefined);
}

/** The conditions of a filter on the row `u` of `users`. */
export function userConditions(filter: UserFilter): RawBuilder<SqlBool>[] {
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
