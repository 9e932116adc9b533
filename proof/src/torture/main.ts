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

const help = `Usage: npm run torture -- [options]

Hurts running servers and their database, and checks that nothing acknowledged is lost and nobody is let in.

Options:
  --quick        the short form that CI runs: about two minutes
  --only PART    only this part; may be repeated: ${Object.keys(parts).join(", ")}
  --seed N       repeats the choices of a run (default: printed and new each time)
  --help         this text

Parts:
  crash      kill -9 of server and embedded PostgreSQL under concurrent writes, many rounds
  database   connections cut, listening connection cut, database unreachable, network silent, pool exhausted
  replicas   two and four servers: suspensions, revocations, role changes are known everywhere within a second
  disk       full disk, read-only data directory (needs root, to mount a small file system)
  clients    slow clients, half-open connections, floods of headers and bodies

Examples:
  npm run torture
  npm run torture -- --quick --seed 7
  npm run torture -- --only crash
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
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
  const unknown = values.only.find((name) => parts[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: not one of ${Object.keys(parts).join(", ")}`);
  const chosen = Object.entries(parts).filter(
    ([name]) => values.only.length === 0 || values.only.includes(name),
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
