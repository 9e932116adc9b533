import type { WireAuditEntry } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { inGroups, userColumns } from "../users/index.ts";

/** How a recorded request ended: statuses below 400, of the 4xx class, and of the 5xx class. */
export const auditOutcomes = ["succeeded", "refused", "failed"] as const;

/** One of `auditOutcomes`. */
export type AuditOutcome = (typeof auditOutcomes)[number];

const outcomeConditions: Readonly<Record<AuditOutcome, RawBuilder<SqlBool>>> = {
  succeeded: sql<SqlBool>`a.status_code < 400`,
  refused: sql<SqlBool>`a.status_code between 400 and 499`,
  failed: sql<SqlBool>`a.status_code >= 500`,
};

/** What an audit list is restricted to; absent fields do not restrict (spec deployment §8.1). */
export interface AuditFilter {
  resourceType?: string | undefined;
  resourceId?: string | undefined;
  resourceTarget?: string | undefined;
  action?: string | undefined;
  userId?: string | undefined;
  username?: string | undefined;
  email?: string | undefined;
  /** `YYYY-MM-DD`, UTC. */
  dateFrom?: string | undefined;
  /** `YYYY-MM-DD`, UTC, inclusive. */
  dateTo?: string | undefined;
  buildReason?: string | undefined;
  organizationId?: string | undefined;
  /** Groups to one of which the acting user belongs now. */
  groupIds?: readonly string[] | undefined;
  outcome?: AuditOutcome | undefined;
  requestId?: string | undefined;
}

/** An entry as stored, with its organization and whether its object is gone. */
export interface AuditRow {
  id: string;
  time: Date;
  user_id: string;
  organization_id: string;
  ip: string | null;
  user_agent: string | null;
  /** A newer replica may have written a name that this release does not list: it is shown as it is. */
  resource_type: WireAuditEntry["resource_type"];
  resource_id: string;
  resource_target: string;
  resource_icon: string;
  action: WireAuditEntry["action"];
  diff: unknown;
  status_code: number;
  additional_fields: unknown;
  request_id: string;
  /** Null where there is no such organization; a deleted one is still named. */
  organization: { id: string; name: string; display_name: string; icon: string } | null;
  is_deleted: boolean;
}

/** A page of the log, and the number of matching entries up to the cap. */
export interface AuditPageRows {
  entries: AuditRow[];
  count: number;
}

/** Types whose objects can be deleted and do not exist in this release: whatever was recorded is gone. */
const typesWithoutTable = [
  "template",
  "workspace",
  "workspace_build",
  "workspace_agent",
  "workspace_app",
  "oauth2_provider_app",
  "oauth2_provider_app_secret",
  "task",
  "chat",
  "user_secret",
];

/**
 * Reads a page, its count up to `countCap` + 1, organizations and deletions in one statement, newest
 * first. The count does not depend on `after`, the id of the last entry of the page before: entries leave
 * the log oldest first, so behind one that is gone there is nothing. Rows are authorized by `rows` before paging and inside the count. Planned with its real values
 * each time: which index helps depends on them.
 */
export async function listAuditEntries(
  handle: Handle,
  rows: RowFilter,
  filter: AuditFilter,
  page: { limit: number; offset: number; after: string | undefined; countCap: number },
): Promise<AuditPageRows> {
  const where = auditConditions(rows, filter);
  const result = await sql<Omit<AuditRow, "id"> & { id: string | null; total: number }>`
    /* unprepared */
    with page as materialized (
      select a.* from audit_logs a where ${where} and ${olderThan(page.after)}
      order by a.time desc, a.id desc
      limit ${page.limit}::bigint offset ${page.offset}::bigint
    ), counted as (
      select count(*) as total
      from (select from audit_logs a where ${where} limit ${page.countCap + 1}::bigint) as matching
    )
    select counted.total, page.id, page.time, page.user_id, page.organization_id,
      host(page.ip) as ip, page.user_agent, page.resource_type, page.resource_id,
      page.resource_target, page.resource_icon, page.action, page.diff, page.status_code,
      page.additional_fields, page.request_id,
      case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name,
        'display_name', o.display_name, 'icon', o.icon) end as organization,
      page.resource_type = any(${typesWithoutTable}::text[])
        or (page.resource_type = 'user' and coalesce(u.deleted, true))
        or (page.resource_type = 'group' and not exists (
          select 1 from groups g where g.id = page.resource_id)) as is_deleted
    from counted
    left join page on true
    left join organizations o on o.id = page.organization_id
    left join users u on u.id = page.resource_id and page.resource_type = 'user'
    order by page.time desc, page.id desc`.execute(handle);
  const entries = result.rows.flatMap(({ total: _total, id, ...row }) =>
    id === null ? [] : [{ ...row, id }],
  );
  return { entries, count: result.rows[0]?.total ?? 0 };
}

/** The condition on `audit_logs a` that authorizes and filters, for lists and exports alike. */
export function auditConditions(rows: RowFilter, filter: AuditFilter): RawBuilder<unknown> {
  const authorized = rowCondition(rows, {
    id: sql`a.id`,
    owner: null,
    // No organization has the nil id, which stands for "none" here.
    org: sql`a.organization_id`,
  });
  return sql.join([authorized, ...filterConditions(filter)], sql` and `);
}

function olderThan(after: string | undefined): RawBuilder<SqlBool> {
  if (after === undefined) return sql<SqlBool>`true`;
  return sql<SqlBool>`(a.time, a.id) < (select p.time, p.id from audit_logs p where p.id = ${after}::uuid)`;
}

function filterConditions(filter: AuditFilter): RawBuilder<SqlBool>[] {
  const conditions: (RawBuilder<SqlBool> | undefined)[] = [
    given(filter.resourceType, (type) => sql<SqlBool>`a.resource_type = ${type}`),
    given(filter.resourceId, (id) => sql<SqlBool>`a.resource_id = ${id}::uuid`),
    given(filter.resourceTarget, (name) => sql<SqlBool>`lower(a.resource_target) = lower(${name})`),
    given(filter.action, (action) => sql<SqlBool>`a.action = ${action}`),
    given(filter.userId, (id) => sql<SqlBool>`a.user_id = ${id}::uuid`),
    given(
      filter.username,
      (name) => sql<SqlBool>`a.user_id in (
        select n.id from users n where lower(n.username) = lower(${name}) and not n.deleted)`,
    ),
    given(
      filter.email,
      (email) => sql<SqlBool>`a.user_id in (
        select n.id from users n where lower(n.email) = lower(${email}) and n.email <> '')`,
    ),
    given(filter.dateFrom, (day) => sql<SqlBool>`a.time >= ${startOfDay(day, 0)}`),
    given(filter.dateTo, (day) => sql<SqlBool>`a.time < ${startOfDay(day, 1)}`),
    given(
      filter.buildReason,
      (reason) => sql<SqlBool>`a.resource_type = 'workspace_build'
        and a.additional_fields ->> 'build_reason' = ${reason}`,
    ),
    given(filter.organizationId, (id) => sql<SqlBool>`a.organization_id = ${id}::uuid`),
    given(filter.groupIds, (ids) => inGroups(sql`a.user_id`, ids)),
    given(filter.outcome, (outcome) => outcomeConditions[outcome]),
    given(filter.requestId, (id) => sql<SqlBool>`a.request_id = ${id}::uuid`),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** Midnight in UTC; the database adds the day, which may lead beyond the year 9999. */
function startOfDay(day: string, plusDays: 0 | 1): RawBuilder<Date> {
  return sql<Date>`((${day}::date + ${plusDays}::integer)::timestamp at time zone 'UTC')`;
}

function given<T>(
  value: T | undefined,
  condition: (value: T) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool> | undefined {
  return value === undefined ? undefined : condition(value);
}

/** The users who acted in some entries, deleted ones included, by id; one statement. */
export async function findActors(
  handle: Handle,
  ids: readonly string[],
): Promise<Map<string, UserRow>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<UserRow>`
    select ${userColumns} from users u where u.id = any(${wanted}::uuid[])`.execute(handle);
  return new Map(rows.map((row) => [row.id, row]));
}
