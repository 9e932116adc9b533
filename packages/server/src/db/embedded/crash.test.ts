import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../../platform/log.ts";
import { productUrl, superuserUrl } from "./passwords.ts";
import { isAlive } from "./process-identity.ts";
import { type EmbeddedPostgres, startEmbedded } from "./start.ts";

const log = createLog({ level: "silent" });
const settings = { fsync: "off" };

async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-crash-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function start(
  dataDir: string,
  onExit?: (reason: string) => void,
): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded({
    ...{ dataDir, log, settings },
    ...(onExit === undefined ? {} : { onExit }),
  });
  onTestFinished(() => embedded.stop());
  return embedded;
}

/** Another process that starts the embedded database, says its pid and stays. */
async function startElsewhere(dataDir: string): Promise<{ owner: ChildProcess; pid: number }> {
  const modules = ["./start.ts", "../../platform/log.ts"].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  const script = `
    import { runnerImport } from "vite";
    const [start, logs] = await Promise.all(${JSON.stringify(modules)}.map((name) => runnerImport(name)));
    const embedded = await start.module.startEmbedded({
      dataDir: ${JSON.stringify(dataDir)},
      log: logs.module.createLog({ level: "silent" }),
      settings: ${JSON.stringify(settings)},
    });
    console.log("pid=" + embedded.pid);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void owner.kill("SIGKILL"));
  const errors = text(owner.stderr);
  let output = "";
  for await (const part of owner.stdout) {
    output += String(part);
    const pid = /pid=(\d+)\n/.exec(output)?.[1];
    if (pid !== undefined) return { owner, pid: Number(pid) };
  }
  throw new Error(`the other process ended: ${await errors}`);
}

async function kill(owner: ChildProcess): Promise<void> {
  owner.kill("SIGKILL");
  await once(owner, "close");
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("the condition did not come true");
    await delay(10);
  }
}

it("a database whose server was killed is adopted, and stopped by the adopter", async () => {
  const dataDir = await makeDataDir();
  const { owner, pid } = await startElsewhere(dataDir);
  await expect(startEmbedded({ dataDir, log })).rejects.toMatchObject({
    code: "owned",
    message: expect.stringContaining(`pid ${owner.pid};`),
  });
  await kill(owner);

  const embedded = await start(dataDir);
  const rows = await query(embedded.url, "select 1 as one");
  await embedded.stop();

  expect(embedded).toMatchObject({ adopted: true, pid });
  expect(rows).toEqual([{ one: 1 }]);
  expect(await isAlive(pid)).toBe(false);
});

it("a left-over database without the product's role, whose starter died before, is adopted and completed", async () => {
  const dataDir = await makeDataDir();
  const { owner, pid } = await startElsewhere(dataDir);
  await kill(owner);
  const asSuperuser = await superuserUrl(dataDir, join(dataDir, "run"));
  await query(asSuperuser, "drop database gatehouse");
  await query(asSuperuser, "drop role gatehouse");
  await rm(join(dataDir, "gatehouse-password"));

  const embedded = await start(dataDir);

  expect(embedded).toMatchObject({ adopted: true, pid });
  expect(await query(embedded.url, "select current_user::text as name")).toEqual([
    { name: "gatehouse" },
  ]);
});

it("a left-over database that is shutting down is waited out", async () => {
  const dataDir = await makeDataDir();
  const { owner, pid } = await startElsewhere(dataDir);
  const url = await productUrl(dataDir, join(dataDir, "run"));
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  await kill(owner);
  // A smart shutdown waits for the open connection.
  process.kill(pid, "SIGTERM");
  const progress: string[] = [];

  const starting = startEmbedded({
    dataDir,
    log,
    settings,
    onProgress: (line) => progress.push(line),
  });
  await until(() => progress.length > 0);
  await client.end();
  const embedded = await starting;
  onTestFinished(() => embedded.stop());

  expect(embedded.adopted).toBe(false);
  expect(await query(embedded.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("the death of the database is reported once, and the next start recovers what was committed", async () => {
  const dataDir = await makeDataDir();
  const reasons: string[] = [];
  const first = await start(dataDir, (reason) => reasons.push(reason));
  await query(first.url, "create table kept as select 42 as answer");

  process.kill(first.pid, "SIGKILL");
  await until(() => reasons.length > 0);
  await first.stop();
  const second = await start(dataDir);

  expect(await query(second.url, "select k.answer from kept k")).toEqual([{ answer: 42 }]);
  expect(reasons).toEqual(["SIGKILL"]);
});

it("the death of an adopted database is reported", async () => {
  const dataDir = await makeDataDir();
  const { owner, pid } = await startElsewhere(dataDir);
  await kill(owner);
  const reasons: string[] = [];
  const embedded = await start(dataDir, (reason) => reasons.push(reason));

  process.kill(pid, "SIGKILL");
  await until(() => reasons.length > 0);
  await embedded.stop();

  expect(reasons).toEqual(["ended"]);
});

it("a stop is not reported as an unexpected end", async () => {
  const reasons: string[] = [];
  const embedded = await start(await makeDataDir(), (reason) => reasons.push(reason));

  await embedded.stop();

  expect(reasons).toEqual([]);
});

it.runIf(process.platform === "linux")(
  "left-over lock files are ignored when another process has their pid by now",
  async () => {
    const dataDir = await makeDataDir();
    const first = await start(dataDir);
    const pidFile = join(dataDir, `pg${first.major}`, "postmaster.pid");
    const socketLock = join(dataDir, "run", ".s.PGSQL.5432.lock");
    const [pidText, lockText] = await Promise.all([
      readFile(pidFile, "utf8"),
      readFile(socketLock, "utf8"),
    ]);
    // The same user as the database, so that PostgreSQL itself would take it for a living postmaster.
    const { uid } = await stat(join(dataDir, `pg${first.major}`));
    await first.stop();
    const stranger = spawn("sleep", ["60"], {
      cwd: "/",
      ...(process.getuid?.() === 0 ? { uid } : {}),
    });
    onTestFinished(() => void stranger.kill());
    await writeFile(pidFile, pidText.replace(/^\d+/, String(stranger.pid)));
    await writeFile(socketLock, lockText.replace(/^\d+/, String(stranger.pid)));

    const second = await start(dataDir);

    expect(second.adopted).toBe(false);
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  },
);
