import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import { maxCostMicros, type Prices } from "../ai-prices/index.ts";
import { recordsOf, type UsageScope } from "./report-store.ts";

/** What one model cost and would have cost at another price; sums as decimal text. */
export interface RepricedRow {
  provider: string | null;
  model: string;
  records: string;
  cost_micros: string;
  unpriced_records: string;
  repriced_micros: string;
}

/**
 * Computes the cost of records again at one price (null: at none, which costs nothing), each by the rules of a recorded
 * cost: every kind of token is cut to whole micro-units, and a record whose cost is out of range adds nothing (spec
 * ai-prices §6.2).
 */
export async function repriceRecords(
  handle: Handle,
  scope: UsageScope,
  prices: Prices | null,
  limit: number,
): Promise<RepricedRow[]> {
  const cut = (column: string, price: bigint | null | undefined) =>
    sql`div(${sql.ref(`s.${column}`)}::numeric * ${String(price ?? 0n)}::numeric, 1000000)`;
  const { rows } = await sql<RepricedRow>`
    select t.provider, t.model, count(*)::text as records,
      coalesce(sum(t.cost_micros), 0)::text as cost_micros,
      count(*) filter (where t.cost_micros is null)::text as unpriced_records,
      coalesce(sum(t.repriced) filter (where t.repriced <= ${String(maxCostMicros)}::numeric), 0)::text
        as repriced_micros
    from (
      select s.provider_type as provider, s.model, s.cost_micros,
        ${cut("input_tokens", prices?.input_price)} + ${cut("output_tokens", prices?.output_price)}
        + ${cut("cache_read_input_tokens", prices?.cache_read_price)}
        + ${cut("cache_write_input_tokens", prices?.cache_write_price)} as repriced
      from ai_usage s where ${recordsOf(scope)}) t
    group by t.provider, t.model
    order by coalesce(sum(t.cost_micros), 0) desc, t.provider collate "C", t.model collate "C"
    limit ${limit}`.execute(handle);
  return rows;
}
