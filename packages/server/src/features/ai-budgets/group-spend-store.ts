import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";
import { attributed } from "./attribution-store.ts";
import { dayOf, type Period } from "./period.ts";

/** What a group spent, and what its members may spend together. */
export interface GroupSpendRow {
  group_id: string;
  limit: bigint | null;
  totalLimit: bigint | null;
  spend: bigint;
}

/**
 * The spend and the limits of some groups of an organization, by id, in one statement. The total limit
 * counts the members whose spend goes to the group, and the overrides attributed to it.
 *
 * Planned with its values, since a group has one member or all of them.
 */
export async function listGroupSpend(
  handle: Handle,
  groups: { organizationId: string; ids: readonly string[]; readable: RowFilter },
  period: Period,
): Promise<GroupSpendRow[]> {
  const readable = rowCondition(groups.readable, {
    id: sql`g.id`,
    owner: null,
    org: sql`g.organization_id`,
    readByMembers: true,
  });
  const own = sql`
    select a.id as group_id, a.spend_limit_micros as limit_micros, a.organization_id
    from asked a where a.spend_limit_micros is not null`;
  const rivals = sql`
    select r.group_id, r.spend_limit_micros as limit_micros, g.organization_id
    from group_ai_budgets r join groups g on g.id = r.group_id
    join organizations n on n.id = g.organization_id and not n.deleted
    where exists (select 1 from asked a
                  where a.id <> r.group_id and a.spend_limit_micros <= r.spend_limit_micros)`;
  const { rows } = await sql<{
    group_id: string;
    limit_micros: string | null;
    members: string;
    overrides: string;
    override_sum: string;
    spend: string;
  }>`/* unprepared */
    with asked as materialized (
      select g.id, g.organization_id, b.spend_limit_micros
      from groups g left join group_ai_budgets b on b.group_id = g.id
      where g.organization_id = ${groups.organizationId}::uuid
        and g.id = any(${[...groups.ids]}::uuid[]) and ${readable}
    ), attributed as materialized (
      select c.group_id, count(*) as members from (${attributed(own, rivals)}) c group by c.group_id
    )
    select a.id as group_id, a.spend_limit_micros::text as limit_micros,
      coalesce(t.members, 0)::text as members,
      own.overrides::text as overrides, own.override_sum::text as override_sum,
      (select coalesce(sum(d.spend_micros), 0) from ai_user_daily_spend d
       where d.effective_group_id = a.id
         and d.day >= ${dayOf(period.start)}::date and d.day < ${dayOf(period.end)}::date)::text
        as spend
    from asked a left join attributed t on t.group_id = a.id
    cross join lateral (
      select count(*) as overrides, coalesce(sum(o.spend_limit_micros), 0) as override_sum
      from user_ai_budget_overrides o join users u on u.id = o.user_id and not u.deleted
      where o.group_id = a.id) own
    order by a.id`.execute(handle);
  return rows.map((row) => {
    const limit = row.limit_micros === null ? null : BigInt(row.limit_micros);
    const total = (limit ?? 0n) * BigInt(row.members) + BigInt(row.override_sum);
    return {
      group_id: row.group_id,
      limit,
      totalLimit: limit === null && row.overrides === "0" ? null : total,
      spend: BigInt(row.spend),
    };
  });
}
