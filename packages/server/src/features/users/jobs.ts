import { sql } from "kysely";
import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import { dormancyFields, recordBackgroundAudits } from "../audit/index.ts";

const batchSize = 500;

/**
 * Makes active users dormant who were not seen for the dormancy period, counted from their creation
 * where they were never seen (spec users §9); one audit entry each. 0 switches it off.
 */
export async function markDormantUsers(deps: Deps, runId: string): Promise<void> {
  const periodMs = deps.config.dormancyPeriodMs;
  if (periodMs <= 0) return;
  const now = deps.clock.now();
  const unseenSince = new Date(now.getTime() - periodMs).toISOString();
  let marked: number;
  do {
    marked = await inTransaction(deps.db, async (tx) => {
      const { rows } = await sql<{ id: string; username: string }>`
        update users u set status = 'dormant', updated_at = ${now.toISOString()}::timestamptz
        where u.id in (
          select d.id from users d
          where d.status = 'active' and not d.deleted and not d.is_system
            and greatest(d.last_seen_at, d.created_at) < ${unseenSince}::timestamptz
          order by d.id limit ${batchSize} for update skip locked
        )
        returning u.id, u.username`.execute(tx);
      await recordBackgroundAudits(
        tx,
        deps.log,
        rows.map((user) => ({
          requestId: runId,
          time: now,
          userId: user.id,
          resourceType: "user",
          action: "write",
          resourceId: user.id,
          resourceTarget: user.username,
          old: { status: "active" },
          new: { status: "dormant" },
          additionalFields: dormancyFields,
        })),
      );
      return rows.length;
    });
  } while (marked === batchSize);
}
