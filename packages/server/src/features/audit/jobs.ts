import { sql } from "kysely";
import type { Deps } from "../../context/deps.ts";

const batchSize = 10_000;

/** Deletes audit entries older than the retention, in batches; 0 keeps them for ever (deployment §8.7). */
export async function purgeAuditLog(deps: Deps): Promise<void> {
  const retentionMs = deps.config.auditLogsRetentionMs;
  if (retentionMs <= 0) return;
  const before = new Date(deps.clock.now().getTime() - retentionMs).toISOString();
  let deleted: number;
  do {
    const result = await sql`
      delete from audit_logs a where a.id in (
        select o.id from audit_logs o where o.time < ${before}::timestamptz
        order by o.time limit ${batchSize})`.execute(deps.db);
    deleted = Number(result.numAffectedRows ?? 0n);
  } while (deleted === batchSize);
}
