import { type Profiler, Session } from "node:inspector/promises";
import { pathToFileURL } from "node:url";
import { type Random, seeded } from "../support/random.ts";
import { mangled } from "./case.ts";
import type { Exports } from "./parser-properties.ts";
import { type Parser, parsers } from "./parsers.ts";

/** What one parser's run found. */
export interface ParserResult {
  runs: number;
  /** Blocks of code that were reached. */
  places: number;
  /** Inputs that reached something new. */
  kept: number;
  faults: readonly string[];
}

const batchSize = 64;
const longestInput = 4096;
const slowestMs = 500;
const mostFaults = 5;

/**
 * Feeds mutated inputs to a parser and keeps those that reach new code, which V8's own block coverage tells: after each
 * batch the counters are read, and a batch that reached something new is run again one by one to find the input.
 */
export async function fuzzParser(
  name: string,
  options: { seed: number; seconds: number },
): Promise<ParserResult> {
  const parser = parsers[name];
  if (parser === undefined) throw new Error(`there is no parser ${name}`);
  const random = seeded(options.seed);
  const coverage = await openCoverage();
  try {
    const exports: Exports = Object.assign(
      {},
      ...(await Promise.all(parser.modules.map((path) => import(pathToFileURL(path).href)))),
    );
    const corpus: Buffer[] = parser.seeds.map((text) => Buffer.from(text));
    const faults: string[] = [];
    let runs = 0;
    for (const input of corpus) faults.push(...judged(parser, exports, input));
    await coverage.hasNew();
    const deadline = performance.now() + options.seconds * 1000;
    while (performance.now() < deadline && faults.length < mostFaults) {
      const batch = Array.from({ length: batchSize }, () => mutated(random, corpus));
      for (const input of batch) faults.push(...judged(parser, exports, input));
      runs += batch.length;
      if (!(await coverage.hasNew())) continue;
      corpus.push(
        ...(await coverage.finders(batch, (input) => void judged(parser, exports, input))),
      );
    }
    return { runs, places: coverage.size(), kept: corpus.length, faults };
  } finally {
    coverage.close();
  }
}

/** Runs one input; anything but a result or a declared refusal is a fault. */
function judged(parser: Parser, exports: Exports, input: Buffer): string[] {
  // Time of the processor: a busy machine must not look like a slow parser.
  const begun = process.cpuUsage();
  try {
    parser.call(exports, input);
  } catch (error) {
    const isRefusal = error instanceof Error && parser.refusals.includes(error.name);
    if (!isRefusal) return [`${String(error)} for ${JSON.stringify(input.toString("latin1"))}`];
  }
  const { user, system } = process.cpuUsage(begun);
  const tookMs = (user + system) / 1000;
  if (tookMs < slowestMs) return [];
  return [
    `took ${Math.round(tookMs)} ms for ${JSON.stringify(input.toString("latin1")).slice(0, 500)}`,
  ];
}

function mutated(random: Random, corpus: readonly Buffer[]): Buffer {
  let input: Buffer = random.pick(corpus);
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) {
    const choice = random.below(6);
    const at = random.below(input.length + 1);
    if (choice === 0) input = mangled(random, input);
    else if (choice === 1)
      input = Buffer.concat([input.subarray(0, at), random.pick(corpus).subarray(random.below(8))]);
    else if (choice === 2 && at < input.length) {
      input = Buffer.from(input);
      input.writeUInt8(input.readUInt8(at) ^ (1 << random.below(8)), at);
    } else if (choice === 3)
      input = Buffer.concat([input.subarray(0, at), input.subarray(at + 1 + random.below(4))]);
    else if (choice === 4) input = Buffer.concat([input, input.subarray(at)]);
    else
      input = Buffer.concat([
        input.subarray(0, at),
        Buffer.from(random.pick([...'{}[]":,;=-.%*\\ \n0e'])),
        input.subarray(at),
      ]);
  }
  return input.subarray(0, longestInput);
}

interface Coverage {
  /** True where code was reached since the last call that was never reached before. */
  hasNew(): Promise<boolean>;
  /** Which of the inputs reach code that none before them did. */
  finders(inputs: readonly Buffer[], run: (input: Buffer) => void): Promise<Buffer[]>;
  size(): number;
  close(): void;
}

async function openCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const reached = new Set<string>();
  let candidates = new Set<string>();
  const take = async (): Promise<Set<string>> => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return placesOf(result);
  };
  return {
    hasNew: async () => {
      candidates = new Set([...(await take())].filter((place) => !reached.has(place)));
      for (const place of candidates) reached.add(place);
      return candidates.size > 0;
    },
    finders: async (inputs, run) => {
      const kept: Buffer[] = [];
      for (const input of inputs) {
        if (candidates.size === 0) break;
        run(input);
        const found = await take();
        const hits = [...found].filter((place) => candidates.has(place));
        if (hits.length === 0) continue;
        for (const place of hits) candidates.delete(place);
        kept.push(input);
      }
      return kept;
    },
    size: () => reached.size,
    close: () => session.disconnect(),
  };
}

/** Blocks of our own code that ran, by script and range. */
function placesOf(scripts: readonly Profiler.ScriptCoverage[]): Set<string> {
  const places = new Set<string>();
  for (const { url, functions } of scripts) {
    if (!/\/packages\/\w+\/dist\//.test(url)) continue;
    for (const { ranges } of functions) {
      for (const { count, startOffset, endOffset } of ranges) {
        if (count > 0) places.add(`${url}:${startOffset}:${endOffset}`);
      }
    }
  }
  return places;
}
