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

const isLeap = (year: number): boolean => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;

/** The same day a month earlier; the last one of a month that is too short. */
function monthEarlier(day: string): string {
  const date = new Date(day);
  const year = date.getUTCMonth() === 0 ? date.getUTCFullYear() - 1 : date.getUTCFullYear();
  const monthAt = (date.getUTCMonth() + 11) % 12;
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return dayOf(Date.UTC(year, monthAt, Math.min(date.getUTCDate(), lengths[monthAt] ?? 28)));
}

/**
 * What a range is compared with: the part of the month before up to the same day, when it begins with a month and stays
 * in it; else as many days right before it.
 */
export function daysBefore({ from, to }: Range): Range {
  const isWithinMonth = from.endsWith("-01") && from.slice(0, 7) === to.slice(0, 7);
  if (isWithinMonth) {
    const isWhole = dayOf(Date.parse(to) + dayMs).endsWith("-01");
    const start = monthEarlier(from);
    return { from: start, to: isWhole ? dayOf(Date.parse(from) - dayMs) : monthEarlier(to) };
  }
  const length = Date.parse(to) - Date.parse(from) + dayMs;
  return { from: dayOf(Date.parse(from) - length), to: dayOf(Date.parse(from) - dayMs) };
}
