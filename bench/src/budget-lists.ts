import { availableParallelism } from "node:os";
import { openDatabase, type UserFilter, type UserPage, userListStatement } from "@gatehouse/server";
import type { DriverLoad, DriverResult } from "./bare-driver.ts";
import { loadMe } from "./budget-me.ts";
import { type LoadResult, runGoodLoad } from "./load.ts";
import { userAt } from "./page-tails.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

/** Enough to keep every core busy; more would only wait in line, here and in the bare driver. */
const connections = 2 * availableParallelism();
const limit = 25;
const day = 86_400_000;

/** A list as a client asks for it and as the store is asked for it. */
interface ListCase {
  name: string;
  q: string;
  filter: UserFilter;
}

interface Round {
  ours: LoadResult;
  baseline: DriverResult;
  /** `/users/me` right before: a noisy neighbour makes both slow. */
  me: LoadResult;
}

const wholeList: ListCase = { name: "all", q: "", filter: {} };

function searches(quick: boolean): ListCase[] {
  const since = new Date(Date.now() - 7 * day).toISOString();
  const text: ListCase = { name: "free text", q: "anna", filter: { search: "anna" } };
  const lastSeen: ListCase = {
    name: "last_seen and status",
    q: `last_seen_after:"${since}" status:suspended`,
    filter: { lastSeenAfter: since, statuses: ["suspended"] },
  };
  if (quick) return [text, lastSeen];
  return [
    text,
    { name: "text of nobody", q: "zzzz", filter: { search: "zzzz" } },
    { name: "name", q: "name:smith", filter: { name: "smith" } },
    { name: "status", q: "status:suspended", filter: { statuses: ["suspended"] } },
    { name: "role", q: "role:auditor", filter: { roles: ["auditor"] } },
    lastSeen,
  ];
}

/** `GET /users?limit=25` as owner against the same SQL through the bare driver. */
export async function measureList(stage: Stage): Promise<Finding[]> {
  const rounds = await compare(stage, wholeList, stage.quick ? 2 : 5);
  return [ratio("list", "GET /users?limit=25", rounds)];
}

/** Searches against the same SQL, their slowest answers against `/users/me`, and a page far behind. */
export async function measureSearch(stage: Stage): Promise<Finding[]> {
  const findings: Finding[] = [];
  const tails: Tail[] = [];
  for (const search of searches(stage.quick)) {
    const rounds = await compare(stage, search, stage.quick ? 3 : 5);
    findings.push(ratio("search", `GET /users?q= ${search.name}`, rounds));
    tails.push({ name: search.name, rounds });
  }
  const pages = [await deepPage(stage, 50_000), await deepPage(stage, 90_000)];
  return [...findings, tailFinding(tails), ...pages];
}

async function compare(stage: Stage, list: ListCase, count: number): Promise<Round[]> {
  const statement = compile(stage, list.filter);
  const url = address(stage, list.q);
  const seconds = stage.quick ? 0.7 : 1;
  const headers = withKey(stage);
  const driver: DriverLoad = { url: stage.databaseUrl, ...statement, connections, seconds };
  await stage.driver.ask<DriverResult>({ ...driver, seconds: 0.3 });
  await runGoodLoad({ url, connections, seconds: 0.5, headers });
  const rounds: Round[] = [];
  for (let round = 0; round < count; round++) {
    const baseline = await stage.driver.ask<DriverResult>(driver);
    const me = await loadMe(stage, seconds / 2);
    rounds.push({ baseline, me, ours: await runGoodLoad({ url, connections, seconds, headers }) });
  }
  return rounds;
}

/** The very statement that the server runs for the owner, who may read every row. */
function compile(stage: Stage, filter: UserFilter): { sql: string; parameters: unknown[] } {
  // Only compiles: no connection is made.
  const { db } = openDatabase({ url: stage.databaseUrl, maxConnections: 1 });
  const page: UserPage = {
    ...{ sort: "username", descending: false, afterId: undefined, limit, offset: 0 },
  };
  const { sql, parameters } = userListStatement({ kind: "all" }, filter, page).compile(db);
  return { sql, parameters: [...parameters] };
}

function address(stage: Stage, q: string, more = ""): string {
  const search = q === "" ? "" : `&q=${encodeURIComponent(q)}`;
  return `${stage.server.address}/api/v2/users?limit=${limit}${search}${more}`;
}

function ratio(budget: "list" | "search", what: string, rounds: readonly Round[]): Finding {
  const show = (results: readonly DriverResult[]): string => {
    const p99 = median(results.map((result) => result.p99));
    return `${Math.round(median(results.map((result) => result.rate)))}/s, p99 ${p99.toFixed(0)} ms`;
  };
  return {
    budget,
    what: `${what}, ${connections} connections`,
    ours: show(rounds.map((round) => round.ours)),
    baseline: `bare driver ${show(rounds.map((round) => round.baseline))}`,
    ...summarize(rounds.map((round) => round.ours.rate / round.baseline.rate)),
    unit: "×",
    limit: { at: "least", value: 0.5 },
  };
}

interface Tail {
  name: string;
  rounds: readonly Round[];
}

/** The slowest answers of the search that is worst at them, against those of `/users/me`. */
function tailFinding(tails: readonly Tail[]): Finding {
  const measured = tails.map(({ name, rounds }) => ({
    name,
    ...summarize(rounds.map((round) => round.ours.p99 / round.me.p99)),
    ours: median(rounds.map((round) => round.ours.p99)),
    me: median(rounds.map((round) => round.me.p99)),
  }));
  const worst = measured.reduce((a, b) => (a.value > b.value ? a : b));
  return {
    budget: "search",
    what: `p99 of the slowest search (${worst.name})`,
    ours: `${worst.ours.toFixed(1)} ms`,
    baseline: `GET /users/me p99 ${worst.me.toFixed(1)} ms`,
    ...{ value: worst.value, spread: worst.spread, unit: "×" },
    limit: { at: "most", value: 10 },
  };
}

/** The page after the user at a place against the first page: median times, page by page in turn. */
async function deepPage(stage: Stage, place: number): Promise<Finding> {
  const headers = withKey(stage);
  const afterId = await userAt(stage.databaseUrl, place);
  const ratios: number[] = [];
  const times: { first: number[]; deep: number[] } = { first: [], deep: [] };
  const one = { connections: 1, seconds: stage.quick ? 0.5 : 1, headers };
  for (let round = 0; round < 3; round++) {
    const first = await runGoodLoad({ url: address(stage, ""), ...one });
    const far = await runGoodLoad({ url: address(stage, "", `&after_id=${afterId}`), ...one });
    times.first.push(first.p50);
    times.deep.push(far.p50);
    ratios.push(far.p50 / first.p50);
  }
  return {
    budget: "search",
    what: `page after the ${place.toLocaleString("en")}th user, by after_id`,
    ours: `${median(times.deep).toFixed(1)} ms`,
    baseline: `first page ${median(times.first).toFixed(1)} ms`,
    ...summarize(ratios),
    unit: "×",
    limit: { at: "most", value: 1.5 },
  };
}
