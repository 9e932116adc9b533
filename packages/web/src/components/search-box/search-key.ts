import type { SearchToken } from "../../lib/search-language.ts";
import { dateText } from "../../lib/time.ts";

/** A value that can be picked for a key. */
export interface SearchValue {
  readonly value: string;
  readonly label: string;
  readonly secondary?: string | undefined;
}

/** A key of the search language of a list, as its page describes it. */
export interface SearchKey {
  /** Name on the wire: `login_type`. */
  readonly key: string;
  /** Name on the screen: "Sign-in". */
  readonly label: string;
  /** One line: what it finds. */
  readonly description: string;
  /** `choice` has fixed values, `source` asks the server, `date` offers days, `text` takes anything. */
  readonly kind: "choice" | "source" | "date" | "text";
  readonly values?: readonly SearchValue[];
  readonly source?: (text: string, signal: AbortSignal) => Promise<readonly SearchValue[]>;
  /** Several values may be given; any of them matches. */
  readonly many?: boolean;
}

const dayMs = 86_400_000;

const days: readonly (readonly [number, string])[] = [
  [0, "now"],
  [1, "1 day ago"],
  [7, "7 days ago"],
  [30, "30 days ago"],
  [90, "90 days ago"],
  [365, "1 year ago"],
];

/** Days counted back from a moment, as RFC 3339 to the second. */
export function dayValues(now: number): SearchValue[] {
  return days.map(([ago, label]) => ({
    value: new Date(now - ago * dayMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    label,
  }));
}

const hourMs = 3_600_000;

/** How a value is called on a chip: a moment that was picked as "90 days ago" within the hour is still called so. */
export function valueLabel(
  key: SearchKey | undefined,
  value: string,
  now: number = Date.now(),
): string {
  const known = key?.values?.find((each) => each.value === value);
  if (known !== undefined) return known.label;
  // A day without a time is the same day in every zone.
  const isMoment = value.includes("T") && !Number.isNaN(Date.parse(value));
  if (key?.kind !== "date" || !isMoment) return value;
  const before = now - Date.parse(value);
  const preset = days.find(([ago]) => before >= ago * dayMs && before - ago * dayMs < hourMs);
  return preset?.[1] ?? dateText(value);
}

/** A token as a chip says it: "Status: Dormant". */
export function tokenLabel(keys: readonly SearchKey[], token: SearchToken): string {
  const key = keys.find((each) => each.key === token.key);
  return `${key?.label ?? token.key}: ${valueLabel(key, token.value)}`;
}
