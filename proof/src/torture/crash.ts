import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connectRunning } from "@gatehouse/server";
import pg from "pg";
import { say } from "../support/command.ts";
import { must, send } from "../support/http.ts";
import { firstUser, type Person, silentUser } from "../support/people.ts";
import { pause, until } from "../support/poll.ts";
import { type Random, seeded } from "../support/random.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import type { PartOptions, PartReport } from "./report.ts";

/** What the server acknowledged of one user: the last name that it took, and one that it may have taken. */
interface Acknowledged {
  name: string;
  /** Sent when the power went; may be there or not. */
  attempted: string | null;
}

const writers = 6;

/**
 * (a) kill -9 of the server, of the embedded PostgreSQL, or of both, at random moments under concurrent writes: every
 * acknowledged write is there afterwards, none is there by halves, and the next start is clean.
 */
export async function crash({ seed, scale }: PartOptions): Promise<PartReport> {
  const random = seeded(seed);
  const rounds = Math.max(3, Math.round(24 * scale));
  const dataDir = join(await makeFolder(), "data");
  const ledger = new Map<string, Acknowledged>();
  const faults: string[] = [];
  const victims = new Map<string, number>();
  let keeper: Person | null = null;
  let slowestStartMs = 0;
  let made = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const server = await startServer(["--data-dir", dataDir, "--dangerous-disable-rate-limits"]);
    slowestStartMs = Math.max(slowestStartMs, performance.now() - begun);
    keeper ??= await firstUser(server.address);
    faults.push(
      ...(await compare(server, keeper, ledger, dataDir)).map(
        (fault) => `round ${round}: ${fault}`,
      ),
    );
    const load = startWriters(server, keeper, ledger, () => {
      made += 1;
      return `crash-${made}`;
    });
    await pause(150 + random.below(900));
    const victim = random.pick(["server", "database", "both", "server, asked"]);
    victims.set(victim, (victims.get(victim) ?? 0) + 1);
    try {
      await kill(victim, server, dataDir, random);
    } finally {
      await load.end();
    }
  }
  const last = await startServer(["--data-dir", dataDir]);
  if (keeper !== null) faults.push(...(await compare(last, keeper, ledger, dataDir)));
  if ((await last.stop()) !== 0) faults.push("the last server did not stop with status 0");
  const told = [...victims].map(([victim, count]) => `${victim} ${count}×`).join(", ");
  return {
    faults,
    lines: [
      `crash: ${rounds} rounds (${told}), ${ledger.size.toLocaleString("en")} acknowledged users, all there and whole`,
      `crash: slowest start after a crash ${Math.round(slowestStartMs)} ms`,
    ],
  };
}

async function kill(
  victim: string,
  server: ServerProcess,
  dataDir: string,
  random: Random,
): Promise<void> {
  if (victim === "server, asked") {
    await server.stop("SIGTERM");
    return;
  }
  if (victim === "server" || (victim === "both" && random.chance(0.5))) {
    await server.stop("SIGKILL");
    if (victim === "both") killPostmaster(await postmasterPid(dataDir));
    return;
  }
  killPostmaster(await postmasterPid(dataDir));
  if (victim === "both") await server.stop("SIGKILL");
  else await recovered(server);
}

/** Only the database died: the server brings it back by itself and answers again. */
async function recovered(server: ServerProcess): Promise<void> {
  await until("the server answers again after its database died", 30_000, async () => {
    const ready = await send(server.address, {
      method: "GET",
      path: "/readyz",
      headers: {},
      body: null,
    });
    return ready.status === 200;
  }).catch((error: Error) => {
    throw new Error(`${error.message}\n${server.output().slice(-2000)}`);
  });
  await server.stop("SIGKILL");
}

function killPostmaster(pid: number | null): void {
  if (pid === null) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself between the look and the signal.
  }
}

async function postmasterPid(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, "pg18", "postmaster.pid"), "utf8").catch(() => null);
  const pid = Number(text?.split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Workers that create users and rename them, and write down what was acknowledged. */
function startWriters(
  server: ServerProcess,
  keeper: Person,
  ledger: Map<string, Acknowledged>,
  nextName: () => string,
): { end(): Promise<void> } {
  let isOver = false;
  const create = async (): Promise<void> => {
    const username = nextName();
    const created = await attempt(server, keeper, "POST", "/users", silentUser(username));
    if (created !== "acknowledged") return;
    const entry: Acknowledged = { name: "", attempted: null };
    ledger.set(username, entry);
    await renames(username, entry);
  };
  const renames = async (username: string, entry: Acknowledged): Promise<void> => {
    for (let step = 1; step <= 3 && !isOver; step += 1) {
      const name = `step ${step}`;
      entry.attempted = name;
      const body = { username, name };
      const told = await attempt(server, keeper, "PUT", `/users/${username}/profile`, body);
      if (told === "unknown") return;
      if (told === "acknowledged") entry.name = name;
      entry.attempted = null;
    }
  };
  const work = async (): Promise<void> => {
    while (!isOver) await create();
  };
  const all = Promise.all(Array.from({ length: writers }, work));
  return {
    end: async () => {
      isOver = true;
      await all;
    },
  };
}

/** Sends one write: acknowledged, refused, or nobody knows. */
async function attempt(
  server: ServerProcess,
  keeper: Person,
  method: string,
  path: string,
  body: unknown,
): Promise<"acknowledged" | "refused" | "unknown"> {
  const sent = {
    ...{ method, path: `/api/v2${path}`, headers: { "coder-session-token": keeper.token } },
    body: Buffer.from(JSON.stringify(body)),
  };
  const answer = await send(server.address, sent, 5000).catch(() => null);
  if (answer === null) {
    await pause(20);
    return "unknown";
  }
  if (answer.status < 300) return "acknowledged";
  if (answer.status >= 500) await pause(20);
  return answer.status >= 500 ? "unknown" : "refused";
}

/** Compares the database with what was acknowledged, and looks for halves. */
async function compare(
  server: ServerProcess,
  keeper: Person,
  ledger: Map<string, Acknowledged>,
  dataDir: string,
): Promise<string[]> {
  await must(server.address, "GET", "/users/me", { token: keeper.token });
  const url = await connectRunning(dataDir);
  if (url === null) return ["the embedded database cannot be reached"];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ username: string; name: string; wrong: string | null }>(
      wholeness,
    );
    const found = new Map(rows.map((row) => [row.username, row]));
    const faults = rows.flatMap(({ username, wrong }) =>
      wrong === null ? [] : [`${username}: ${wrong}`],
    );
    for (const [username, entry] of ledger) {
      const row = found.get(username);
      if (row === undefined) faults.push(`${username} was acknowledged and is lost`);
      else if (row.name === entry.attempted)
        Object.assign(entry, { name: row.name, attempted: null });
      else if (row.name !== entry.name)
        faults.push(`${username} is named "${row.name}", not "${entry.name}"`);
      else entry.attempted = null;
    }
    say(`  ${rows.length} users, ${ledger.size} acknowledged`);
    return faults;
  } finally {
    await client.end();
  }
}

/** Every user was made by one transaction: with its audit entry, its key pair, its membership; and so was every rename. */
const wholeness = `
  select u.username, u.name,
    case
      when (select count(*) from audit_logs l where l.resource_id = u.id and l.action = 'create') <> 1
        then 'has not one audit entry of its creation'
      when (select count(*) from gitsshkeys k where k.user_id = u.id) <> 1 then 'has not one key pair'
      when (select count(*) from organization_members m where m.user_id = u.id) <> 1 then 'has not one membership'
      when u.name <> '' and not exists (select 1 from audit_logs l where l.resource_id = u.id and l.action = 'write')
        then 'was renamed without an audit entry'
    end as wrong
  from users u where u.username like 'crash-%'`;
