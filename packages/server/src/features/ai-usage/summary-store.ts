import { type RawBuilder, sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** What a row of a summary is about. */
export type UsageGrouping = "user" | "group" | "model" | "provider" | "day";

/** Which usage to sum up, and how. */
export interface SummaryQuery {
  groupBy: UsageGrouping;
  from: Date;
  to: Date;
  /** Only groups of this organization. */
  organizationId: string | null;
  userId: string | null;
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

/** The keys of a row of alias `s`, as texts; the empty one stands for null. */
const recordKeys: Readonly<
  Record<UsageGrouping, readonly [RawBuilder<unknown>, RawBuilder<unknown>]>
> = {
  user: [sql`s.user_id::text`, sql`''`],
  group: [sql`coalesce(s.effective_group_id::text, '')`, sql`''`],
  model: [sql`coalesce(s.provider_type, '')`, sql`s.model`],
  provider: [sql`coalesce(s.provider_type, '')`, sql`s.provider_name`],
  day: [sql`(s.created_at at time zone 'UTC')::date::text`, sql`''`],
};

/** The same for a row of the daily totals. */
const dayKeys = {
  user: sql`s.user_id::text`,
  group: sql`s.effective_group_id::text`,
  day: sql`s.day::text`,
} as const;

/** Whether the daily totals can answer a grouping. */
export function isOfDays(grouping: UsageGrouping): grouping is keyof typeof dayKeys {
  return Object.hasOwn(dayKeys, grouping);
}

const names: Readonly<Record<UsageGrouping, RawBuilder<unknown>>> = {
  user: sql`coalesce((select x.username from users x where x.id = t.k1::uuid), '')`,
  group: sql`coalesce((select x.name from groups x where x.id = nullif(t.k1, '')::uuid), '')`,
  model: sql`''`,
  provider: sql`''`,
  day: sql`''`,
};

function page(query: SummaryQuery, sums: RawBuilder<unknown>): RawBuilder<SummaryRow> {
  const [k1 = "", k2 = ""] = query.after ?? [];
  return sql<SummaryRow>`
    select t.*, ${names[query.groupBy]} as name from (${sums}) t
    where ${query.after === null} or (t.k1 collate "C", t.k2 collate "C") > (${k1}, ${k2})
    order by t.k1 collate "C", t.k2 collate "C" limit ${query.limit}`;
}

function scope(query: SummaryQuery): RawBuilder<unknown> {
  return sql`(${query.userId}::uuid is null or s.user_id = ${query.userId}::uuid)
    and (${query.organizationId}::uuid is null or s.effective_group_id in (
      select g.id from groups g where g.organization_id = ${query.organizationId}::uuid))`;
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
    where s.created_at >= ${query.from.toISOString()}::timestamptz
      and s.created_at < ${query.to.toISOString()}::timestamptz and ${scope(query)}
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
    where s.day >= ${query.from.toISOString()}::timestamptz::date
      and s.day < ${query.to.toISOString()}::timestamptz::date and ${scope(query)}
    group by 1`;
  return (await page(query, sums).execute(handle)).rows;
}
