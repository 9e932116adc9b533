import { failField } from "@gatehouse/contract";

const dayMs = 86_400_000;
const maxWindowMs = 366 * dayMs;

/** The window of a summary, and whether it comes from the daily totals. */
export interface SummaryWindow {
  from: Date;
  to: Date;
  ofDays: boolean;
}

/** What a window is chosen from. */
export interface WindowWish {
  from: string | undefined;
  to: string | undefined;
  /** The period where nothing is given. */
  period: { start: Date; end: Date };
  /** Records before it are purged; null: never. */
  horizon: Date | null;
  /** Whether the daily totals can answer the question. */
  daysCanAnswer: boolean;
}

/**
 * Chooses the window of a summary. What is older than records are kept comes from the daily totals, in
 * whole days; a question that they cannot answer is refused rather than answered with too little
 * (trap T15). Without bounds it is the current period, as far as records are kept.
 */
export function chooseWindow(wish: WindowWish): SummaryWindow {
  const from = wish.from === undefined ? wish.period.start : new Date(wish.from);
  const to = wish.to === undefined ? defaultEnd(wish) : new Date(wish.to);
  if (from >= to) failField("to", "must be after from");
  if (to.getTime() - from.getTime() > maxWindowMs)
    failField("to", "must be 366 days after from at most");
  const { horizon } = wish;
  if (horizon === null || from >= horizon) return { from, to, ofDays: false };
  if (!wish.daysCanAnswer) {
    if (wish.from === undefined) return { from: horizon, to, ofDays: false };
    failField(
      "from",
      `records before ${horizon.toISOString()} are purged: group by user, group or day`,
    );
  }
  if (from.getTime() % dayMs !== 0)
    failField("from", "must be a whole day in UTC: records are purged");
  if (to.getTime() % dayMs !== 0) failField("to", "must be a whole day in UTC: records are purged");
  return { from, to, ofDays: true };
}

function defaultEnd({ from, period }: WindowWish): Date {
  if (from === undefined || new Date(from) >= period.start) return period.end;
  return new Date(Math.min(period.end.getTime(), Date.parse(from) + maxWindowMs));
}
