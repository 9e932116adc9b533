import { availableParallelism } from "node:os";
import pg from "pg";
import { loadMe } from "./budget-me.ts";
import { type LoadResult, runGoodLoad } from "./load.ts";
import type { BudgetName } from "./options.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

const connections = 2 * availableParallelism();

/** Rows on a page as the console asks for it. */
export const pageSize = 25;

/** A page of a list. */
export interface PageCase {
  name: string;
  /** With its query, under `/api/v2`. */
  path: string;
}

interface Round {
  ours: LoadResult;
  /** `/users/me` right before: a noisy neighbour makes both slow. */
  me: LoadResult;
}

/** Slowest answers of pages against those of `/users/me`, page by page and round by round. */
export async function measureTails(
  stage: Stage,
  budget: BudgetName,
  pages: readonly PageCase[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const page of pages) {
    const rounds: Round[] = [];
    const url = `${stage.server.address}/api/v2${page.path}`;
    const headers = withKey(stage);
    const seconds = stage.quick ? 0.7 : 1;
    // Long enough for the server's code to be compiled and for every connection to keep its plans.
    await runGoodLoad({ url, connections, seconds: 2, headers });
    for (let round = 0; round < (stage.quick ? 3 : 7); round++) {
      const me = await loadMe(stage, seconds);
      rounds.push({ me, ours: await runGoodLoad({ url, connections, seconds, headers }) });
    }
    findings.push(tailFinding(budget, page, rounds));
  }
  return findings;
}

/** The id of the user at a place in the order of names. */
export async function userAt(databaseUrl: string, place: number): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `select u.id from users u where not u.deleted and not u.is_system
       order by lower(u.username) collate "C", u.id offset $1 limit 1`,
      [place],
    );
    return rows[0]?.id ?? "";
  } finally {
    await client.end();
  }
}

function tailFinding(budget: BudgetName, { name }: PageCase, rounds: readonly Round[]): Finding {
  const p99 = (side: keyof Round) => median(rounds.map((round) => round[side].p99));
  return {
    budget,
    what: `p99 of member pages: ${name}`,
    ours: `${p99("ours").toFixed(1)} ms`,
    baseline: `GET /users/me p99 ${p99("me").toFixed(1)} ms`,
    ...summarize(rounds.map((round) => round.ours.p99 / round.me.p99)),
    unit: "×",
    limit: { at: "most", value: 5 },
  };
}
