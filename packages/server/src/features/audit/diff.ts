import { nilUuid } from "../../platform/ids.ts";
import { auditFields } from "./fields.ts";

/** One changed field as it is stored and shown. */
export interface FieldDiff {
  old?: unknown;
  new?: unknown;
  secret: boolean;
}

/** An audited object: its fields by their column names. */
export type Audited = Readonly<Record<string, unknown>>;

function shown(value: unknown): unknown {
  if (value === nilUuid) return "";
  if (value === null) return "null";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value ?? "";
}

function zeroOf(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === "number") return 0;
  if (typeof value === "boolean") return false;
  return "";
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One side of a field beside the other; a missing number is 0, any other NULL is told. */
function sideOf(value: unknown, other: unknown): unknown {
  if (value === undefined) return other === null ? shown(other) : zeroOf(shown(other));
  return value === null && typeof other === "number" ? 0 : shown(value);
}

/** One field of both states as it is shown; a state that lacks it counts as the zero value. */
function fieldStates(field: string, before: Audited | null, after: Audited | null) {
  const was = before?.[field];
  const is = after?.[field];
  return { old: sideOf(was, is), new: sideOf(is, was) };
}

/**
 * The difference between two states of an object by the table of its type: null stands for "did not
 * exist". Equal values are absent; of a secret only the fact of its change is told.
 */
export function auditDiff(
  resourceType: string,
  before: Audited | null,
  after: Audited | null,
): Record<string, FieldDiff> {
  const diff: Record<string, FieldDiff> = {};
  for (const [field, rule] of Object.entries(auditFields[resourceType] ?? {})) {
    const states = fieldStates(field, before, after);
    if (same(states.old, states.new)) continue;
    diff[field] =
      rule === "secret" ? { old: "", new: "", secret: true } : { ...states, secret: false };
  }
  return diff;
}
