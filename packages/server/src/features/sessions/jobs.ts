import { sql } from "kysely";
import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordBackgroundAudits } from "../audit/index.ts";

interface ClosedWindow {
  account: string;
  failures: number;
  refused: number;
  unknown_account: boolean;
}

const batchSize = 1000;

/**
 * Closes finished windows of failed logins. Attempts on unknown accounts and refused ones, which have
 * no audit entry of their own, become one entry per account and window: actor nobody, the e-mail only
 * as its SHA-256 (spec users §10).
 */
export async function closeLoginWindows(deps: Deps, runId: string): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - 180_000).toISOString();
  let closed: number;
  do {
    closed = await inTransaction(deps.db, async (tx) => {
      const { rows } = await sql<ClosedWindow>`
        delete from login_attempts a
        where (a.account_hash, a.window_start) in (
          select o.account_hash, o.window_start from login_attempts o
          where o.window_start < ${before}::timestamptz
          order by o.window_start, o.account_hash limit ${batchSize} for update skip locked
        )
        returning encode(a.account_hash, 'hex') as account, a.failures, a.refused, a.unknown_account
      `.execute(tx);
      const told = rows.filter((row) => row.unknown_account || row.refused > 0);
      await recordBackgroundAudits(
        tx,
        deps.log,
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
      return rows.length;
    });
  } while (closed === batchSize);
}

/** Deletes keys that expired longer ago than the retention, at most 10,000 a run (authorization §1.2). */
export async function purgeExpiredKeys(deps: Deps): Promise<void> {
  const retentionMs = deps.config.apiKeysRetentionMs;
  if (retentionMs <= 0) return;
  const before = new Date(deps.clock.now().getTime() - retentionMs).toISOString();
  await inTransaction(deps.db, async (tx) => {
    await sql`
      delete from api_keys k where k.id in (
        select e.id from api_keys e where e.expires_at < ${before}::timestamptz
        order by e.expires_at limit 10000 for update skip locked)`.execute(tx);
  });
}
