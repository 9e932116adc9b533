import { StatusBadge } from "../../components/badge/status-badge.tsx";
import type { Severity } from "./sections.ts";

const marks = { ok: "ok", warning: "warning", error: "failed" } as const;
const words: Readonly<Record<Severity, string>> = {
  ok: "Healthy",
  warning: "Needs attention",
  error: "Not healthy",
};

/** The state of a severity as mark and word. */
export function SeverityBadge({
  severity,
  tinted = false,
}: {
  readonly severity: Severity;
  readonly tinted?: boolean;
}) {
  return <StatusBadge status={marks[severity]} word={words[severity]} tinted={tinted} />;
}
