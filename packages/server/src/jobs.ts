import type { Deps } from "./context/deps.ts";
import { acquireLease, ranWithin, releaseLease } from "./db/leases.ts";
import { newId } from "./platform/ids.ts";

/** Periodic work; one replica runs it at a time. */
export interface Job {
  name: string;
  everyMs: number;
  /** Longest run; after it another replica may take over. */
  leaseSeconds: number;
  run: (deps: Deps, runId: string) => Promise<void>;
  /** Also run when a server starts, unless another replica did lately. */
  atStart?: true;
}

/** Periodic work that every replica does for itself, first at start. */
export interface LocalJob {
  name: string;
  everyMs: number;
  run: (deps: Deps) => Promise<void>;
}

/** The running schedule. */
export interface JobRunner {
  stop(): Promise<void>;
}

/**
 * Runs every job at its interval, spread a little, on whichever replica gets the lease; a job that any
 * replica finished within half its interval is not due. A failure is logged and tried again next time.
 */
export function startJobs(
  deps: Deps,
  jobs: readonly Job[],
  localJobs: readonly LocalJob[],
): JobRunner {
  const holder = newId();
  const running = new Set<Promise<void>>();
  function start(work: () => Promise<void>): void {
    const run = work().finally(() => running.delete(run));
    running.add(run);
  }
  const timers = [
    ...jobs.map((job) => setInterval(() => start(() => runOnce(deps, job, holder)), job.everyMs)),
    ...localJobs.map((job) => setInterval(() => start(() => runLocal(deps, job)), job.everyMs)),
  ];
  for (const timer of timers) timer.unref();
  for (const job of localJobs) start(() => runLocal(deps, job));
  for (const job of jobs) if (job.atStart) start(() => runOnce(deps, job, holder));
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}

async function runLocal(deps: Deps, job: LocalJob): Promise<void> {
  try {
    await job.run(deps);
  } catch (error) {
    deps.log.warn({ err: error, job: job.name }, "job failed; it runs again at its next time");
  }
}

async function runOnce(deps: Deps, job: Job, holder: string): Promise<void> {
  try {
    if (await ranWithin(deps.db, job.name, job.everyMs / 2000)) return;
    const lease = { name: job.name, holder, seconds: job.leaseSeconds };
    if (!(await acquireLease(deps.db, lease))) return;
    try {
      await job.run(deps, newId());
    } finally {
      await releaseLease(deps.db, lease);
    }
  } catch (error) {
    deps.log.warn({ err: error, job: job.name }, "job failed; it runs again at its next time");
  }
}
