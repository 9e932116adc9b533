import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import {
  type AuditEntry,
  dormancyFields,
  logBackgroundAudits,
  recordBackgroundAudits,
} from "../audit/index.ts";
import { markUnseenDormant } from "./store.ts";

const batchSize = 500;

/**
 * Makes active users dormant who were not seen for the dormancy period, counted from their creation
 * where they were never seen (spec users §9); one audit entry each. 0 switches it off.
 */
export async function markDormantUsers(deps: Deps, runId: string): Promise<void> {
  const periodMs = deps.config.dormancyPeriodMs;
  if (periodMs <= 0) return;
  const now = deps.clock.now();
  const unseenSince = new Date(now.getTime() - periodMs);
  let marked: AuditEntry[];
  do {
    marked = await inTransaction(deps.db, async (tx) => {
      const users = await markUnseenDormant(tx, { unseenSince, now, limit: batchSize });
      return recordBackgroundAudits(
        tx,
        users.map((user) => ({
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
    });
    logBackgroundAudits(deps.log, marked);
  } while (marked.length === batchSize);
}
