import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import { dollars } from "../../platform/money.ts";
import { dispatchMethods, enqueueBudgetThreshold } from "../notifications/index.ts";
import { countBlockedUsers } from "./blocked-store.ts";
import { deleteExpiredReservations } from "./check-store.ts";
import { dayOf, periodOf } from "./period.ts";
import { markNotified, type NamedEvent, takePendingEvents } from "./threshold-store.ts";

const batchSize = 100;
const dayMs = 86_400_000;

/** Deletes reservations whose record never came. */
export async function endReservations(deps: Deps): Promise<void> {
  while ((await deleteExpiredReservations(deps.db, deps.clock.now(), 10_000)) === 10_000);
}

/**
 * Tells people about thresholds (spec ai-prices §7.5): the user, and all owners and user administrators
 * but him. Without a way to deliver, the events stay and are told once there is one.
 */
export async function tellThresholds(deps: Deps): Promise<void> {
  if (dispatchMethods(deps).length === 0) return;
  for (;;) {
    const told = await inTransaction(deps.db, async (tx) => {
      const events = await takePendingEvents(tx, batchSize);
      for (const event of events) {
        const now = deps.clock.now();
        await enqueueBudgetThreshold(deps, tx, {
          userId: event.user_id,
          labels: labelsOf(event),
          now,
        });
        await markNotified(tx, event, now);
      }
      return events.length;
    });
    if (told < batchSize) return;
  }
}

/** Nothing here varies within a period, so that repeated messages collapse. */
function labelsOf(event: NamedEvent): Record<string, string> {
  const period = periodOf(new Date(`${event.period_start}T00:00:00Z`));
  return {
    threshold: String(event.percent),
    limit: dollars(BigInt(event.limit_micros)),
    period: "monthly",
    limit_source: event.limit_source === "group" ? "group budget" : "user override",
    username: event.username,
    group: event.group_name,
    organization: event.organization_name,
    period_start: event.period_start,
    period_end: dayOf(new Date(period.end.getTime() - dayMs)),
  };
}

/** Counts who is blocked now, for the metrics of this replica. */
export async function watchBlockedUsers(deps: Deps): Promise<void> {
  const counts = await countBlockedUsers(deps.db, periodOf(deps.clock.now()));
  deps.aiMetrics.setBlockedUsers(counts);
}
