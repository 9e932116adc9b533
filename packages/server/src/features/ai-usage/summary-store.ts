import { type RawBuilder, sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import {
  dayKeys,
  daysOf,
  keyNames,
  recordKeys,
  recordsOf,
  type UsageGrouping,
  type UsageScope,
} from "./report-store.ts";

/** Which usage to sum up, and how. */
export interface SummaryQuery extends UsageScope {
  groupBy: UsageGrouping;
  limit: number | null;
  /** The keys of the last row of the previous page. */
  after: readonly string[] | null;
}

/** A row of a summary: two keys whose meaning depends on the grouping, a name, and sums as decimal text. */
export interface SummaryRow {
  k1: string;
  k2: string;
  name: string;
  input_tokens: string | null;
  output_tokens: string | null;
  cache_read_input_tokens: string | null;
  cache_write_input_tokens: string | null;
  cost_micros: string;
  records: string;
  unpriced_records: string;
}

function page(query: SummaryQuery, sums: RawBuilder<unknown>): RawBuilder<SummaryRow> {
  const [k1 = "", k2 = ""] = query.after ?? [];
  return sql<SummaryRow>`
    select t.*, ${keyNames[query.groupBy]} as name from (${sums}) t
    where ${query.after === null} or (t.k1 collate "C", t.k2 collate "C") > (${k1}, ${k2})
    order by t.k1 collate "C", t.k2 collate "C" limit ${query.limit}`;
}

/** Sums up usage records, in a stable order. */
export async function summarizeRecords(handle: Handle, query: SummaryQuery): Promise<SummaryRow[]> {
  const [k1, k2] = recordKeys[query.groupBy];
  const sums = sql`
    select ${k1} as k1, ${k2} as k2, sum(s.input_tokens)::text as input_tokens,
      sum(s.output_tokens)::text as output_tokens,
      sum(s.cache_read_input_tokens)::text as cache_read_input_tokens,
      sum(s.cache_write_input_tokens)::text as cache_write_input_tokens,
      coalesce(sum(s.cost_micros), 0)::text as cost_micros, count(*)::text as records,
      count(*) filter (where s.cost_micros is null)::text as unpriced_records
    from ai_usage s
    where ${recordsOf(query)}
    group by 1, 2`;
  return (await page(query, sums).execute(handle)).rows;
}

/** Sums up the daily totals, which are never purged; they hold no tokens. `from` and `to` are days. */
export async function summarizeDays(
  handle: Handle,
  query: SummaryQuery & { groupBy: keyof typeof dayKeys },
): Promise<SummaryRow[]> {
  const sums = sql`
    select ${dayKeys[query.groupBy]} as k1, '' as k2, null::text as input_tokens,
      null::text as output_tokens, null::text as cache_read_input_tokens,
      null::text as cache_write_input_tokens, coalesce(sum(s.spend_micros), 0)::text as cost_micros,
      coalesce(sum(s.records), 0)::text as records,
      coalesce(sum(s.unpriced_records), 0)::text as unpriced_records
    from ai_user_daily_spend s
    where ${daysOf(query)}
    group by 1`;
  return (await page(query, sums).execute(handle)).rows;
}
