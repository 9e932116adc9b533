import { cpuMs, startBare } from "./child.ts";
import { type LoadResult, runGoodLoad } from "./load.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

const connections = 32;
const path = "/api/v2/users/me";

/** A load of `/users/me` alone, whose slowest answers others are compared with. */
export function loadMe(stage: Stage, seconds: number): Promise<LoadResult> {
  const url = stage.server.address + path;
  return runGoodLoad({ url, connections, seconds, headers: withKey(stage) });
}

interface Side {
  address: string;
  pid: number;
  headers: Record<string, string>;
}

/** One load on one side, with the processor time that its process spent on a request. */
type Turn = LoadResult & { cpuMicros: number };

/** `GET /users/me` against a bare Fastify route that returns the same bytes: with a session, and with a narrow token. */
export async function measureMe(stage: Stage): Promise<Finding[]> {
  const session = await measureWith(stage, withKey(stage), "");
  const token = await measureWith(stage, await withNarrowToken(stage), ", scopes and allow list");
  return [session, token];
}

/** Headers with a token of the same user that holds five scopes and an allow list of 100 objects. */
async function withNarrowToken(stage: Stage): Promise<Record<string, string>> {
  const headers = withKey(stage);
  const { id } = (await (await fetch(stage.server.address + path, { headers })).json()) as {
    id: string;
  };
  const workspaces = Array.from(
    { length: 99 },
    (_, n) => `workspace:0d000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`,
  );
  const answer = await fetch(`${stage.server.address}${path}/keys/tokens`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      scopes: [
        "user:read",
        "template:*",
        "coder:workspaces.operate",
        "organization:read",
        "file:read",
      ],
      allow_list: [`user:${id}`, ...workspaces],
    }),
  });
  const { key } = (await answer.json()) as { key: string };
  return { "coder-session-token": key };
}

async function measureWith(
  stage: Stage,
  headers: Record<string, string>,
  credential: string,
): Promise<Finding> {
  const answer = await fetch(stage.server.address + path, { headers });
  const bare = startBare("bare-fastify");
  try {
    const address = await bare.ask<string>(await answer.text());
    const baseline: Side = { address, pid: bare.pid, headers };
    const ours: Side = { address: stage.server.address, pid: stage.server.pid, headers };
    // Both compilers of the engine have seen the code before anything counts.
    for (const side of [baseline, ours, baseline, ours]) await turn(side, stage.quick ? 0.7 : 2);
    const rounds: { baseline: Turn; ours: Turn }[] = [];
    for (let round = 0; round < (stage.quick ? 5 : 11); round++) {
      const seconds = stage.quick ? 0.8 : 1.5;
      rounds.push({ baseline: await turn(baseline, seconds), ours: await turn(ours, seconds) });
    }
    return describe(rounds, credential);
  } finally {
    await bare.stop();
  }
}

async function turn(side: Side, seconds: number): Promise<Turn> {
  const before = await cpuMs(side.pid);
  const { headers } = side;
  const result = await runGoodLoad({ url: side.address + path, connections, seconds, headers });
  const after = await cpuMs(side.pid);
  const spent = before === null || after === null ? Number.NaN : after - before;
  const requests = Object.values(result.statuses).reduce((sum, count) => sum + count, 0);
  return { ...result, cpuMicros: (spent * 1000) / requests };
}

function describe(rounds: readonly { baseline: Turn; ours: Turn }[], credential: string): Finding {
  const show = (side: "baseline" | "ours"): string => {
    const rate = median(rounds.map((round) => round[side].rate));
    const cpu = median(rounds.map((round) => round[side].cpuMicros));
    return `${Math.round(rate)}/s, ${cpu.toFixed(0)} µs cpu`;
  };
  return {
    budget: "me",
    what: `GET /users/me, ${connections} connections${credential}`,
    ours: show("ours"),
    baseline: `bare Fastify ${show("baseline")}`,
    ...summarize(rounds.map((round) => round.ours.rate / round.baseline.rate)),
    unit: "×",
    limit: { at: "least", value: 0.45 },
  };
}
