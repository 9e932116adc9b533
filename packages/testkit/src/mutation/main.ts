// `npm run mutate`: plants faults in the code that decides about access and counts those that no test notices.
// Arguments: parts of paths limit it to some files; --survivors tries again only what was not noticed before;
// --report writes the page from what is known, and counts what was never tried as not noticed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Judge } from "./judge.ts";
import { mutantsOf } from "./mutants.ts";
import { type FileReport, reportPage, scoreOf } from "./report.ts";
import { checksumOf, Results, survivors } from "./results.ts";
import { type Target, targets } from "./targets.ts";

const requiredShare = 0.95;
const reportPath = "docs/reference/mutation.md";
const root = process.cwd();
const reportOnly = process.argv.includes("--report");
const onlySurvivors = reportOnly || process.argv.includes("--survivors");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const results = new Results(root);

async function examine(target: Target, source: string, judge: Judge): Promise<FileReport> {
  const path = join(root, source);
  const mutants = mutantsOf(path, readFileSync(path, "utf8"));
  const checksum = checksumOf([path, ...target.tests.map((test) => join(root, test))]);
  const known = results.of(source, checksum, onlySurvivors);
  const verdicts = { ...known };
  for (const mutant of mutants) {
    if (known[mutant.id] !== undefined) continue;
    if (reportOnly) {
      verdicts[mutant.id] = null;
      continue;
    }
    verdicts[mutant.id] = (await judge.judge({ source, mutant })).killedBy;
    results.store(source, checksum, verdicts);
  }
  const left = survivors(mutants, verdicts);
  process.stderr.write(`${source}: ${mutants.length} faults, ${left.length} not noticed\n`);
  for (const { line, original, replacement } of left) {
    process.stderr.write(`  ${line}: ${original.slice(0, 200)}  →  ${replacement.slice(0, 200)}\n`);
  }
  return { target: target.name, source, mutants: mutants.length, survivors: left };
}

async function examineTarget(target: Target): Promise<FileReport[]> {
  const sources = target.sources.filter(
    (source) => wanted.length === 0 || wanted.some((part) => source.includes(part)),
  );
  if (sources.length === 0) return [];
  const judge = new Judge({ root, tests: target.tests });
  const reports: FileReport[] = [];
  try {
    for (const source of sources) reports.push(await examine(target, source, judge));
  } finally {
    await judge.close();
  }
  return reports;
}

const reports: FileReport[] = [];
for (const target of targets(root)) reports.push(...(await examineTarget(target)));
const withFaults = reports.filter(({ mutants }) => mutants > 0);
if (wanted.length === 0)
  writeFileSync(join(root, reportPath), reportPage(withFaults, requiredShare));
process.stderr.write(`${(scoreOf(withFaults) * 100).toFixed(2)} % noticed\n`);
process.exitCode = scoreOf(withFaults) >= requiredShare ? 0 : 1;
