import type { CoreDeps } from "../../context/deps.ts";
import type { AiSeats } from "../../context/services.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudits } from "../audit/index.ts";
import { touchSeats } from "./seat-store.ts";

const quietMs = 6 * 3_600_000;
const afterFailureMs = 30 * 60_000;

/** More users than this are remembered no longer; they are written once more. */
const maxRemembered = 50_000;

/**
 * Notes who uses AI (spec ai-prices §8.5): at most one write for a user in six hours on each server,
 * half an hour after one that failed. Only the first use of a user is audited. Never fails the request.
 */
export function createAiSeats(deps: Pick<CoreDeps, "db" | "log">): AiSeats {
  const quietUntil = new Map<string, number>();

  return {
    async noteUse(ctx, userIds) {
      const nowMs = ctx.now.getTime();
      const due = userIds.filter((id) => (quietUntil.get(id) ?? 0) <= nowMs);
      if (due.length === 0) return;
      if (quietUntil.size > maxRemembered) quietUntil.clear();
      try {
        await inTransaction(deps.db, async (tx) => {
          const added = await touchSeats(tx, due, ctx.now);
          if (added.length === 0) return;
          const changes = added.map((seat) => ({
            resourceType: "ai_seat",
            resourceId: seat.user_id,
            resourceTarget: "AI seat",
            action: "create",
            old: null,
            new: { ...seat },
          }));
          await recordAudits(tx, ctx, changes);
        });
        for (const id of due) quietUntil.set(id, nowMs + quietMs);
      } catch (error) {
        for (const id of due) quietUntil.set(id, nowMs + afterFailureMs);
        deps.log.error({ err: error }, "AI seats were not noted");
      }
    },
  };
}
