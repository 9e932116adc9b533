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
}

/** The running schedule. */
export interface JobRunner {
  stop(): Promise<void>;
}

/**
 * Runs every job at its interval, spread a little, on whichever replica gets the lease; a job that any
 * replica finished within half its interval is not due. A failure is logged and tried again next time.
 */
export function startJobs(deps: Deps, jobs: readonly Job[]): JobRunner {
  const holder = newId();
  const running = new Set<Promise<void>>();
  const timers = jobs.map((job) => {
    const timer = setInterval(() => {
      const run = runOnce(deps, job, holder).finally(() => running.delete(run));
      running.add(run);
    }, job.everyMs);
    timer.unref();
    return timer;
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
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
