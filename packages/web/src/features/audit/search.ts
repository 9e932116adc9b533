import type { Range, RangePreset } from "../../components/date-time/date-range.tsx";
import { readQuery, withoutToken, withToken } from "../../lib/search-language.ts";

/** The parameters of the log's address; these values do not show in it. */
export const auditSearch = { q: "", entry: "", live: "" } as const;

const dayMs = 86_400_000;

/** A moment's day in UTC, the zone in which the log is searched (spec deployment §8.1). */
export function utcDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The ranges that are offered by name. */
export function rangePresets(now: number): readonly RangePreset[] {
  const last = (days: number): Range => ({ from: utcDay(now - (days - 1) * dayMs), to: "" });
  return [
    { label: "Any time", from: "", to: "" },
    { label: "Today", ...last(1) },
    { label: "Last 7 days", ...last(7) },
    { label: "Last 30 days", ...last(30) },
    { label: "Last 90 days", ...last(90) },
  ];
}

/** The days that a query is limited to. */
export function rangeOf(q: string): Range {
  const { tokens } = readQuery(q);
  const value = (key: string) => tokens.find((token) => token.key === key)?.value ?? "";
  return { from: value("date_from"), to: value("date_to") };
}

/** A query limited to other days; an open end leaves no token. */
export function withRange(q: string, { from, to }: Range): string {
  const set = (query: string, key: string, value: string) =>
    value === "" ? withoutToken(query, key) : withToken(query, { key, value }, false);
  return set(set(q, "date_from", from), "date_to", to);
}
