import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { EffectiveBudget } from "../../context/services.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import { effectiveBudgets } from "./resolution-store.ts";

/** The days of a period as a condition on `d.day`; days are dates, so no time zone comes between. */
function within(period: Period) {
  return sql`d.day >= ${dayOf(period.start)}::date and d.day < ${dayOf(period.end)}::date`;
}

/** The effective budget of a user and his spend in its group, in one statement. */
export async function findUserSpend(
  handle: Handle,
  userId: string,
  period: Period,
): Promise<EffectiveBudget & { spend: bigint }> {
  const { rows } = await sql<{
    user_id: string;
    group_id: string | null;
    limit_micros: string | null;
    limit_source: EffectiveBudget["limit_source"];
    spend: string;
  }>`
    select e.user_id, e.group_id, e.limit_micros::text as limit_micros, e.limit_source,
      (select coalesce(sum(d.spend_micros), 0)::text from ai_user_daily_spend d
       where d.user_id = e.user_id and d.effective_group_id = e.group_id and ${within(period)}) as spend
    from (${effectiveBudgets(sql`select ${userId}::uuid as user_id`)}) e`.execute(handle);
  const [row] = rows;
  if (row === undefined) throw new Error("the resolution of a user has no row");
  return {
    user_id: row.user_id,
    group_id: row.group_id,
    limit: row.limit_micros === null ? null : BigInt(row.limit_micros),
    limit_source: row.limit_source,
    spend: BigInt(row.spend),
  };
}

/** What a member spent in a group, and which group pays for him. */
export interface MemberSpendRow {
  user_id: string;
  /** Null also where it belongs to another organization (trap T2). */
  effective_group_id: string | null;
  /** The limit of the group where its budget is the one that counts. */
  limit: bigint | null;
  spend: bigint;
}

/** The spend of some members of a group, by id, in one statement; who is no member is left out. */
export async function listMemberSpend(
  handle: Handle,
  group: { id: string; organizationId: string },
  members: { ids: readonly string[]; readable: RowFilter },
  period: Period,
): Promise<MemberSpendRow[]> {
  const readable = rowCondition(members.readable, {
    id: sql`u.id`,
    owner: sql`u.id`,
    org: sql`${group.organizationId}::uuid`,
  });
  const { rows } = await sql<{
    user_id: string;
    effective_group_id: string | null;
    limit_micros: string | null;
    spend: string;
  }>`
    with member as materialized (
      select u.id as user_id from users u
      where u.id = any(${[...members.ids]}::uuid[]) and not u.deleted and ${readable}
        and (exists (select 1 from group_members gm
                     where gm.group_id = ${group.id}::uuid and gm.user_id = u.id)
          or exists (select 1 from organization_members om
                     where om.organization_id = ${group.id}::uuid and om.user_id = u.id))
    )
    select e.user_id, g.id as effective_group_id,
      case when e.group_id = ${group.id}::uuid and e.limit_source = 'group'
           then e.limit_micros::text end as limit_micros,
      (select coalesce(sum(d.spend_micros), 0) from ai_user_daily_spend d
       where d.user_id = e.user_id and d.effective_group_id = ${group.id}::uuid
         and ${within(period)})::text as spend
    from (${effectiveBudgets(sql`select m.user_id from member m`)}) e
    left join groups g on g.id = e.group_id and g.organization_id = ${group.organizationId}::uuid
    order by e.user_id`.execute(handle);
  return rows.map(({ limit_micros, spend, ...row }) => ({
    ...row,
    limit: limit_micros === null ? null : BigInt(limit_micros),
    spend: BigInt(spend),
  }));
}

/** The spend of a user in a group in one period. */
export interface PeriodTotal {
  user_id: string;
  group_id: string;
  period_start: string;
  spend: bigint;
}

/** What users spent in groups in the months of some days, in one statement. */
export async function findPeriodTotals(
  handle: Handle,
  keys: readonly { userId: string; groupId: string; period: Period }[],
): Promise<PeriodTotal[]> {
  const { rows } = await sql<Omit<PeriodTotal, "spend"> & { spend: string }>`
    select k.user_id, k.group_id, k.period_start::text as period_start,
      coalesce(sum(d.spend_micros), 0)::text as spend
    from unnest(${keys.map((key) => key.userId)}::uuid[], ${keys.map((key) => key.groupId)}::uuid[],
                ${keys.map((key) => dayOf(key.period.start))}::date[],
                ${keys.map((key) => dayOf(key.period.end))}::date[])
      as k(user_id, group_id, period_start, period_end)
    left join ai_user_daily_spend d on d.user_id = k.user_id and d.effective_group_id = k.group_id
      and d.day >= k.period_start and d.day < k.period_end
    group by k.user_id, k.group_id, k.period_start`.execute(handle);
  return rows.map((row) => ({ ...row, spend: BigInt(row.spend) }));
}
