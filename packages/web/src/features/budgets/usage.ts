import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { isRecord } from "../../lib/is-record.ts";
import { keepWithin } from "../../lib/keep-previous.ts";

/** What a row of a summary is about. */
export const usageGroupings = ["day", "user", "group", "model"] as const;

/** One of them. */
export type UsageGrouping = (typeof usageGroupings)[number];

/** Usage of one person, group, model or day. */
export interface UsageRow {
  /** Tells rows apart: names need not, such as one model at two providers. */
  readonly key: string;
  readonly name: string;
  /** Type of the provider; only models have one. */
  readonly provider: string | undefined;
  /** Input and output tokens, with those of caches; null where they are not known any more. */
  readonly tokens: bigint | null;
  readonly cost: bigint;
  readonly records: bigint;
  /** Records whose cost is not known. */
  readonly unpriced: bigint;
}

/** Which usage: days in UTC, the first and the last one included. */
export interface UsageRange {
  readonly organization: string;
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;

/** The first instant after a day. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString();
}

/** The first instant of a range and the first one after it. */
export function timesOf({ from, to }: UsageRange): { readonly from: string; readonly to: string } {
  return { from: `${from}T00:00:00Z`, to: dayAfter(to) };
}

function whole(value: unknown): bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))
    ? BigInt(value)
    : 0n;
}

const tokenFields = [
  "input_tokens",
  "output_tokens",
  "cache_read_input_tokens",
  "cache_write_input_tokens",
];
const nameFields = ["username", "group_name", "model", "day"];

function rowOf(row: Readonly<Record<string, unknown>>): UsageRow {
  const name = nameFields.map((field) => row[field]).find((value) => typeof value === "string");
  const known = tokenFields.every((field) => row[field] !== null);
  const provider = row["provider"];
  const parts = ["user_id", "group_id", "provider", "model", "day"].map((field) => row[field]);
  return {
    key: JSON.stringify(parts),
    name: typeof name === "string" ? name : "",
    provider: typeof provider === "string" && provider !== "" ? provider : undefined,
    tokens: known ? tokenFields.reduce((sum, field) => sum + whole(row[field]), 0n) : null,
    cost: whole(row["cost_micros"]),
    records: whole(row["records"]),
    unpriced: whole(row["unpriced_records"]),
  };
}

/** The rows of a summary; anything that is no list has none. */
export function usageRows(answer: unknown): readonly UsageRow[] {
  return Array.isArray(answer) ? answer.filter(isRecord).map(rowOf) : [];
}

/** A summary of usage, by day or by whom and what. */
export function usageQuery(grouping: UsageGrouping, range: UsageRange) {
  const { organization } = range;
  return queryOptions({
    queryKey: ["ai-usage", grouping, range],
    queryFn: async ({ signal }) => {
      const query = { group_by: grouping, organization, ...timesOf(range) };
      const answer: unknown = await api.call("summarizeUsage", { query }, { signal });
      return usageRows(answer);
    },
    placeholderData: keepWithin(["ai-usage", grouping, { organization }]),
  });
}

/** What stands alone in the chart of costs. */
export type SeriesGrouping = Exclude<UsageGrouping, "day">;

/** The cost of each day by what is most expensive; the server sums up the rest. */
export function seriesQuery(grouping: SeriesGrouping, range: UsageRange) {
  const { organization } = range;
  return queryOptions({
    queryKey: ["ai-usage", "series", grouping, range],
    queryFn: ({ signal }) => {
      const query = { group_by: grouping, organization, ...timesOf(range) };
      return api.call("listUsageSeries", { query }, { signal });
    },
    placeholderData: keepWithin(["ai-usage", "series", grouping, { organization }]),
    retry: false,
  });
}

/** The most expensive first; what costs the same by name. */
export function byCost(rows: readonly UsageRow[]): readonly UsageRow[] {
  return rows.toSorted((a, b) => {
    if (a.cost !== b.cost) return a.cost < b.cost ? 1 : -1;
    return a.name < b.name ? -1 : 1;
  });
}

/** Days of a range. */
export function daysIn({ from, to }: Pick<UsageRange, "from" | "to">): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += dayMs) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** The sum of what is known, and how many records have no cost. */
export function totalOf(
  rows: readonly UsageRow[],
): Pick<UsageRow, "cost" | "records" | "unpriced"> {
  return rows.reduce(
    (sum, row) => ({
      cost: sum.cost + row.cost,
      records: sum.records + row.records,
      unpriced: sum.unpriced + row.unpriced,
    }),
    { cost: 0n, records: 0n, unpriced: 0n },
  );
}

/** Where the browser finds the CSV of an organization's spend. */
export function exportAddress({ organization, from, to }: UsageRange): string {
  const query = new URLSearchParams({
    period_start: `${from}T00:00:00Z`,
    period_end: dayAfter(to),
  });
  return `/api/v2/organizations/${encodeURIComponent(organization)}/ai/spend/export?${query}`;
}
