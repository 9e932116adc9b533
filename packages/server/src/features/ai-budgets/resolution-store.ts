import { type RawBuilder, sql } from "kysely";
import type { EffectiveBudget } from "../../context/services.ts";
import type { Handle } from "../../db/types.ts";

/**
 * The effective group and limit of each row `u(user_id)` of `users` (spec ai-prices §7.2): the user's
 * override; else the highest budget of his groups, by earliest membership of the organization and
 * smallest id where several are equal; else, without limit, Everyone of the default organization or of
 * the one he joined first. Everyone has no membership rows of its own (trap T18); deleted organizations
 * do not count (trap T20). A deleted user's late records go where his last ones went.
 */
export function effectiveBudgets(users: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select u.user_id, coalesce(o.group_id, b.group_id, f.group_id, p.group_id) as group_id,
      coalesce(o.spend_limit_micros, b.spend_limit_micros) as limit_micros,
      case when o.group_id is not null then 'user_override'
           when b.group_id is not null then 'group' end as limit_source
    from (${users}) u
    left join lateral (
      select x.group_id, x.spend_limit_micros
      from user_ai_budget_overrides x join groups g on g.id = x.group_id
      join organizations n on n.id = g.organization_id and not n.deleted
      where x.user_id = u.user_id) o on true
    left join lateral (
      select c.group_id, c.spend_limit_micros from (
        select gm.group_id, gb.spend_limit_micros, om.created_at as joined_at
        from group_members gm
        join group_ai_budgets gb on gb.group_id = gm.group_id
        join groups g on g.id = gm.group_id
        join organizations n on n.id = g.organization_id and not n.deleted
        join organization_members om on om.organization_id = n.id and om.user_id = gm.user_id
        where gm.user_id = u.user_id
        union all
        select om.organization_id, gb.spend_limit_micros, om.created_at
        from organization_members om
        join group_ai_budgets gb on gb.group_id = om.organization_id
        join organizations n on n.id = om.organization_id and not n.deleted
        where om.user_id = u.user_id) c
      order by c.spend_limit_micros desc, c.joined_at, c.group_id limit 1) b on o.group_id is null
    left join lateral (
      select om.organization_id as group_id
      from organization_members om
      join organizations n on n.id = om.organization_id and not n.deleted
      where om.user_id = u.user_id
      order by n.is_default desc, om.created_at, om.organization_id limit 1) f
      on o.group_id is null and b.group_id is null
    left join lateral (
      select d.effective_group_id as group_id
      from ai_user_daily_spend d join users x on x.id = d.user_id and x.deleted
      where d.user_id = u.user_id order by d.day desc, d.effective_group_id limit 1) p
      on f.group_id is null and o.group_id is null and b.group_id is null`;
}

/** A budget as it leaves the database. */
export interface RawBudget {
  user_id: string;
  group_id: string | null;
  limit_micros: string | null;
  limit_source: "user_override" | "group" | null;
}

/** A budget from its row. */
export function budgetFrom(row: RawBudget): EffectiveBudget {
  const { user_id, group_id, limit_micros, limit_source } = row;
  const limit = limit_micros === null ? null : BigInt(limit_micros);
  return { user_id, group_id, limit, limit_source };
}

/** Resolves the effective budget of some users in one statement. */
export async function findEffectiveBudgets(
  handle: Handle,
  userIds: readonly string[],
): Promise<Map<string, EffectiveBudget>> {
  const asked = sql`select w.user_id from unnest(${[...userIds]}::uuid[]) as w(user_id)`;
  const { rows } = await sql<RawBudget>`
    select e.user_id, e.group_id, e.limit_micros::text as limit_micros, e.limit_source
    from (${effectiveBudgets(asked)}) e`.execute(handle);
  return new Map(rows.map((row) => [row.user_id, budgetFrom(row)]));
}
