import { availableParallelism } from "node:os";
import { limitEveryone } from "./limit-everyone.ts";
import { type LoadResult, runGoodLoad } from "./load.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

const connections = availableParallelism();

/** Milliseconds that the slowest checks may take (spec ai-prices §9.3). */
const p99Ms = 5;

/**
 * `POST /ai/budget/check` for one user with a limit: as a question, which the memory of budgets makes one
 * statement, and as a reservation, which is decided on the database alone and waits for its commit.
 */
export async function measureCheck(stage: Stage): Promise<Finding[]> {
  const user_id = await limitEveryone(stage);
  const question = await measure(stage, { user_id, estimate_micros: 1 });
  const reservation = await measure(stage, { user_id, estimate_micros: 1, reserve: true });
  return [
    finding("p99 of a check, warm", question, p99Ms),
    // A commit waits for the disk, which is no property of this program.
    finding("p99 of a check that reserves", reservation, 10 * p99Ms),
  ];
}

interface Round {
  ours: LoadResult;
  /** The cheapest answer there is, right before. */
  floor: LoadResult;
}

async function measure(stage: Stage, check: object): Promise<Round[]> {
  const seconds = stage.quick ? 1 : 2;
  const headers = withKey(stage);
  const load = {
    ...{ url: `${stage.server.address}/api/v2/ai/budget/check`, method: "POST", connections },
    ...{ headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(check) },
  };
  await runGoodLoad({ ...load, seconds: 0.5 });
  const rounds: Round[] = [];
  for (let round = 0; round < (stage.quick ? 3 : 7); round += 1) {
    const me = `${stage.server.address}/api/v2/users/me`;
    const floor = await runGoodLoad({ url: me, connections, seconds: seconds / 2, headers });
    rounds.push({ floor, ours: await runGoodLoad({ ...load, seconds }) });
  }
  return rounds;
}

function finding(what: string, rounds: readonly Round[], most: number): Finding {
  const of = (side: keyof Round, figure: "p50" | "p99"): string =>
    median(rounds.map((round) => round[side][figure])).toFixed(2);
  return {
    ...{ budget: "check", what, ours: `p50 ${of("ours", "p50")} ms` },
    baseline: `GET /users/me p50 ${of("floor", "p50")} ms, p99 ${of("floor", "p99")} ms`,
    ...summarize(rounds.map(({ ours }) => ours.p99)),
    ...{ unit: "ms", limit: { at: "most", value: most } },
  };
}
