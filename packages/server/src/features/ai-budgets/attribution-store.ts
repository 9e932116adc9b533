import { type RawBuilder, sql } from "kysely";

/**
 * Memberships of groups with a budget that count: `groups` has the columns group_id, limit_micros and
 * organization_id. Everyone's members are those of the organization (trap T18).
 */
function claims(groups: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select b.group_id, b.limit_micros, gm.user_id, om.created_at as joined_at
    from (${groups}) b join group_members gm on gm.group_id = b.group_id
    join organization_members om
      on om.organization_id = b.organization_id and om.user_id = gm.user_id
    union all
    select b.group_id, b.limit_micros, om.user_id, om.created_at
    from (${groups}) b join organization_members om on om.organization_id = b.group_id`;
}

/**
 * Users whose limit is that of one of the groups `own`, with columns user_id, group_id and limit_micros.
 * The same answer as `effectiveBudgets`, which takes a minute for 100,000 members because it looks at them
 * one by one: here all members count but those with an override and those with a claim on a group of
 * `rivals` that comes before. Both have the columns of `claims`.
 */
export function attributed(
  own: RawBuilder<unknown>,
  rivals: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select c.user_id, c.group_id, c.limit_micros from (${claims(own)}) c
    where not exists (
        select 1 from user_ai_budget_overrides o join groups g on g.id = o.group_id
        join organizations n on n.id = g.organization_id and not n.deleted
        where o.user_id = c.user_id)
      and not exists (
        select 1 from (${claims(rivals)}) r
        where r.user_id = c.user_id and r.group_id <> c.group_id
          and (r.limit_micros > c.limit_micros or (r.limit_micros = c.limit_micros
            and (r.joined_at, r.group_id) < (c.joined_at, c.group_id))))
      and not exists (select 1 from users u where u.id = c.user_id and u.deleted)`;
}
