// A thread that plants faults one after another. It may hang in one of them; the parent then ends it.
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import { Suite } from "./suite.ts";

/** What the thread is started with. */
export interface WorkerInput {
  readonly root: string;
  readonly tests: readonly string[];
}

/** The first message of the thread: how long running every test once took. */
export interface Ready {
  readonly suiteMs: number;
}

/** A question to the thread. */
export interface Order {
  readonly source: string;
  readonly mutant: Mutant;
}

const port = parentPort;
if (port === null) throw new Error("worker.ts runs as a thread of main.ts");
const { root, tests } = workerData as WorkerInput;
const suite = await Suite.open(
  root,
  tests.map((path) => join(root, path)),
);
const ready: Ready = { suiteMs: suite.durationMs };
port.postMessage(ready);
port.on("message", (order: Order) => {
  const source = join(root, order.source);
  void suite.judge(source, order.mutant).then((verdict) => port.postMessage(verdict));
});
