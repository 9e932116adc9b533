import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** A row of the export: sums as decimal text. */
export interface SpendExportRow {
  user_id: string;
  username: string;
  group_id: string;
  group_name: string;
  organization_id: string;
  organization_name: string;
  model: string;
  provider: string;
  provider_name: string;
  input_tokens: string;
  output_tokens: string;
  cache_read_tokens: string;
  cache_write_tokens: string;
  cost_micros: string;
}

/** Sums up the usage that was attributed to groups of an organization, half-open in time. */
export async function listSpendForExport(
  handle: Handle,
  organizationId: string,
  window: { start: Date; end: Date },
): Promise<SpendExportRow[]> {
  const { rows } = await sql<SpendExportRow>`
    select s.user_id, coalesce(u.username, '') as username, g.id as group_id, g.name as group_name,
      o.id as organization_id, o.name as organization_name, s.model,
      coalesce(s.provider_type, '') as provider, s.provider_name,
      sum(s.input_tokens)::text as input_tokens, sum(s.output_tokens)::text as output_tokens,
      sum(s.cache_read_input_tokens)::text as cache_read_tokens,
      sum(s.cache_write_input_tokens)::text as cache_write_tokens,
      coalesce(sum(s.cost_micros), 0)::text as cost_micros
    from ai_usage s
    join groups g on g.id = s.effective_group_id
    join organizations o on o.id = g.organization_id
    left join users u on u.id = s.user_id
    where o.id = ${organizationId}::uuid
      and s.created_at >= ${window.start.toISOString()}::timestamptz
      and s.created_at < ${window.end.toISOString()}::timestamptz
    group by s.user_id, u.username, g.id, g.name, o.id, o.name, s.model, s.provider_type, s.provider_name
    order by s.user_id, g.id, coalesce(s.provider_type, '') collate "C",
      s.provider_name collate "C", s.model collate "C"`.execute(handle);
  return rows;
}
