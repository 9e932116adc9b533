import { writeJson } from "@gatehouse/sdk";
import type { DiffEntry } from "../../components/diff/diff.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { moneyText } from "../../lib/money.ts";
import { dateTimeText, durationText } from "../../lib/time.ts";

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const longText = 120;

/** A text that holds JSON, as permission lists do in the log; undefined for every other text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

const isPlain = (value: unknown): boolean => value === null || typeof value !== "object";

function plainList(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isPlain)) return undefined;
  return value.map(String);
}

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === "null";

function writeValue(value: unknown): string {
  return writeJson(value, 2);
}

/** One side of a comparison by lines; what is not there has no lines. */
function linesOf(value: unknown): string {
  if (isAbsent(value)) return "";
  if (typeof value !== "object") return String(value);
  return Array.isArray(value)
    ? value.map((item) => (isPlain(item) ? String(item) : JSON.stringify(item))).join("\n")
    : writeValue(value);
}

function whole(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : undefined;
}

/** One side of a plain change in words: times, amounts and lengths as everywhere in the console. */
export function scalarText(field: string, value: unknown): string {
  if (isAbsent(value)) return "empty";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return timePattern.test(value) ? dateTimeText(value) : value;
  const number = whole(value);
  if (number !== undefined && field.endsWith("_micros")) return moneyText(number);
  if (number !== undefined && field.endsWith("_seconds")) return durationText(number);
  return number === undefined ? writeValue(value) : String(number);
}

function changeOf(field: string, { old, new: now, secret }: AuditEntry["diff"][string]): DiffEntry {
  if (secret) return { field, kind: "secret" };
  const [before, after] = [parsed(old) ?? old, parsed(now) ?? now];
  const sets = [before, after].map((side) => (isAbsent(side) ? [] : plainList(side)));
  const [lost, won] = sets;
  if ((Array.isArray(before) || Array.isArray(after)) && lost !== undefined && won !== undefined) {
    return { field, kind: "set", before: lost, after: won };
  }
  const isWide = [before, after].some(
    (side) =>
      (typeof side === "object" && side !== null) ||
      (typeof side === "string" && (side.length > longText || side.includes("\n"))),
  );
  if (isWide) return { field, kind: "lines", before: linesOf(before), after: linesOf(after) };
  const words = (side: unknown) => scalarText(field, side);
  return { field, kind: "scalar", before: words(before), after: words(after) };
}

/** The changed fields of an entry, each compared the way its values ask for: in words, as sets or line by line. */
export function changesOf(entry: Pick<AuditEntry, "diff">): readonly DiffEntry[] {
  return Object.entries(entry.diff)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([field, change]) => changeOf(field, change));
}
