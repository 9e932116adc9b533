import { parseArgs } from "node:util";
import { runCommand, say } from "../support/command.ts";
import { fuzzApi } from "./api.ts";
import { fuzzParser } from "./coverage.ts";
import { parserNames } from "./parsers.ts";

const help = `Usage: npm run fuzz -- [options]

Sends random and mutated requests of every role to a running server, and random bytes to every parser, guided by the
code they reach. No 5xx, no answer without the error envelope, no secret in an answer or the log, no crash.

Options:
  --quick           twenty seconds of requests, one and a half for each parser: the form that CI runs
  --seconds N       seconds of requests (default 300)
  --parser-seconds N  seconds for each parser (default 30)
  --seed N          repeats a run (default: printed and new each time)
  --only TEXT       only operations whose id or path contains this; no parsers
  --parser NAME     only this parser: ${parserNames.join(", ")}
  --help            this text

Examples:
  npm run fuzz
  npm run fuzz -- --quick --seed 7
  npm run fuzz -- --only createUser --seconds 60
  npm run fuzz -- --parser json --parser-seconds 120
`;

interface Options {
  seed: number;
  seconds: number;
  parserSeconds: number;
  only: string | null;
  parsers: readonly string[];
  requests: boolean;
}

/** Reads the command line; null when help is asked for. */
function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      seconds: { type: "string" },
      "parser-seconds": { type: "string" },
      seed: { type: "string" },
      only: { type: "string" },
      parser: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const seconds = Number(values.seconds ?? (values.quick ? 20 : 300));
  const parserSeconds = Number(values["parser-seconds"] ?? (values.quick ? 1.5 : 30));
  if (![seed, seconds, parserSeconds].every((number) => Number.isFinite(number) && number >= 0)) {
    throw new Error("--seed, --seconds and --parser-seconds take numbers");
  }
  const { only = null, parser } = values;
  if (parser !== undefined && !parserNames.includes(parser)) {
    throw new Error(`--parser ${parser}: not one of ${parserNames.join(", ")}`);
  }
  const chosen = parser === undefined ? parserNames : [parser];
  const parsers = only === null ? chosen : [];
  return { seed, seconds, parserSeconds, only, parsers, requests: parser === undefined };
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  const faults: string[] = [];
  const lines: string[] = [];
  for (const name of options.parsers) {
    say(`parser ${name}`);
    const told = await fuzzParser(name, { seed: options.seed, seconds: options.parserSeconds });
    faults.push(...told.faults.map((fault) => `parser ${name}: ${fault}`));
    lines.push(
      `parser ${name}: ${told.runs.toLocaleString("en")} inputs, ${told.places} places reached, ${told.kept} inputs kept`,
    );
  }
  if (options.requests) {
    say(`requests, seed ${options.seed}`);
    const told = await fuzzApi(options);
    faults.push(...told.faults);
    const statuses = [...told.statuses].sort(([a], [b]) => a - b);
    lines.push(
      `requests: ${told.cases.toLocaleString("en")}; ${statuses.map(([status, count]) => `${status}: ${count}`).join(", ")}`,
      `operations that succeeded at least once: ${told.succeeded} of ${told.operations}; 99 % of answers within ${Math.round(told.p99Ms)} ms, slowest ${Math.round(told.slowestMs)} ms`,
    );
  }
  for (const fault of faults) process.stdout.write(`\n${fault}\n`);
  const verdict = faults.length === 0 ? "Nothing found" : `${faults.length} faults`;
  process.stdout.write(`\n${lines.join("\n")}\n${verdict}. Seed ${options.seed}.\n`);
  return faults.length === 0 ? 0 : 1;
}

runCommand("fuzz", main);
