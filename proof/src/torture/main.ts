import { parseArgs } from "node:util";
import { runCommand, say } from "../support/command.ts";
import { clients } from "./clients.ts";
import { crash } from "./crash.ts";
import { database } from "./database.ts";
import { disk } from "./disk.ts";
import { replicas } from "./replicas.ts";
import type { PartOptions, PartReport } from "./report.ts";

const parts: Readonly<Record<string, (options: PartOptions) => Promise<PartReport>>> = {
  crash,
  database,
  replicas,
  disk,
  clients,
};

const help = `Usage: npm run torture -- [PART…] [options]

Hurts running servers and their database, and checks that nothing acknowledged is lost and nobody is let in.

Options:
  --quick        the short form that CI runs: about two minutes
  --seed N       repeats the choices of a run (default: printed and new each time)
  --help         this text

Parts (default: all of them):
  crash      kill -9 of server and embedded PostgreSQL under concurrent writes, many rounds
  database   connections cut, listening connection cut, database unreachable, network silent, pool exhausted
  replicas   two and four servers: suspensions, revocations, role changes are known everywhere within a second
  disk       full disk, read-only data directory (needs root, to mount a small file system)
  clients    slow clients, half-open connections, floods of headers and bodies

Examples:
  npm run torture
  npm run torture -- --quick --seed 7
  npm run torture -- crash replicas
`;

async function main(): Promise<number> {
  const { values, positionals: wanted } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      seed: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  if (!Number.isInteger(seed)) throw new Error("--seed takes a whole number");
  const unknown = wanted.find((name) => parts[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`there is no part ${unknown}, only ${Object.keys(parts).join(", ")}`);
  const chosen = Object.entries(parts).filter(
    ([name]) => wanted.length === 0 || wanted.includes(name),
  );
  const lines: string[] = [];
  const faults: string[] = [];
  for (const [name, part] of chosen) {
    say(`${name}, seed ${seed}`);
    const report = await part({ seed, scale: values.quick ? 0.15 : 1 });
    lines.push(...report.lines);
    faults.push(...report.faults);
  }
  for (const fault of faults) process.stdout.write(`\n${fault}\n`);
  const verdict =
    faults.length === 0 ? "Nothing was lost and nobody was let in" : `${faults.length} faults`;
  process.stdout.write(`\n${lines.join("\n")}\n${verdict}. Seed ${seed}.\n`);
  return faults.length === 0 ? 0 : 1;
}

runCommand("torture", main);
