import { availableParallelism } from "node:os";
import { measureCheck } from "./budget-check.ts";
import { measureGroups } from "./budget-groups.ts";
import { measureList, measureSearch } from "./budget-lists.ts";
import { measureLogin } from "./budget-login.ts";
import { measureMe } from "./budget-me.ts";
import { measureMembers } from "./budget-members.ts";
import { measureStart } from "./budget-start.ts";
import { measureUsage } from "./budget-usage.ts";
import { cleanUp, residentMib } from "./child.ts";
import { measureDecide } from "./decide.ts";
import { growthTable, measureGrowth } from "./growth.ts";
import { type BudgetName, help, type Options, readOptions } from "./options.ts";
import { measureProcesses, processTable } from "./processes.ts";
import { measureProfile, profileTable } from "./profile.ts";
import { type Finding, isKept, median, summarize, table, writeFindings } from "./report.ts";
import { type Stage, setStage } from "./stage.ts";

/** Runs the budgets that were asked for, one after the other: nothing else may use the machine. */
async function run(options: Options): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (options.only.has("decide")) findings.push(decideFinding());
  if (options.only.has("start")) {
    say("start: on empty and existing data directories");
    findings.push(...(await measureStart(options.quick)));
  }
  const onStage: readonly BudgetName[] = [
    "me",
    "list",
    "search",
    "members",
    "groups",
    "login",
    "usage",
    "check",
    "memory",
  ];
  if (!onStage.some((name) => options.only.has(name))) return findings;
  say("a server with 100,000 users");
  const stage = await setStage(options.quick);
  try {
    findings.push(...(await runOnStage(stage, options.only)));
  } finally {
    await stage.close();
  }
  return findings;
}

async function runOnStage(stage: Stage, only: ReadonlySet<BudgetName>): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (only.has("me")) {
    say("me: GET /users/me");
    findings.push(...(await measureMe(stage)));
  }
  if (only.has("list")) {
    say("list: GET /users");
    findings.push(...(await measureList(stage)));
  }
  if (only.has("search")) {
    say("search: GET /users?q=");
    findings.push(...(await measureSearch(stage)));
  }
  if (only.has("members")) {
    say("members: 1,000 organizations, 1,100,000 memberships");
    findings.push(...(await measureMembers(stage)));
  }
  if (only.has("groups")) {
    say("groups: a group of 50,000");
    findings.push(...(await measureGroups(stage)));
  }
  const beforeLogins = (await residentMib(stage.server.pid))?.peak ?? null;
  if (only.has("login")) {
    say("login: POST /users/login");
    findings.push(...(await measureLogin(stage)));
  }
  if (only.has("usage")) findings.push(...(await measureUsage(stage)));
  if (only.has("check")) findings.push(...(await measureCheck(stage)));
  if (only.has("memory")) findings.push(...(await memoryFindings(stage, beforeLogins)));
  return findings;
}

function decideFinding(): Finding {
  const micros = Array.from({ length: 5 }, () => measureDecide() / 1000);
  return {
    budget: "decide",
    what: "decision with custom roles, scopes, allow list",
    ours: `${median(micros).toFixed(3)} µs`,
    baseline: "",
    ...summarize(micros),
    unit: "µs",
    limit: { at: "most", value: 2 },
  };
}

const hashMib = 19;

async function memoryFindings(stage: Stage, beforeLogins: number | null): Promise<Finding[]> {
  const after = await residentMib(stage.server.pid);
  if (after === null || beforeLogins === null || stage.idleMib === null) return [];
  const hashes = Math.max(1, availableParallelism() - 1);
  const finding = (what: string, mib: number, limitMib: number): Finding => ({
    ...{ budget: "memory", what, ours: "resident", baseline: "", unit: "MiB" },
    ...summarize([mib]),
    limit: { at: "most", value: limitMib },
  });
  return [
    finding("idle", stage.idleMib, 200),
    finding("peak under the load above", beforeLogins, 400),
    finding(`peak with logins, ${hashes} hashed at once`, after.peak, 400 + hashes * hashMib),
  ];
}

const begunMs = performance.now();

function say(step: string): void {
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(0);
  process.stderr.write(`${seconds.padStart(4)} s  ${step} …\n`);
}

/** Measurements without a budget: printed last, and written beside an empty list of findings. */
async function explore({ quick, growth, processes, profile, jsonPath }: Options): Promise<void> {
  const tables: string[] = [];
  const measured: Record<string, unknown> = {};
  if (growth) {
    const points = await measureGrowth(quick, say);
    measured["growth"] = points;
    tables.push(growthTable(points));
  }
  if (processes) {
    const points = await measureProcesses(quick, say);
    measured["processes"] = points;
    tables.push(processTable(points));
  }
  if (profile !== undefined) {
    say(`profile: ${profile}`);
    const found = await measureProfile(profile, quick);
    measured["profile"] = found;
    tables.push(profileTable(found));
  }
  await writeFindings(jsonPath, [], measured);
  process.stdout.write(`${tables.join("\n\n")}\n\nFigures in ${jsonPath}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  if (options.growth || options.processes || options.profile !== undefined) {
    await explore(options);
    return 0;
  }
  const findings = await run(options);
  await writeFindings(options.jsonPath, findings);
  const missed = findings.filter((finding) => !isKept(finding));
  const seconds = Math.round((performance.now() - begunMs) / 1000);
  process.stdout.write(`${table(findings)}\n\n`);
  process.stdout.write(
    missed.length === 0
      ? `All ${findings.length} budgets are kept. `
      : `${missed.length} of ${findings.length} budgets are missed. `,
  );
  process.stdout.write(`${seconds} s; figures in ${options.jsonPath}\n`);
  return missed.length === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void cleanUp().finally(() => process.exit(130));
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    await cleanUp();
  },
);
