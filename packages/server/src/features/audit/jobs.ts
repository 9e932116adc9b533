import type { Deps } from "../../context/deps.ts";
import { deleteEntriesBefore } from "./store.ts";

const batchSize = 10_000;

/** Deletes audit entries older than the retention, in batches; 0 keeps them for ever (deployment §8.7). */
export async function purgeAuditLog(deps: Deps): Promise<void> {
  const retentionMs = deps.config.auditLogsRetentionMs;
  if (retentionMs <= 0) return;
  const before = new Date(deps.clock.now().getTime() - retentionMs);
  while ((await deleteEntriesBefore(deps.db, before, batchSize)) === batchSize);
}
