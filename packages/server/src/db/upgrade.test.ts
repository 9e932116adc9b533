import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  columnsByTable,
  copyMigrations,
  createdTables,
  createEmptyDatabase,
  createTestDatabase,
  demandedColumns,
  fillRelease,
  hazardsOf,
  releasedMigrations,
  upgradeUnderLoad,
} from "@gatehouse/testkit";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { createLog } from "../platform/log.ts";
import { migrate } from "./migrate.ts";
import { type Migration, migrationsDirectory, readMigrations } from "./migrations.ts";

const log = createLog({ level: "silent" });
let released: string[];
let unreleased: Migration[];
/** The newest migration of the schema that is upgraded. Right after a release its last migration is tried once more. */
let previous: string;

beforeAll(async () => {
  released = (await releasedMigrations(migrationsDirectory)).map(({ name }) => name);
  const all = await readMigrations(migrationsDirectory);
  unreleased = all.filter(({ name }) => !released.includes(name));
  previous = released.at(unreleased.length > 0 ? -1 : -2) ?? "";
});

/** A database with the schema of the previous release and ten thousand users, their keys and audit entries. */
async function previousRelease(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-previous-"));
  const database = await createEmptyDatabase();
  onTestFinished(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });
  await copyMigrations(migrationsDirectory, directory, previous);
  await migrate(database.url, { directory, log });
  await fillRelease(database.url);
  return database.url;
}

test("released migrations are as they were released", async () => {
  const all = await readMigrations(migrationsDirectory);
  const now = all.map(({ name, checksum }) => ({ name, checksum }));

  expect(now.slice(0, released.length)).toEqual(await releasedMigrations(migrationsDirectory));
});

test("new migrations hold no statement that keeps requests waiting on large tables", () => {
  const created = new Set(unreleased.flatMap(({ sql }) => [...createdTables(sql)]));

  const hazards = unreleased.flatMap(({ name, sql }) =>
    hazardsOf(sql, created).map(({ statement, why }) => `${name}: ${statement}: ${why}`),
  );

  expect(hazards).toEqual([]);
});

test("the previous release works on while its database is upgraded: nothing fails, nothing waits for a second", async () => {
  const url = await previousRelease();
  const before = { columns: await columnsByTable(url), demanded: await demandedColumns(url) };

  const report = await upgradeUnderLoad(url, migrationsDirectory);

  const after = await columnsByTable(url);
  const isRolling = !unreleased.some(({ isBreaking }) => isBreaking);
  const lost = [...before.columns].flatMap(([table, columns]) =>
    columns
      .filter((name) => after.get(table)?.includes(name) !== true)
      .map((name) => `${table}.${name}`),
  );
  const demanded = (await demandedColumns(url)).filter(
    (name) => !before.demanded.includes(name) && before.columns.has(name.split(".")[0] ?? ""),
  );
  expect(report.applied.length).toBeGreaterThan(0);
  expect(report.failures).toEqual([]);
  expect(isRolling ? { lost, demanded } : {}).toEqual(isRolling ? { lost: [], demanded: [] } : {});
});

test("a migration that keeps a table for longer than a second is noticed", async () => {
  const { url, drop } = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-slow-"));
  onTestFinished(async () => {
    await drop();
    await rm(directory, { recursive: true });
  });
  await cp(migrationsDirectory, directory, { recursive: true });
  const slow = "alter table users add column slow int; select pg_sleep(1.5);";
  await writeFile(join(directory, "9999_slow.sql"), slow);

  const report = await upgradeUnderLoad(url, directory);

  expect(report.failures).toEqual(["users: canceling statement due to lock timeout"]);
});
