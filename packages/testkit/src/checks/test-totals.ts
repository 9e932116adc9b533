// The last line of `npm test`. Argument: the folder with the reports of this run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface TestFile {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly TestFile[];
}

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** A file that could not be loaded has no failed test of its own, so it counts as one. */
function brokenFiles(report: Report): number {
  return report.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
}

/**
 * Adds up one level.
 *
 * A level that ended badly without a failed test (a crash, an unhandled rejection, no report) counts as one failure.
 */
function levelTotals(folder: string, level: string): Totals {
  const exitCode = Number(readFileSync(join(folder, `${level}.status`), "utf8"));
  const path = join(folder, `${level}.json`);
  const crashed = exitCode === 0 ? 0 : 1;
  if (!existsSync(path)) {
    return { passed: 0, failed: crashed };
  }
  const report: Report = JSON.parse(readFileSync(path, "utf8"));
  const failed = report.numFailedTests + brokenFiles(report);
  return { passed: report.numPassedTests, failed: Math.max(failed, crashed) };
}

/**
 * Adds up the levels of one test run.
 *
 * `reports` holds per level `NAME.status` (exit code) and, unless Vitest crashed, its `NAME.json` report.
 */
function testTotals(reports: string): Totals {
  let passed = 0;
  let failed = 0;
  for (const name of readdirSync(reports)) {
    if (name.endsWith(".status")) {
      const level = levelTotals(reports, name.slice(0, -".status".length));
      passed += level.passed;
      failed += level.failed;
    }
  }
  return { passed, failed };
}

const { passed, failed } = testTotals(process.argv[2] ?? ".");
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
