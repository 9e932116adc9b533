import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { dirname } from "node:path";
import type { BudgetName } from "./options.ts";

/** One budget, measured. */
export interface Finding {
  budget: BudgetName;
  what: string;
  /** What was measured, and of the baseline in the same run where there is one. */
  ours: string;
  baseline: string;
  /** The figure that the budget is about, median over the rounds; `spread` is lowest to highest. */
  value: number;
  unit: "×" | "ms" | "µs" | "MiB" | "";
  spread: readonly [number, number];
  limit: { at: "least" | "most"; value: number };
}

/** Whether a finding keeps its budget; a figure that could not be measured does not. */
export function isKept({ value, limit }: Finding): boolean {
  return limit.at === "least" ? value >= limit.value : value <= limit.value;
}

/** Median of a few rounds; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  if (!Number.isInteger(middle)) return upper;
  return ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median and range in the form that a finding wants. */
export function summarize(values: readonly number[]): Pick<Finding, "value" | "spread"> {
  return { value: median(values), spread: [Math.min(...values), Math.max(...values)] };
}

const titles = ["", "budget", "path", "ours", "baseline", "figure", "spread", "limit"] as const;

/** The findings as a table for people. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { unit, limit, spread } = finding;
    const mark = limit.at === "least" ? "≥" : "≤";
    return [
      isKept(finding) ? "ok" : "MISSED",
      finding.budget,
      finding.what,
      finding.ours,
      finding.baseline,
      figure(finding.value, unit),
      `${figure(spread[0], "")}–${figure(spread[1], "")}`,
      `${mark} ${figure(limit.value, unit)}`,
    ];
  });
  return columns([titles, ...rows]);
}

/** Rows of cells, the first one being the titles, as lines of aligned text. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_title, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}

function figure(value: number, unit: Finding["unit"]): string {
  const digits = Math.abs(value) < 10 ? 2 : 0;
  const text = value.toFixed(digits);
  return unit === "" ? text : `${text} ${unit}`;
}

/** Writes the figures, and whatever else was measured, with a description of the machine. */
export async function writeFindings(
  path: string,
  findings: readonly Finding[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const report = {
    date: new Date().toISOString(),
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    findings: findings.map((finding) => ({ ...finding, kept: isKept(finding) })),
    ...more,
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
}
