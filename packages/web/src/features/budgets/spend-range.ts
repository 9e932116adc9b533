import type { Range, RangePreset } from "../../components/date-time/date-range.tsx";

const dayMs = 86_400_000;
const mostDays = 366;
const dayPattern = /^\d{4}-\d\d-\d\d$/;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function month(now: number, back: number): Range {
  const date = new Date(now);
  const at = (shift: number, day: number) =>
    dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + shift, day));
  return { from: at(-back, 1), to: back === 0 ? dayOf(now) : at(1 - back, 0) };
}

/** Ranges that are offered by name, in UTC as budgets are. */
export function spendPresets(now: number): readonly RangePreset[] {
  return [
    { label: "This month", ...month(now, 0) },
    { label: "Last month", ...month(now, 1) },
    { label: "Last 30 days", from: dayOf(now - 29 * dayMs), to: dayOf(now) },
    { label: "Last 90 days", from: dayOf(now - 89 * dayMs), to: dayOf(now) },
  ];
}

const isDay = (text: string): boolean =>
  dayPattern.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

/** The days of an address; whatever is no range of at most 366 days is this month. */
export function rangeIn({ from, to }: Range, now: number): Range {
  const last = to === "" ? dayOf(now) : to;
  if (!isDay(from) || !isDay(last) || last < from) return month(now, 0);
  const length = (Date.parse(last) - Date.parse(from)) / dayMs + 1;
  return length > mostDays ? month(now, 0) : { from, to: last };
}
