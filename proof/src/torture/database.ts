import { join } from "node:path";
import { createLog, startEmbedded } from "@gatehouse/server";
import pg from "pg";
import { say } from "../support/command.ts";
import { type Answer, must, send } from "../support/http.ts";
import { firstUser, newUser, type Person } from "../support/people.ts";
import { pause, until } from "../support/poll.ts";
import { type DatabaseLine, openLine } from "../support/proxy.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import type { PartOptions, PartReport } from "./report.ts";

/** No request may wait longer, whatever the database does. */
const longestAnswerMs = 31_000;
/** How soon everything works again once the database does. */
const recoveredWithinMs = 10_000;
/** Greatest age of an identity in the cache (product §3.1). */
const stalestMs = 10_000;

/** Name of the connection on which a server hears of changes. */
const listener = "gatehouse listener";

/** A database of the suite's own and the lines of two servers to it. */
export interface Deployment {
  readonly url: string;
  /** The address that servers use, through a line. */
  through(line: DatabaseLine): string;
  readonly socketPath: string;
  close(): Promise<void>;
}

/** Starts a database that servers reach over lines. */
export async function deploy(): Promise<Deployment> {
  const folder = await makeFolder();
  const log = createLog({ level: "silent" });
  const database = await startEmbedded({ dataDir: join(folder, "data"), log });
  const { searchParams, username, password } = new URL(database.url.replace("@/", "@socket/"));
  const socketPath = `${searchParams.get("host")}/.s.PGSQL.${searchParams.get("port")}`;
  return {
    url: database.url,
    socketPath,
    through: ({ port }) =>
      `postgres://${username}:${password}@127.0.0.1:${port}/gatehouse?sslmode=disable`,
    close: () => database.stop(),
  };
}

/** One trouble: how it begins, how long it lasts, how it ends. */
interface Trouble {
  readonly name: string;
  readonly lastsMs: number;
  /** The server must log that it lost the connection on which it hears of changes. */
  readonly losesListener?: true;
  begin(line: DatabaseLine): Promise<() => Promise<void>> | (() => Promise<void>);
}

/** Cuts and is over at once. */
function cutting(line: DatabaseLine, applicationName?: string): () => Promise<void> {
  line.cut(applicationName);
  return async () => {};
}

const troubles = (url: string): readonly Trouble[] => [
  { name: "all connections cut", lastsMs: 0, begin: (line) => cutting(line) },
  {
    name: "listening connection cut",
    lastsMs: 0,
    losesListener: true,
    begin: (line) => cutting(line, listener),
  },
  {
    name: "database unreachable for 3 s",
    lastsMs: 3000,
    begin: (line) => {
      line.refuse();
      line.cut();
      return async () => line.release();
    },
  },
  {
    name: "network silent for 4 s",
    lastsMs: 4000,
    begin: (line) => {
      line.hold();
      return async () => line.release();
    },
  },
  {
    // Nothing tells the server that it hears of no change any more: the age of what it remembers is the bound.
    name: "listening connection silent for 14 s",
    lastsMs: 14_000,
    losesListener: true,
    begin: (line) => {
      line.hold(listener);
      return async () => line.release();
    },
  },
  {
    name: "pool exhausted for 3 s",
    lastsMs: 3000,
    begin: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query("begin; lock table users in access exclusive mode");
      return () => client.end();
    },
  },
];

/**
 * (b) Database connections cut, the listening connection cut, the database unreachable, the network silent, the pool
 * exhausted: errors are bounded and enveloped, everything works again without a restart, and nobody whose access ended
 * meanwhile is let in for longer than the bound.
 */
export async function database({ scale }: PartOptions): Promise<PartReport> {
  const report: PartReport = { lines: [], faults: [] };
  const deployment = await deploy();
  const line = await openLine(deployment.socketPath);
  const settings = ["--dangerous-disable-rate-limits", "--postgres-url"];
  const troubled = await startServer([...settings, deployment.through(line)]);
  const healthy = await startServer([...settings, deployment.url]);
  const keeper = await firstUser(healthy.address);
  const rounds = Math.max(1, Math.round(2 * scale));
  let number = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const trouble of troubles(deployment.url)) {
      say(`  ${trouble.name}`);
      number += 1;
      const victim = await newUser(healthy.address, keeper, `victim-${number}`);
      await suffer({ trouble, line, troubled, healthy, keeper, victim, report });
    }
  }
  if ((await troubled.stop()) !== 0)
    report.faults.push("the server did not stop with status 0 afterwards");
  await healthy.stop();
  await line.close();
  await deployment.close();
  return report;
}

async function suffer(input: {
  trouble: Trouble;
  line: DatabaseLine;
  troubled: ServerProcess;
  healthy: ServerProcess;
  keeper: Person;
  victim: Person;
  report: PartReport;
}): Promise<void> {
  const { trouble, line, troubled, healthy, keeper, victim, report } = input;
  // The server hears of changes, and the victim's identity is in its cache, when the trouble begins.
  await until("the server listens again", recoveredWithinMs, async () => line.size(listener) > 0);
  await must(troubled.address, "GET", "/users/me", { token: victim.token });
  const load = startLoad(troubled, keeper);
  await pause(200);
  const lossesBefore = lossesOf(troubled);
  const end = await trouble.begin(line);
  // Suspended on the other server, while this one may not hear of it. A locked table makes this wait, too.
  const suspending = must(healthy.address, "PUT", `/users/${victim.id}/status/suspend`, {
    token: keeper.token,
  });
  const letIn = suspending.then(() => letInFor(troubled, victim));
  await pause(trouble.lastsMs);
  await end();
  const endedAt = performance.now();
  await suspending;
  const suspendedAt = performance.now();
  const staleMs = await letIn;
  const recoveredMs = await until(
    `everything works again after: ${trouble.name}`,
    recoveredWithinMs,
    async () => {
      const list = await send(troubled.address, {
        ...{ method: "GET", path: "/api/v2/users?limit=5", body: null },
        headers: { "coder-session-token": keeper.token },
      });
      return list.status === 200;
    },
  ).catch((error: Error) => {
    report.faults.push(error.message);
    return Number.NaN;
  });
  const { answers, failures, slowestMs, faults } = await load.end();
  report.faults.push(...faults.map((fault) => `${trouble.name}: ${fault}`));
  if (slowestMs > longestAnswerMs)
    report.faults.push(`${trouble.name}: an answer took ${Math.round(slowestMs)} ms`);
  if (trouble.losesListener && lossesOf(troubled) === lossesBefore)
    report.faults.push(`${trouble.name}: the server did not notice`);
  if (staleMs > stalestMs)
    report.faults.push(
      `${trouble.name}: a suspended user was let in for ${Math.round(staleMs)} ms`,
    );
  report.lines.push(
    `database: ${trouble.name}: ${answers} answers, ${failures} failed, slowest ${Math.round(slowestMs)} ms; ` +
      `works again ${Math.round(recoveredMs + Math.max(0, suspendedAt - endedAt))} ms after; suspended user let in for ${Math.round(staleMs)} ms`,
  );
}

/** How often the server lost the connection on which it hears of changes. */
function lossesOf(server: ServerProcess): number {
  return server.output().split("the listening connection to the database is lost").length - 1;
}

/**
 * Asks as a user who was just suspended until he is refused; gives the milliseconds to the start of the last request
 * that was answered all the same.
 */
async function letInFor(server: ServerProcess, victim: Person): Promise<number> {
  const suspendedAt = performance.now();
  let lastMs = 0;
  await until("a suspended user is refused", 60_000, async () => {
    const askedMs = performance.now() - suspendedAt;
    const { status } = await ask(server, victim);
    if (status === 200) lastMs = askedMs;
    return status === 401;
  });
  return lastMs;
}

function ask(server: ServerProcess, person: Person) {
  const headers = { "coder-session-token": person.token };
  return send(
    server.address,
    { method: "GET", path: "/api/v2/users/me", headers, body: null },
    35_000,
  );
}

/** Callers that go on whatever happens. */
function startLoad(server: ServerProcess, person: Person) {
  let isOver = false;
  let answers = 0;
  let failures = 0;
  let slowestMs = 0;
  const faults = new Set<string>();
  const paths = [
    "/api/v2/users/me",
    "/api/v2/users?limit=5",
    "/api/v2/users?q=status:active&limit=3",
    "/readyz",
  ];
  const work = async (path: string): Promise<void> => {
    while (!isOver) {
      const headers = { "coder-session-token": person.token };
      const sent = { method: "GET", path, headers, body: null };
      const answer = await send(server.address, sent, 35_000).catch((error: Error) => error);
      answers += 1;
      if (answer instanceof Error) {
        faults.add(`${path} lost its connection: ${answer.message}`);
        continue;
      }
      slowestMs = Math.max(slowestMs, answer.tookMs);
      if (answer.status === 200) continue;
      failures += 1;
      const fault = failureFault(path, answer);
      if (fault !== null) faults.add(fault);
      await pause(10);
    }
  };
  const all = Promise.all([...paths, ...paths].map(work));
  return {
    end: async () => {
      isOver = true;
      await all;
      return { answers, failures, slowestMs, faults: [...faults] };
    },
  };
}

/** What is wrong with a failed answer while the database is away. */
function failureFault(path: string, { status, body }: Answer): string | null {
  if ([401, 403, 404].includes(status)) {
    return `${path} answered ${status} although nothing about the caller changed`;
  }
  const text = body.toString();
  if (!path.startsWith("/api/") || text.startsWith('{"message":"')) return null;
  return `${path} answered ${status} without the envelope: ${text.slice(0, 100)}`;
}
