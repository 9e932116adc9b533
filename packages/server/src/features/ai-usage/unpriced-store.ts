import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Usage of one model without a cost; sums as decimal text. */
export interface UnpricedRow {
  provider: string | null;
  provider_name: string;
  model: string;
  records: string;
  input_tokens: string;
  output_tokens: string;
  cache_read_input_tokens: string;
  cache_write_input_tokens: string;
  first_seen: Date;
  last_seen: Date;
}

/** Models that were used without a price since a time, most records first. */
export async function listUnpriced(
  handle: Handle,
  since: Date,
  limit: number,
): Promise<UnpricedRow[]> {
  const { rows } = await sql<UnpricedRow>`
    select s.provider_type as provider, s.provider_name, s.model, count(*)::text as records,
      sum(s.input_tokens)::text as input_tokens, sum(s.output_tokens)::text as output_tokens,
      sum(s.cache_read_input_tokens)::text as cache_read_input_tokens,
      sum(s.cache_write_input_tokens)::text as cache_write_input_tokens,
      min(s.created_at) as first_seen, max(s.created_at) as last_seen
    from ai_usage s
    where s.cost_micros is null and s.created_at >= ${since.toISOString()}::timestamptz
    group by s.provider_type, s.provider_name, s.model
    order by count(*) desc, s.provider_type collate "C", s.provider_name collate "C",
      s.model collate "C"
    limit ${limit}`.execute(handle);
  return rows;
}
