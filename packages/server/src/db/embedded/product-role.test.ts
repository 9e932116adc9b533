import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "../../platform/log.ts";
import { findBinaries } from "./binaries.ts";
import { createCluster } from "./cluster.ts";
import { makeDataDirectory, openToUser } from "./data-directory.ts";
import { databaseUser } from "./database-user.ts";
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./start.ts";

const log = createLog({ level: "silent" });
const settings = { fsync: "off" };
/** As the set-up of the whole run: the other majors come from the system. */
const source: Partial<EmbeddedOptions> =
  process.env["GATEHOUSE_TEST_POSTGRES"] === "system" ? { binaries: "system" } : {};

async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-role-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function start(
  dataDir: string,
  more: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded({ dataDir, log, settings, ...source, ...more });
  onTestFinished(() => embedded.stop());
  return embedded;
}

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements)
      rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const whoAndWhere = "select current_user::text as role, current_database()::text as database";
const product = [{ role: "gatehouse", database: "gatehouse" }];

describe("the product's role", () => {
  let dataDir = "";
  let embedded: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "gatehouse-role-"));
    embedded = await startEmbedded({ dataDir, log, settings, ...source });
  });

  afterAll(async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("owns its database and has no right beyond", async () => {
    const [row] = await query(
      embedded.url,
      `select to_jsonb(r) - 'oid' - 'rolpassword' as role, pg_get_userbyid(d.datdba)::text as owner,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
        from pg_roles r join pg_database d on d.datname = current_database() where r.rolname = current_user`,
    );

    expect(row).toMatchObject({
      owner: "gatehouse",
      memberships: 0,
      role: {
        rolname: "gatehouse",
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
      },
    });
    expect(embedded.superuserUrl).toBeNull();
  });

  it.each([
    ["runs no program", "copy (select 1) to program 'cat > /dev/null'"],
    ["takes nothing from a program", "create temp table t (x text); copy t from program 'id'"],
    ["reads no file by copy", "create temp table t (x text); copy t from '/etc/passwd'"],
    ["writes no file", "copy (select 1) to '/tmp/gatehouse-role-test'"],
    ["reads no file by function", "select pg_read_file('PG_VERSION')"],
    ["reads no file into a large object", "select lo_import('/etc/passwd')"],
    ["lists no directory", "select pg_ls_dir('.')"],
    ["sees no password", "select a.rolpassword from pg_authid a"],
    ["makes no role", "create role other"],
    ["gives itself nothing", "alter role gatehouse superuser"],
    ["takes no other role", "set role postgres"],
    ["takes no predefined role", "grant pg_execute_server_program to gatehouse"],
    ["makes no database", "create database other"],
    ["changes no setting of the server", "alter system set archive_command = 'id'"],
    ["loads no library", "load '/tmp/gatehouse-role-test.so'"],
    ["makes no function in C", "create function f() returns int language c as 'libc', 'getpid'"],
  ])("%s", async (_what, statement) => {
    await expect(query(embedded.url, statement)).rejects.toMatchObject({ code: "42501" });
  });

  it.each(["postgres", "template1"])("does not get into the database %s", async (database) => {
    const elsewhere = embedded.url.replace("/gatehouse?", `/${database}?`);

    await expect(query(elsewhere, "select 1")).rejects.toMatchObject({ code: "42501" });
  });

  it("does not get in as the superuser with its own password", async () => {
    const asSuperuser = embedded.url.replace("//gatehouse:", "//postgres:");

    await expect(query(asSuperuser, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("makes the trigram extension, which user search needs", async () => {
    await query(embedded.url, "create extension pg_trgm");

    expect(await query(embedded.url, "select similarity('abc', 'abc') as same")).toEqual([
      { same: 1 },
    ]);
  });
});

it("a first start that died between initdb and the role is completed by the next", async () => {
  const dataDir = await makeDataDirectory(await makeDataDir());
  const user = await databaseUser(null);
  const isReachable = await openToUser(dataDir, user);
  const binaries = await findBinaries({
    ...{ dataDir, user, isReachable, major: null, onProgress: () => {} },
    only: source.binaries,
  });
  await createCluster({ dataDir, binaries, user, isReachable, isDurable: false });

  const embedded = await start(dataDir);

  expect(await query(embedded.url, whoAndWhere)).toEqual(product);
});

it.each([
  ["with the role but without its database", ["drop database gatehouse"], null],
  ["without the role and the database", ["drop database gatehouse", "drop role gatehouse"], null],
  ["before the role had its password", ["alter role gatehouse password null"], null],
  ["before the password was stored", ["drop database gatehouse"], "gatehouse-password"],
])("a first start that died %s is completed by the next", async (_when, statements, lost) => {
  const dataDir = await makeDataDir();
  const first = await start(dataDir, { isSuperuserExposed: true });
  await query(first.superuserUrl ?? "", ...statements);
  await first.stop();
  if (lost !== null) await rm(join(dataDir, lost));

  const second = await start(dataDir);

  expect(await query(second.url, whoAndWhere)).toEqual(product);
});

it("a lost password of the product is made anew, and the data stays", async () => {
  const dataDir = await makeDataDir();
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  await rm(join(dataDir, "gatehouse-password"));

  const second = await start(dataDir);

  expect(second.url).not.toBe(first.url);
  expect(await query(second.url, "select k.answer from kept k")).toEqual([{ answer: 42 }]);
});

it("a start of a complete cluster does without the superuser", async () => {
  const dataDir = await makeDataDir();
  await (await start(dataDir)).stop();
  // Without its password nothing could connect as superuser.
  await rm(join(dataDir, "postgres-password"));

  const second = await start(dataDir);

  expect(await query(second.url, whoAndWhere)).toEqual(product);
});

it("a start that needs the superuser and lacks its password says so, stops the database and changes nothing", async () => {
  const dataDir = await makeDataDir();
  const first = await start(dataDir, { isSuperuserExposed: true });
  await query(first.superuserUrl ?? "", "drop database gatehouse");
  await first.stop();
  await rm(join(dataDir, "postgres-password"));

  const attempt = startEmbedded({ dataDir, log, settings, ...source });

  await expect(attempt).rejects.toMatchObject({
    code: "damaged",
    message: expect.stringContaining("postgres-password is missing"),
  });
  const pidFile = join(dataDir, `pg${first.major}`, "postmaster.pid");
  await expect(readFile(pidFile)).rejects.toMatchObject({ code: "ENOENT" });
});

it("superuser and product have passwords of their own", async () => {
  const dataDir = await makeDataDir();
  await start(dataDir);

  const [superuser, own] = await Promise.all([
    readFile(join(dataDir, "postgres-password"), "utf8"),
    readFile(join(dataDir, "gatehouse-password"), "utf8"),
  ]);

  expect(superuser.length).toBeGreaterThan(30);
  expect(own.length).toBeGreaterThan(30);
  expect(own).not.toBe(superuser);
});
