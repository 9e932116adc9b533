import type { WireHealthReport } from "@gatehouse/contract";

/** The health report of the wire. */
export type HealthReport = WireHealthReport;

/** How bad a finding is. */
export type Severity = HealthReport["severity"];

type Finding = HealthReport["database"]["warnings"][number];

/** The fields that every section starts with. */
export interface SectionBase {
  healthy: boolean;
  severity: Severity;
  warnings: Finding[];
  dismissed: boolean;
  error?: string | undefined;
}

const ranks: Record<Severity, number> = { ok: 0, warning: 1, error: 2 };

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return ranks[a] >= ranks[b] ? a : b;
}

/** A section without findings. */
export function soundSection(): SectionBase {
  return { healthy: true, severity: "ok", warnings: [], dismissed: false };
}

/** A section with one finding; an error makes it unhealthy, a warning only where `healthy` is told. */
export function findingSection(
  severity: "warning" | "error",
  finding: Finding,
  options: { healthy?: boolean } = {},
): SectionBase {
  const healthy = options.healthy ?? severity !== "error";
  const base = { healthy, severity, warnings: [finding], dismissed: false };
  return severity === "error" ? { ...base, error: `${finding.code}: ${finding.message}` } : base;
}
