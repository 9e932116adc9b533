import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type ServerProcess, startServer } from "./child.ts";
import { runGoodLoad } from "./load.ts";
import { columns, median } from "./report.ts";
import { type Stage, setStage, withKey } from "./stage.ts";

/** What a number of server processes on one database answer. */
export interface ProcessPoint {
  processes: number;
  path: string;
  /** Answers per second of all of them together, median over the rounds. */
  rate: number;
  /** Milliseconds; the slowest process counts. */
  p99: number;
}

const paths = [
  { name: "who am I", path: "/users/me" },
  { name: "first page of users", path: "/users?limit=25" },
] as const;
const connections = 16;

/** Measures one, two and four processes that share the database and the machine's cores. */
export async function measureProcesses(
  quick: boolean,
  say: (step: string) => void,
): Promise<ProcessPoint[]> {
  say(`processes: 1, 2 and 4 on ${availableParallelism()} cores, 100,000 users`);
  const stage = await setStage(quick);
  const servers = [stage.server];
  try {
    const points: ProcessPoint[] = [];
    for (const count of [1, 2, 4]) {
      while (servers.length < count) servers.push(await joinStage(stage));
      for (const { name, path } of paths) {
        points.push({ processes: count, path: name, ...(await measure(stage, servers, path)) });
      }
    }
    return points;
  } finally {
    for (const server of servers.slice(1)) await server.stop();
    await stage.close();
  }
}

/** Another process on the same database, with the key that encrypts what is stored there. */
async function joinStage(stage: Stage): Promise<ServerProcess> {
  const { dataDir } = stage.server;
  const key = (await readFile(join(dataDir, "encryption-key"), "utf8")).trim();
  return startServer(dataDir, {
    argv: ["--postgres-url", stage.databaseUrl, "--external-token-encryption-keys", key],
  });
}

async function measure(
  stage: Stage,
  servers: readonly ServerProcess[],
  path: string,
): Promise<Pick<ProcessPoint, "rate" | "p99">> {
  const load = (seconds: number) =>
    Promise.all(
      servers.map(({ address }) =>
        runGoodLoad({
          url: `${address}/api/v2${path}`,
          connections: Math.ceil(connections / servers.length),
          seconds,
          headers: withKey(stage),
        }),
      ),
    );
  await load(1.5);
  const rounds = [];
  for (let round = 0; round < (stage.quick ? 3 : 5); round++) {
    const parts = await load(stage.quick ? 0.7 : 2);
    rounds.push({
      rate: parts.reduce((sum, part) => sum + part.rate, 0),
      p99: Math.max(...parts.map((part) => part.p99)),
    });
  }
  return {
    rate: median(rounds.map(({ rate }) => rate)),
    p99: median(rounds.map(({ p99 }) => p99)),
  };
}

/** A table with a row for each path and a column for each number of processes. */
export function processTable(points: readonly ProcessPoint[]): string {
  const counts = [...new Set(points.map(({ processes }) => processes))];
  const cell = (path: string, count: number): string => {
    const of = (n: number) => points.find((one) => one.path === path && one.processes === n);
    const [point, single] = [of(count), of(1)];
    if (point === undefined || single === undefined) return "";
    const times = (point.rate / single.rate).toFixed(2);
    return `${Math.round(point.rate).toLocaleString("en")}/s (${times} ×), p99 ${point.p99.toFixed(1)} ms`;
  };
  return columns([
    ["answers", ...counts.map((count) => `${count} ${count === 1 ? "process" : "processes"}`)],
    ...[...new Set(points.map(({ path }) => path))].map((path) => [
      path,
      ...counts.map((count) => cell(path, count)),
    ]),
  ]);
}
