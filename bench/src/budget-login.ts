import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMs } from "./child.ts";
import { type LoadResult, runLoad } from "./load.ts";
import { type Finding, summarize } from "./report.ts";
import { owner } from "./seed.ts";
import type { Stage } from "./stage.ts";

/** More than the 64 places of the queue and the slots of any machine this is likely to run on. */
const connections = 64 + 2 * availableParallelism() + 32;
const hashingCores = Math.max(1, availableParallelism() - 1);

/** Passwords are hashed on all cores but one while the event loop stays free; the excess is refused. */
export async function measureLogin(stage: Stage): Promise<Finding[]> {
  const url = `${stage.server.address}/api/v2/users/login`;
  const body = JSON.stringify({ email: owner.email, password: owner.password });
  await eventLoopDelayMs(stage); // reading starts a new period
  const before = await cpuMs(stage.server.pid);
  const begun = performance.now();
  const seconds = stage.quick ? 5 : 10;
  const load = runLoad({ url, connections, seconds, method: "POST", body });
  const delays: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await sleep(1000);
    delays.push(await eventLoopDelayMs(stage));
  }
  const wallMs = performance.now() - begun;
  const after = await cpuMs(stage.server.pid);
  const result = await load;
  const findings = [delayFinding(delays, result), refusalFinding(result)];
  if (before !== null && after !== null) findings.push(coresFinding((after - before) / wallMs));
  return findings;
}

async function eventLoopDelayMs(stage: Stage): Promise<number> {
  const response = await fetch(`${stage.server.address}/metrics`);
  const text = await response.text();
  const found = /^gatehouse_event_loop_delay_seconds\{quantile="0.99"\} (\S+)$/m.exec(text);
  return Number(found?.[1] ?? Number.NaN) * 1000;
}

function delayFinding(delays: readonly number[], result: LoadResult): Finding {
  const logins = result.statuses["201"] ?? 0;
  return {
    budget: "login",
    what: `event-loop delay p99 of a second, ${connections} logins at a time`,
    ours: `${logins} logins, ${result.statuses["429"] ?? 0} refused`,
    baseline: "",
    ...summarize(delays),
    unit: "ms",
    limit: { at: "most", value: 20 },
  };
}

/** Every request was answered: with a session or with 429, and with nothing else. */
function refusalFinding(result: LoadResult): Finding {
  const { 201: made = 0, 429: refused = 0, ...others } = result.statuses;
  const unexpected = Object.values(others).reduce((sum, count) => sum + count, 0) + result.errors;
  return {
    budget: "login",
    what: "answers that are neither a session nor 429",
    ours: `${made} × 201, ${refused} × 429`,
    baseline: "",
    ...summarize([made > 0 && refused > 0 ? unexpected : Number.NaN]),
    unit: "",
    limit: { at: "most", value: 0 },
  };
}

function coresFinding(cores: number): Finding {
  return {
    budget: "login",
    what: `cores that the server keeps busy, of ${hashingCores} for hashing`,
    ours: `${cores.toFixed(2)} cores`,
    baseline: "",
    ...summarize([cores / hashingCores]),
    unit: "×",
    limit: { at: "least", value: 0.5 },
  };
}
