import { readFileSync } from "node:fs";
import { ModuleGraph } from "./module-graph.ts";
import type { Mutant } from "./mutants.ts";
import { applyMutant } from "./mutants.ts";
import type { RegisteredTest } from "./test-shim.ts";
import { collector, frugalProperties } from "./test-shim.ts";

/** What became of one mutant: the test that noticed it, or null when none did. */
export interface Verdict {
  readonly killedBy: string | null;
}

interface TimedTest {
  readonly file: string;
  readonly name: string;
  durationMs: number;
  kills: number;
}

/** The test files that may notice a fault, loaded in this thread. */
export class Suite {
  readonly #graph: ModuleGraph;
  readonly #files: readonly string[];
  readonly #tests: TimedTest[] = [];

  private constructor(graph: ModuleGraph, files: readonly string[]) {
    this.#graph = graph;
    this.#files = files;
  }

  /** Loads the files and runs every test once; throws when one fails without any fault. */
  static async open(root: string, files: readonly string[]): Promise<Suite> {
    const graph = new ModuleGraph(root);
    graph.provide("vitest", collector().module);
    graph.provide("fast-check", frugalProperties());
    for (const file of files) await graph.prepare(file);
    const suite = new Suite(graph, files);
    for (const file of files) {
      for (const test of suite.#collect(file)) {
        const began = performance.now();
        await test.run();
        const durationMs = performance.now() - began;
        suite.#tests.push({ file, name: test.name, durationMs, kills: 0 });
      }
    }
    return suite;
  }

  /** How long every test once took, without loading them. */
  get durationMs(): number {
    return this.#tests.reduce((sum, test) => sum + test.durationMs, 0);
  }

  /** Whether a test of the suite can notice a fault in the file at all. */
  covers(source: string): boolean {
    return this.#files.some((file) => this.#graph.reaches(file, source));
  }

  /** Plants the fault and runs the tests that reach it, quick and successful ones first. */
  async judge(source: string, mutant: Mutant): Promise<Verdict> {
    const text = readFileSync(source, "utf8");
    const restore = this.#graph.exchange(source, applyMutant(text, mutant));
    try {
      return await this.#run(source);
    } finally {
      restore();
    }
  }

  async #run(source: string): Promise<Verdict> {
    const registered = new Map<string, Map<string, RegisteredTest>>();
    for (const file of this.#files.filter((one) => this.#graph.reaches(one, source))) {
      try {
        const tests = this.#collect(file);
        registered.set(file, new Map(tests.map((test) => [test.name, test])));
      } catch {
        return { killedBy: `${file} (does not load)` };
      }
    }
    for (const timed of this.#tests.toSorted((a, b) => rank(a) - rank(b))) {
      const tests = registered.get(timed.file);
      if (tests === undefined) continue;
      const killed = await fails(tests.get(timed.name));
      if (!killed) continue;
      timed.kills += 1;
      return { killedBy: timed.name };
    }
    return { killedBy: null };
  }

  #collect(file: string): readonly RegisteredTest[] {
    const { module, tests } = collector();
    this.#graph.provide("vitest", module);
    this.#graph.load(file);
    return tests;
  }
}

/** Tests that cost little and have noticed much come first. */
function rank({ durationMs, kills }: TimedTest): number {
  return (durationMs + 0.05) / (kills + 1);
}

/** A test that is missing, because its name depends on the fault, has noticed it too. */
async function fails(test: RegisteredTest | undefined): Promise<boolean> {
  if (test === undefined) return true;
  try {
    await test.run();
    return false;
  } catch {
    return true;
  }
}
