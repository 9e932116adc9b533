import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import { attributed } from "./attribution-store.ts";
import { dayOf, type Period } from "./period.ts";

/** How many users have reached their limit in a period, by the group that pays. */
export async function countBlockedUsers(
  handle: Handle,
  period: Period,
): Promise<Map<string, number>> {
  const budgeted = sql`
    select b.group_id, b.spend_limit_micros as limit_micros, g.organization_id
    from group_ai_budgets b join groups g on g.id = b.group_id
    join organizations n on n.id = g.organization_id and not n.deleted`;
  const { rows } = await sql<{ group_id: string; users: number }>`/* unprepared */
    with spent as materialized (
      select d.user_id, d.effective_group_id, sum(d.spend_micros) as spend
      from ai_user_daily_spend d
      where d.day >= ${dayOf(period.start)}::date and d.day < ${dayOf(period.end)}::date
      group by d.user_id, d.effective_group_id
    )
    select l.group_id, count(*)::int as users
    from (${attributed(budgeted, budgeted)}
          union all
          select o.user_id, o.group_id, o.spend_limit_micros
          from user_ai_budget_overrides o
          join users u on u.id = o.user_id and not u.deleted
          join groups g on g.id = o.group_id
          join organizations n on n.id = g.organization_id and not n.deleted) l
    left join spent s on s.user_id = l.user_id and s.effective_group_id = l.group_id
    where coalesce(s.spend, 0) >= l.limit_micros
    group by l.group_id order by l.group_id`.execute(handle);
  return new Map(rows.map((row) => [row.group_id, row.users]));
}
