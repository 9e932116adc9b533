import type { EffectiveBudget } from "../../context/services.ts";
import { advisoryLocksOn } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import { crossedThresholds, isExceeded } from "./rules.ts";
import { findPeriodTotals } from "./spend-store.ts";
import { insertThresholdEvents, type ThresholdEvent } from "./threshold-store.ts";

/** What a transaction added to the spend of a user in a group in one period. */
export interface AddedSpend {
  budget: EffectiveBudget;
  groupId: string;
  period: Period;
  added: bigint;
}

/** Users are spread over this many locks: a transaction holds no more, whatever the size of a batch. */
const lockParts = 64;

/** Users whose ids end alike share a lock. */
function lockPart(userId: string): number {
  return Number.parseInt(userId.slice(-2), 16) % lockParts;
}

/**
 * Notes the thresholds, `percents` of the limit, that a transaction's spend crossed (spec ai-prices §7.5), and gives the
 * users whose limit is reached in the period of `now`. Call it last, after the spend is written: from then on
 * transactions of the same users go one after the other, so that exactly one of them crosses, even when each added to
 * another day and saw nothing of the others.
 */
export async function noteThresholds(
  tx: Tx,
  limited: readonly AddedSpend[],
  at: { now: Date; period: Period; percents: readonly bigint[] },
): Promise<string[]> {
  await advisoryLocksOn(
    tx,
    "aiThresholds",
    limited.map(({ budget }) => lockPart(budget.user_id)),
  );
  const keys = limited.map(({ budget, groupId, period }) => ({
    userId: budget.user_id,
    groupId,
    period,
  }));
  const totals = await findPeriodTotals(tx, keys);
  const events: ThresholdEvent[] = [];
  const blocked = new Set<string>();
  const spends = new Map(
    totals.map((total) => [`${total.user_id} ${total.period_start}`, total.spend]),
  );
  for (const one of limited) {
    const periodStart = dayOf(one.period.start);
    const spend = spends.get(`${one.budget.user_id} ${periodStart}`);
    if (spend === undefined) continue;
    if (periodStart === dayOf(at.period.start) && isExceeded(one.budget.limit, spend)) {
      blocked.add(one.budget.user_id);
    }
    events.push(...eventsOf(one, { periodStart, spend, percents: at.percents }));
  }
  if (events.length > 0) await insertThresholdEvents(tx, events, at.now);
  return [...blocked].sort();
}

function eventsOf(
  one: AddedSpend,
  {
    periodStart,
    spend,
    percents,
  }: Pick<ThresholdEvent, "periodStart" | "spend"> & {
    percents: readonly bigint[];
  },
): ThresholdEvent[] {
  const { limit, limit_source, user_id } = one.budget;
  if (limit === null || limit_source === null) return [];
  return crossedThresholds(percents, limit, spend - one.added, spend).map((percent) => ({
    userId: user_id,
    groupId: one.groupId,
    periodStart,
    percent: Number(percent),
    spend,
    limit,
    limitSource: limit_source,
  }));
}
