/** What a rule of sync is about. */
export type SyncKind = "organization" | "group" | "role" | "site_role";

/** What a rule decided about one claim value, or about the claim as a whole. */
export const traceOutcomes = [
  "off",
  "missing",
  "invalid",
  "kept",
  "default",
  "mapped",
  "unmapped",
  "filtered",
  "renamed",
  "found",
  "unknown",
  "created",
  "capped",
  "refused",
] as const;

/** One of `traceOutcomes`. */
export type TraceOutcome = (typeof traceOutcomes)[number];

/** One rule that was met, in the order in which they were. */
export interface TraceRow {
  readonly kind: SyncKind;
  readonly organizationId?: string;
  /** The setting that decided. */
  readonly setting: string;
  readonly claim: string;
  /** `""` where the rule is about the claim as a whole. */
  readonly value: string;
  readonly outcome: TraceOutcome;
  readonly detail: string;
}

/** Collects the trace of one kind of sync. */
export interface Tracer {
  readonly rows: TraceRow[];
  note(setting: string, value: string, outcome: TraceOutcome, detail: string): void;
}

/** Starts a trace about one claim. */
export function startTrace(about: Pick<TraceRow, "kind" | "organizationId" | "claim">): Tracer {
  const rows: TraceRow[] = [];
  return {
    rows,
    note: (setting, value, outcome, detail) =>
      rows.push({ ...about, setting, value, outcome, detail }),
  };
}
