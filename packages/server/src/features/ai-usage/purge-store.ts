import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Deletes up to `limit` of the oldest records before a time; returns how many. The daily totals stay. */
export async function deleteUsageBefore(
  handle: Handle,
  before: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ai_usage s where s.id in (
      select o.id from ai_usage o where o.created_at < ${before.toISOString()}::timestamptz
      order by o.created_at limit ${limit})`.execute(handle);
  return Number(numAffectedRows ?? 0n);
}
