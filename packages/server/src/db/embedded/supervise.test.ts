import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "@gatehouse/testkit";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../../platform/log.ts";
import { connectRunning } from "./running.ts";
import { type SupervisedPostgres, superviseEmbedded } from "./supervise.ts";

const log = createLog({ level: "silent" });

async function supervised(): Promise<{ dataDir: string; database: SupervisedPostgres }> {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-supervise-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const database = await superviseEmbedded({ dataDir, log, settings: { fsync: "off" } });
  onTestFinished(() => database.stop());
  return { dataDir, database };
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function killDatabase(dataDir: string): Promise<void> {
  const file = await readFile(join(dataDir, "pg18", "postmaster.pid"), "utf8");
  process.kill(Number(file.split("\n")[0]), "SIGKILL");
}

/** Waits for a database that is another process than before. */
async function back(database: SupervisedPostgres): Promise<void> {
  await eventually(async () => database.running(), "the database runs again", 20_000);
}

it("a killed database comes back at the same place with everything that was committed", async () => {
  const { dataDir, database } = await supervised();
  await query(database.url, "create table kept (id int); insert into kept values (1)");

  await killDatabase(dataDir);
  await eventually(async () => !database.running(), "the end is noticed");
  await back(database);

  expect(await query(database.url, "select k.id from kept k")).toEqual([{ id: 1 }]);
});

it("a database that ends again and again is given up with a reason", async () => {
  const { dataDir, database } = await supervised();

  for (let time = 0; time < 6; time += 1) {
    await back(database);
    await killDatabase(dataDir);
    await eventually(async () => !database.running(), "the end is noticed");
  }

  expect((await database.gaveUp).message).toMatch(/ended 6 times within a minute/);
});

it("a stop while the database is being started again leaves none behind", async () => {
  const { dataDir, database } = await supervised();
  await killDatabase(dataDir);
  await eventually(async () => !database.running(), "the end is noticed");

  await database.stop();

  expect(await connectRunning(dataDir)).toBeNull();
});
