import { ApiError } from "@gatehouse/contract";
import type { HealthReporter } from "../../context/services.ts";
import { checkNames, type HealthDeps, type RunningReport, runReport } from "./report.ts";
import type { HealthReport } from "./sections.ts";

const timeoutMs = 30_000;

/** Creates the reporter. A run goes on when its requester leaves; after 30 s callers get 503. */
export function createHealthReporter(deps: HealthDeps): HealthReporter {
  let cached: { report: HealthReport; atMs: number } | null = null;
  let running: RunningReport | null = null;

  function start(token: string | null): RunningReport {
    const run = runReport(deps, token);
    running = run;
    run.promise
      .then((report) => {
        cached = { report, atMs: performance.now() };
      })
      .catch((error: unknown) => deps.log.error({ err: error }, "health report failed"))
      .finally(() => {
        running = null;
      });
    return run;
  }

  return {
    async report({ force, token }) {
      const youngMs = deps.config.healthCheckRefreshMs;
      if (!force && cached !== null && performance.now() - cached.atMs < youngMs) {
        return cached.report;
      }
      const run = running ?? start(token);
      return withDeadline(run);
    },
  };
}

async function withDeadline(run: RunningReport): Promise<HealthReport> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const waiting = checkNames.filter((name) => !run.finished.has(name));
      const detail = `finished: ${[...run.finished].join(", ")}; still running: ${waiting.join(", ")}`;
      reject(new ApiError("unavailable", { message: "The health checks take too long.", detail }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([run.promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
