import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import { effectiveBudgets } from "./resolution-store.ts";

/** How many users have reached their limit in a period, by the group that pays. */
export async function countBlockedUsers(
  handle: Handle,
  period: Period,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ group_id: string; users: number }>`
    with candidate as materialized (
      select o.user_id from user_ai_budget_overrides o
      union
      select gm.user_id from group_members gm join group_ai_budgets b on b.group_id = gm.group_id
      union
      select om.user_id from organization_members om
      join group_ai_budgets b on b.group_id = om.organization_id
    ), spent as materialized (
      select d.user_id, d.effective_group_id, sum(d.spend_micros) as spend
      from ai_user_daily_spend d
      where d.day >= ${dayOf(period.start)}::date and d.day < ${dayOf(period.end)}::date
      group by d.user_id, d.effective_group_id
    )
    select e.group_id, count(*)::int as users
    from (${effectiveBudgets(sql`
      select c.user_id from candidate c join users x on x.id = c.user_id and not x.deleted`)}) e
    left join spent s on s.user_id = e.user_id and s.effective_group_id = e.group_id
    where e.limit_micros is not null and coalesce(s.spend, 0) >= e.limit_micros
    group by e.group_id order by e.group_id`.execute(handle);
  return new Map(rows.map((row) => [row.group_id, row.users]));
}
