import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import { nilUuid } from "../../platform/ids.ts";
import { logBackgroundAudits, recordBackgroundAudits } from "../audit/index.ts";
import { takeWindowsBefore } from "./attempts-store.ts";
import { deleteKeysExpiredBefore } from "./store.ts";

const batchSize = 1000;
const purgedKeysPerRun = 10_000;

/**
 * Closes finished windows of failed logins. Attempts on unknown accounts and refused ones, which have
 * no audit entry of their own, become one entry per account and window: actor nobody, the e-mail only
 * as its SHA-256 (spec users §10).
 */
export async function closeLoginWindows(deps: Deps, runId: string): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - 180_000);
  let closed: number;
  do {
    const { rows, entries } = await inTransaction(deps.db, async (tx) => {
      const rows = await takeWindowsBefore(tx, before, batchSize);
      const told = rows.filter((row) => row.unknown_account || row.refused > 0);
      const entries = await recordBackgroundAudits(
        tx,
        told.map((row) => ({
          requestId: runId,
          time: now,
          userId: nilUuid,
          resourceType: "api_key",
          action: "login",
          resourceId: nilUuid,
          resourceTarget: "",
          old: null,
          new: null,
          statusCode: row.refused > 0 ? 429 : 401,
          additionalFields: {
            email_sha256: row.account,
            failed_attempts: row.failures,
            refused_attempts: row.refused,
            unknown_account: row.unknown_account,
          },
        })),
      );
      return { rows, entries };
    });
    logBackgroundAudits(deps.log, entries);
    closed = rows.length;
  } while (closed === batchSize);
}

/** Deletes keys that expired longer ago than the retention, at most 10,000 a run (authorization §1.2). */
export async function purgeExpiredKeys(deps: Deps): Promise<void> {
  const retentionMs = deps.config.apiKeysRetentionMs;
  if (retentionMs <= 0) return;
  const before = new Date(deps.clock.now().getTime() - retentionMs);
  await inTransaction(deps.db, (tx) => deleteKeysExpiredBefore(tx, before, purgedKeysPerRun));
}
