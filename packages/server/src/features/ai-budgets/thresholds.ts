import type { Tx } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import type { EffectiveBudget } from "./resolution-store.ts";
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

/**
 * Notes the thresholds that a transaction's spend crossed (spec ai-prices §7.5), and gives the users
 * whose limit is reached in the period of `now`. Call it after the spend is written: the rows of the
 * same day are locked then, so that of two transactions exactly one crosses.
 */
export async function noteThresholds(
  tx: Tx,
  added: readonly AddedSpend[],
  at: { now: Date; period: Period },
): Promise<string[]> {
  const limited = added.filter(
    ({ budget, groupId }) => budget.limit !== null && budget.group_id === groupId,
  );
  if (limited.length === 0) return [];
  const keys = limited.map(({ budget, groupId, period }) => ({
    userId: budget.user_id,
    groupId,
    period,
  }));
  const totals = await findPeriodTotals(tx, keys);
  const events: ThresholdEvent[] = [];
  const blocked = new Set<string>();
  for (const one of limited) {
    const periodStart = dayOf(one.period.start);
    const spend = totals.find(
      (total) =>
        total.user_id === one.budget.user_id &&
        total.group_id === one.groupId &&
        total.period_start === periodStart,
    )?.spend;
    if (spend === undefined) continue;
    if (periodStart === dayOf(at.period.start) && isExceeded(one.budget.limit, spend)) {
      blocked.add(one.budget.user_id);
    }
    events.push(...eventsOf(one, periodStart, spend));
  }
  if (events.length > 0) await insertThresholdEvents(tx, events, at.now);
  return [...blocked].sort();
}

function eventsOf(one: AddedSpend, periodStart: string, spend: bigint): ThresholdEvent[] {
  const { limit, limit_source, user_id } = one.budget;
  if (limit === null || limit_source === null) return [];
  return crossedThresholds(limit, spend - one.added, spend).map((percent) => ({
    userId: user_id,
    groupId: one.groupId,
    periodStart,
    percent: Number(percent),
    spend,
    limit,
    limitSource: limit_source,
  }));
}
