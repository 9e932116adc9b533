import type { CoreDeps } from "../../context/deps.ts";
import { findingSection, type HealthReport, soundSection } from "./sections.ts";
import { ping } from "./store.ts";

const pings = 5;
const budgetMs = 5000;

/** How fast the database answers: the median of five pings (spec deployment §4.2). */
export async function checkDatabase(
  deps: Pick<CoreDeps, "db" | "config">,
): Promise<HealthReport["database"]> {
  const thresholdMs = deps.config.healthCheckThresholdDatabaseMs;
  try {
    const latencyMs = await medianPing(deps);
    const latency = {
      reachable: true,
      latency: `${latencyMs.toFixed(3)}ms`,
      latency_ms: Math.round(latencyMs),
      threshold_ms: thresholdMs,
    };
    if (latencyMs < thresholdMs) return { ...soundSection(), ...latency };
    const message = `The database answers in ${latency.latency}, the threshold is ${thresholdMs}ms.`;
    return { ...findingSection("warning", { code: "EDB02", message }), ...latency };
  } catch {
    const finding = { code: "EDB01", message: "The database does not answer." } as const;
    return {
      ...findingSection("error", finding),
      reachable: false,
      latency: "0s",
      latency_ms: 0,
      threshold_ms: thresholdMs,
    };
  }
}

async function medianPing(deps: Pick<CoreDeps, "db">): Promise<number> {
  const until = performance.now() + budgetMs;
  const times: number[] = [];
  for (let turn = 0; turn < pings && performance.now() < until; turn += 1) {
    const startedMs = performance.now();
    await ping(deps.db);
    times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? budgetMs;
}
