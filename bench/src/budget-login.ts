import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMs } from "./child.ts";
import { type LoadResult, runLoad } from "./load.ts";
import { type Finding, summarize } from "./report.ts";
import { owner } from "./seed.ts";
import type { Stage } from "./stage.ts";

/** More than the 64 places of the queue and the slots of any machine this is likely to run on. */
const connections = 64 + 2 * availableParallelism() + 32;
const answerWithinMs = 30_000;
const hashingCores = Math.max(1, availableParallelism() - 1);

/** Passwords are hashed on all cores but one while the event loop stays free; the excess is refused. */
export async function measureLogin(stage: Stage): Promise<Finding[]> {
  const url = `${stage.server.address}/api/v2/users/login`;
  const body = JSON.stringify({ email: owner.email, password: owner.password });
  // First, while no abandoned login of the load fills the queue.
  const refusal = refusalFinding(await burst(url, body));
  await eventLoopDelayMs(stage); // reading starts a new period
  const before = await cpuMs(stage.server.pid);
  const begun = performance.now();
  const seconds = stage.quick ? 3 : 10;
  const load = runLoad({ url, connections, seconds, method: "POST", body });
  const delays: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await sleep(1000);
    delays.push(await eventLoopDelayMs(stage));
  }
  const wallMs = performance.now() - begun;
  const after = await cpuMs(stage.server.pid);
  const result = await load;
  const findings = [delayFinding(delays, result), refusal];
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

/** As many logins as in the load, at once; the statuses of all of them, 0 for no answer in time. */
async function burst(url: string, body: string): Promise<number[]> {
  const one = async (): Promise<number> => {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(url, { method: "POST", body, signal });
    await response.arrayBuffer();
    return response.status;
  };
  return Promise.all(Array.from({ length: connections }, () => one().catch(() => 0)));
}

/** Every request was answered: with a session or with 429, and with nothing else. */
function refusalFinding(statuses: readonly number[]): Finding {
  const made = statuses.filter((status) => status === 201).length;
  const refused = statuses.filter((status) => status === 429).length;
  return {
    budget: "login",
    what: `of ${connections} logins at once, neither made nor refused with 429`,
    ours: `${made} × 201, ${refused} × 429`,
    baseline: "",
    ...summarize([refused > 0 ? statuses.length - made - refused : Number.NaN]),
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
