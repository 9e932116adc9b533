import { Worker } from "node:worker_threads";
import type { Verdict } from "./suite.ts";
import type { Order, Ready, WorkerInput } from "./worker.ts";

const startCpuMs = 300_000;

/** A fault may make a promise wait for ever, which costs no processor time: such a wait ends after this. */
const maxWaitMs = 120_000;

/** A thread that judges mutants, replaced by a new one when a fault makes it hang or break. */
export class Judge {
  readonly #input: WorkerInput;
  #cpuMs = 0;
  #worker: Worker | null = null;

  constructor(input: WorkerInput) {
    this.#input = input;
  }

  /** The verdict on one mutant; a hang and a broken thread count as noticed. */
  async judge(order: Order): Promise<Verdict> {
    this.#worker ??= await this.#start();
    const answer = await ask<Verdict>(this.#worker, this.#cpuMs, order);
    if (answer !== null) return answer;
    await this.close();
    return { killedBy: "(hangs)" };
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: this.#input,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const ready = await ask<Ready>(worker, startCpuMs);
    if (ready === null) throw new Error("the tests fail without any fault, or need too long");
    this.#cpuMs = 2_000 + 3 * ready.suiteMs;
    return worker;
  }
}

/**
 * The next message of the thread, after telling it something; null when it breaks or needs more than this
 * much processor time. Time on the clock would depend on what else the machine does.
 */
function ask<Answer>(worker: Worker, cpuMs: number, order?: Order): Promise<Answer | null> {
  return new Promise((resolve) => {
    const finish = (answer: Answer | null) => {
      clearInterval(timer);
      worker.off("message", finish);
      worker.off("error", broken);
      resolve(answer);
    };
    const broken = (error: unknown) => {
      if (order === undefined) process.stderr.write(`${String(error)}\n`);
      finish(null);
    };
    const [began, before] = [performance.now(), process.cpuUsage()];
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      const stuck = order !== undefined && performance.now() - began > maxWaitMs;
      if (stuck || (user + system) / 1000 > cpuMs) finish(null);
    }, 100);
    worker.on("message", finish);
    worker.on("error", broken);
    if (order !== undefined) worker.postMessage(order);
  });
}
