import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmptyDatabase, createTestDatabase } from "@gatehouse/testkit";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { createLog } from "../platform/log.ts";
import { urlOfDatabase } from "./embedded/connection.ts";
import { type MigrateOptions, type MigrateResult, migrate, schemaStatus } from "./migrate.ts";

const log = createLog({ level: "silent" });
const two = {
  "0001_first.sql": "create table first (id integer primary key);",
  "0002_second.sql": "insert into first values (1); create table second (id integer);",
};

async function makeDirectory(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-migrations-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await write(directory, files);
  return directory;
}

async function write(directory: string, files: Record<string, string>): Promise<void> {
  for (const [name, sql] of Object.entries(files)) await writeFile(join(directory, name), sql);
}

async function connect(): Promise<pg.Client> {
  const database = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: database.url });
  // Dropping the database may end the connection before its own farewell does.
  client.on("error", () => {});
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await database.drop();
  });
  return client;
}

/** Where a connection leads, as the product's role. */
function urlOf(client: pg.Client): string {
  return urlOfDatabase(inject("testPostgres").url, client.database ?? "");
}

async function another(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

function run(
  client: pg.Client | string,
  directory: string,
  more: Partial<MigrateOptions> = {},
): Promise<MigrateResult> {
  return migrate(client, { directory, log, ...more });
}

async function versions(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ version: number }>(
    "select m.version from schema_migrations m order by m.version",
  );
  return rows.map(({ version }) => version);
}

it("applies what is missing in order, and nothing the second time", async () => {
  const client = await connect();
  const directory = await makeDirectory({ "0001_first.sql": two["0001_first.sql"] });
  await run(client, directory);
  await write(directory, two);

  const second = await run(client, directory);
  const third = await run(client, directory);

  expect(second).toEqual({ applied: ["0002_second"], version: 2 });
  expect(third).toEqual({ applied: [], version: 2 });
  expect((await client.query("select * from first")).rows).toEqual([{ id: 1 }]);
});

it("twenty servers that start at once apply each migration once", async () => {
  const database = await createEmptyDatabase();
  const directory = await makeDirectory(two);

  const results = await Promise.all(Array.from({ length: 20 }, () => run(database.url, directory)));

  expect(results.flatMap(({ applied }) => applied)).toEqual(["0001_first", "0002_second"]);
  expect(results.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, () => 2));
  await database.drop();
});

it("twenty servers that start at once get through a concurrent index build", async () => {
  const database = await createEmptyDatabase();
  const directory = await makeDirectory({
    ...two,
    "0003_index.sql":
      "-- no-transaction\ncreate index concurrently if not exists second_id_idx on second (id);\n",
  });

  const results = await Promise.all(Array.from({ length: 20 }, () => run(database.url, directory)));

  expect(results.flatMap(({ applied }) => applied)).toHaveLength(3);
  await database.drop();
});

it("a migration that fails leaves no trace, names itself and its line, and keeps those before it", async () => {
  const client = await connect();
  const directory = await makeDirectory({
    ...two,
    "0003_third.sql": "create table third (id integer);\nselect 1;\nselect * from nowhere;\n",
  });

  const attempt = run(client, directory);

  await expect(attempt).rejects.toThrow(/0003_third\.sql failed \(line 3\): .*nowhere/);
  expect(await versions(client)).toEqual([1, 2]);
  const { rows } = await client.query("select to_regclass('third') as third");
  expect(rows).toEqual([{ third: null }]);
});

it("a server can go on after the failing file has been put right", async () => {
  const client = await connect();
  const directory = await makeDirectory({ ...two, "0003_third.sql": "nonsense" });
  await run(client, directory).catch(() => {});
  await write(directory, { "0003_third.sql": "create table third ()" });

  const result = await run(client, directory);

  expect(result).toEqual({ applied: ["0003_third"], version: 3 });
});

it("an applied file that was edited is refused by name, and nothing is applied", async () => {
  const client = await connect();
  const directory = await makeDirectory(two);
  await run(client, directory);
  await write(directory, {
    "0002_second.sql": "create table other ()",
    "0003_third.sql": "create table third ()",
  });

  const attempt = run(client, directory);

  await expect(attempt).rejects.toThrow(/0002_second\.sql differs/);
  expect(await versions(client)).toEqual([1, 2]);
});

it("line ends do not count as an edit", async () => {
  const client = await connect();
  const directory = await makeDirectory({ "0001_first.sql": "create table first\n();\n" });
  await run(client, directory);
  await write(directory, { "0001_first.sql": "create table first\r\n();\r\n" });

  await expect(run(client, directory)).resolves.toMatchObject({ applied: [] });
});

it("an older release works on a database that a newer one has extended", async () => {
  const client = await connect();
  const newer = await makeDirectory({ ...two, "0003_third.sql": "create table third ()" });
  const older = await makeDirectory(two);
  await run(client, newer);

  const result = await run(client, older);

  expect(result).toEqual({ applied: [], version: 3 });
  expect(await schemaStatus(client, older)).toBe("ok");
});

it("an older release refuses a database after a breaking migration and names the release it needs", async () => {
  const client = await connect();
  const newer = await makeDirectory({
    ...two,
    "0003_third.sql": "-- breaking\ndrop table second;",
    "0004_fourth.sql": "create table fourth ();",
  });
  const older = await makeDirectory(two);
  await run(client, newer, { release: "9.8.7" });

  const attempt = run(client, older);

  await expect(attempt).rejects.toThrow(/0003_third.*release 9\.8\.7/);
  expect(await schemaStatus(client, older)).toBe("newer-breaking");
  expect(await schemaStatus(client, newer)).toBe("ok");
});

it("the status says when migrations are missing, through the driver and through the query builder", async () => {
  const database = await createEmptyDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  // Dropping the database may end a connection before the pool knows that it is closed.
  pool.on("error", () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const directory = await makeDirectory(two);

  const before = [await schemaStatus(pool, directory), await schemaStatus(db, directory)];
  await run(database.url, directory);
  const after = [await schemaStatus(pool, directory), await schemaStatus(db, directory)];

  expect(before).toEqual(["needs-migration", "needs-migration"]);
  expect(after).toEqual(["ok", "ok"]);
  await db.destroy();
  await database.drop();
});

it("a file outside a transaction holds one statement only", async () => {
  const client = await connect();
  const directory = await makeDirectory({
    "0001_first.sql": "-- no-transaction\ncreate table a (); create table b ();",
  });

  await expect(run(client, directory)).rejects.toThrow(/0001_first\.sql failed/);
  expect(await versions(client)).toEqual([]);
});

it("an index build that broke off is done again", async () => {
  const client = await connect();
  const directory = await makeDirectory({
    "0001_first.sql": "create table first (id integer); insert into first values (1), (1);",
    "0002_index.sql":
      "-- no-transaction\ncreate unique index concurrently if not exists first_id_idx on first (id);",
  });
  await expect(run(client, directory)).rejects.toThrow(/0002_index/);
  await client.query("delete from first");

  const result = await run(client, directory);

  const { rows } = await client.query(
    "select i.indisvalid from pg_index i where i.indexrelid = 'first_id_idx'::regclass",
  );
  expect(result.applied).toEqual(["0002_index"]);
  expect(rows).toEqual([{ indisvalid: true }]);
});

it("a migration that waits for a table in use stands in no reader's way, and is applied afterwards", async () => {
  const client = await connect();
  const directory = await makeDirectory(two);
  await run(client, directory);
  const connectionString = urlOf(client);
  const [holder, reader] = [await another(connectionString), await another(connectionString)];
  await holder.query("begin; select * from first");
  await reader.query("set lock_timeout = '1s'");
  await write(directory, { "0003_third.sql": "alter table first add column name text" });
  let waits = 0;
  let isOver = false;

  const migrated = run(client, directory, { onProgress: () => (waits += 1) }).finally(() => {
    isOver = true;
  });
  // Released after the second word of progress: the first says that it begins, the second that it waits.
  for (let reads = 0; !isOver; reads += 1) {
    await reader.query("select * from first");
    if (waits >= 2 && reads > 100) await holder.query("commit");
  }

  expect(await migrated).toEqual({ applied: ["0003_third"], version: 3 });
  expect(waits).toBe(2);
});

it("a migration whose table stays in use gives up, and names itself", async () => {
  const client = await connect();
  const directory = await makeDirectory(two);
  await run(client, directory);
  const holder = await another(urlOf(client));
  await holder.query("begin; select * from first");
  await write(directory, { "0003_third.sql": "alter table first add column name text" });

  const attempt = run(client, directory, { lockTimeoutMs: 0 });

  await expect(attempt).rejects.toThrow(/0003_third\.sql failed: .*lock timeout/);
  expect(await versions(client)).toEqual([1, 2]);
});

it("a server that waits too long for another one says so", async () => {
  const database = await createEmptyDatabase();
  const other = new pg.Client({ connectionString: database.url });
  other.on("error", () => {});
  await other.connect();
  await other.query("select pg_advisory_lock(7100)");

  const attempt = run(database.url, await makeDirectory(two), { lockTimeoutMs: 50 });

  await expect(attempt).rejects.toThrow(/another server \(database connection with pid \d+\)/);
  await other.end();
  await database.drop();
});

it("a given connection is handed back without the lock and with its own settings", async () => {
  const client = await connect();
  await run(client, await makeDirectory(two));

  const { rows } = await client.query(
    `select current_setting('lock_timeout') as lock_timeout,
      (select count(*)::int from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid()) as locks`,
  );

  expect(rows).toEqual([{ lock_timeout: "0", locks: 0 }]);
});

it.each([
  [{ "1_first.sql": "" }, /1_first\.sql is not named/],
  [{ "0001_a.sql": "", "0001_b.sql": "" }, /0001_a\.sql and 0001_b\.sql have the same number/],
  [{ "readme.md": "" }, /no migrations/],
])("a directory with %o is refused", async (files, message) => {
  const client = await connect();

  await expect(run(client, await makeDirectory(files))).rejects.toThrow(message);
});

it("a database in another encoding is refused", async () => {
  const database = await createEmptyDatabase("LATIN1");
  const latin = new pg.Client({ connectionString: database.url });
  latin.on("error", () => {});
  await latin.connect();

  const attempt = run(latin, await makeDirectory(two));

  await expect(attempt).rejects.toThrow(/LATIN1/);
  await latin.end();
  await database.drop();
});

it("the migrations of this release give a schema that this release accepts", async () => {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  // Dropping the database may end a connection before the pool knows that it is closed.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  expect(await schemaStatus(pool)).toBe("ok");

  await pool.end();
  await database.drop();
});
