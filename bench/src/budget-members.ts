import { availableParallelism } from "node:os";
import pg from "pg";
import { loadMe } from "./budget-me.ts";
import { type LoadResult, runGoodLoad } from "./load.ts";
import { type Finding, median, summarize } from "./report.ts";
import { organizationName, seedOrganizations } from "./seed-organizations.ts";
import { type Stage, withKey } from "./stage.ts";

const connections = 2 * availableParallelism();
const limit = 25;

/** A page of members as the console asks for it. */
interface PageCase {
  name: string;
  organization: string;
  query: string;
}

interface Round {
  ours: LoadResult;
  /** `/users/me` right before: a noisy neighbour makes both slow. */
  me: LoadResult;
}

/**
 * Slowest answers of member pages against those of `/users/me`, with 1,000 organizations and 1,100,000
 * memberships: of the organization that has everybody, and of one among many.
 */
export async function measureMembers(stage: Stage): Promise<Finding[]> {
  await seedOrganizations(stage.databaseUrl);
  const findings: Finding[] = [];
  for (const page of await pages(stage)) {
    const rounds: Round[] = [];
    const url = addressOf(stage, page);
    const headers = withKey(stage);
    const seconds = stage.quick ? 0.7 : 1;
    await runGoodLoad({ url, connections, seconds: 0.5, headers });
    for (let round = 0; round < (stage.quick ? 3 : 7); round++) {
      const me = await loadMe(stage, seconds);
      rounds.push({ me, ours: await runGoodLoad({ url, connections, seconds, headers }) });
    }
    findings.push(tailFinding(page, rounds));
  }
  return findings;
}

async function pages(stage: Stage): Promise<PageCase[]> {
  const middle = await memberAt(stage.databaseUrl, 50_000);
  const big = "100,000 members";
  const small = "1,000 members";
  const all: PageCase[] = [
    { name: `${big}, first page`, organization: "default", query: "" },
    { name: `${small}, first page`, organization: organizationName(500), query: "" },
    { name: `${big}, page in the middle`, organization: "default", query: `&after_id=${middle}` },
    { name: `${small}, last page`, organization: organizationName(7), query: "&offset=975" },
  ];
  return stage.quick ? all.slice(0, 2) : all;
}

/** The id of the user at a place in the order of names. */
async function memberAt(databaseUrl: string, place: number): Promise<string> {
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

function addressOf(stage: Stage, { organization, query }: PageCase): string {
  const path = `/api/v2/organizations/${organization}/paginated-members`;
  return `${stage.server.address}${path}?limit=${limit}${query}`;
}

function tailFinding({ name }: PageCase, rounds: readonly Round[]): Finding {
  const p99 = (side: keyof Round) => median(rounds.map((round) => round[side].p99));
  return {
    budget: "members",
    what: `p99 of member pages: ${name}`,
    ours: `${p99("ours").toFixed(1)} ms`,
    baseline: `GET /users/me p99 ${p99("me").toFixed(1)} ms`,
    ...summarize(rounds.map((round) => round.ours.p99 / round.me.p99)),
    unit: "×",
    limit: { at: "most", value: 5 },
  };
}
