import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** What a reconciliation found; amounts as decimal text. */
export interface Reconciliation {
  /** Records that were computed again. */
  records: string;
  /** Records whose stored cost differs from the one of their prices. */
  wrong_records: string;
  /** Days of a user in a group whose total differs from its records. */
  wrong_days: string;
  /** Some of both, for a look at them. */
  examples: string[];
  /** Sum of the costs, each cut to whole micro-units. */
  cost_micros: string;
  /** The exact sum in 10^-12 dollars. */
  cost_pico: string;
  /** How much the exact sum exceeds the other, in 10^-12 dollars: less than 4 micro-units a record. */
  lost_pico: string;
}

/**
 * Computes every stored cost again from its prices, and every daily total from its records, by integer
 * arithmetic in the database and not by the code that stored them (spec ai-prices §9.4). Days before
 * `completeFrom` are not compared: some of their records are purged.
 */
export async function reconcileUsage(
  handle: Handle,
  completeFrom: Date | null,
): Promise<Reconciliation> {
  const from = sql`coalesce(${completeFrom?.toISOString() ?? null}::timestamptz, '-infinity')`;
  const { rows } = await sql<Reconciliation>`
    with part as materialized (
      select s.id, s.user_id, s.effective_group_id, s.created_at, s.cost_micros, s.cost_pico,
        s.input_tokens::numeric * coalesce(s.input_price_micros, 0) as i,
        s.output_tokens::numeric * coalesce(s.output_price_micros, 0) as o,
        s.cache_read_input_tokens::numeric * coalesce(s.cache_read_price_micros, 0) as r,
        s.cache_write_input_tokens::numeric * coalesce(s.cache_write_price_micros, 0) as w
      from ai_usage s
    ), again as materialized (
      select p.*, div(p.i, 1000000) + div(p.o, 1000000) + div(p.r, 1000000) + div(p.w, 1000000)
          as micros, p.i + p.o + p.r + p.w as pico
      from part p
    ), wrong_record as materialized (
      select 'record ' || a.id as what from again a
      where (a.cost_micros is not null and (a.cost_micros <> a.micros or a.cost_pico <> a.pico))
        or (a.cost_micros is null and a.micros between 1 and 10000000000000)
    ), day as materialized (
      select a.user_id, a.effective_group_id, (a.created_at at time zone 'UTC')::date as day,
        coalesce(sum(a.cost_micros), 0) as spend, coalesce(sum(a.cost_pico), 0) as pico,
        count(*) as records, count(*) filter (where a.cost_micros is null) as unpriced
      from again a where a.effective_group_id is not null and a.created_at >= ${from}
      group by 1, 2, 3
    ), wrong_day as materialized (
      select 'day ' || coalesce(d.day, t.day) || ' of user ' || coalesce(d.user_id, t.user_id)
        || ' in group ' || coalesce(d.effective_group_id, t.effective_group_id) as what
      from day d full join (
        select x.* from ai_user_daily_spend x
        where x.day >= (case when ${from} = '-infinity' then '-infinity'::date
                             else (${from} at time zone 'UTC')::date end)) t
        on t.user_id = d.user_id and t.effective_group_id = d.effective_group_id and t.day = d.day
      where (d.spend, d.pico, d.records, d.unpriced) is distinct from
        (t.spend_micros, t.cost_pico, t.records, t.unpriced_records)
    ), total as (
      select count(*) as records, coalesce(sum(a.cost_micros), 0) as micros,
        coalesce(sum(a.cost_pico), 0) as pico from again a
    )
    select t.records::text as records,
      (select count(*) from wrong_record)::text as wrong_records,
      (select count(*) from wrong_day)::text as wrong_days,
      array(select e.what from (select r.what from wrong_record r union all
                                select y.what from wrong_day y) e order by e.what limit 20) as examples,
      t.micros::text as cost_micros, t.pico::text as cost_pico,
      (t.pico - t.micros * 1000000)::text as lost_pico
    from total t`.execute(handle);
  const [row] = rows;
  if (row === undefined) throw new Error("the reconciliation gave no row");
  return row;
}
