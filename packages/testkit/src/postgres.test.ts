import pg from "pg";
import { expect, inject, it } from "vitest";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "./postgres.ts";

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const countTables = `select count(*)::int as tables from pg_tables t where t.schemaname = 'public'`;

it("gives each caller its own migrated database", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);

  await query(first.url, "create table only_here ()");
  const seen = await query(second.url, "select to_regclass('only_here') as found");
  const migrated = await query(second.url, "select count(*) > 0 as yes from schema_migrations");

  expect(seen).toEqual([{ found: null }]);
  expect(migrated).toEqual([{ yes: true }]);
});

it("gives a database without tables for tests of the migrations themselves", async () => {
  const database = await createEmptyDatabase();

  const tables = await query(database.url, countTables);

  expect(tables).toEqual([{ tables: 0 }]);
});

it.each([
  ["a migrated database", createTestDatabase],
  ["an empty database", createEmptyDatabase],
])(
  "%s belongs to a role that is no superuser",
  async (_what, create: () => Promise<TestDatabase>) => {
    const database = await create();

    const found = await query(
      database.url,
      `select r.rolsuper or r.rolcreaterole or r.rolcreatedb as more, pg_get_userbyid(d.datdba) = current_user as owns,
      (select count(*)::int from pg_class c where c.relnamespace = 'public'::regnamespace
        and pg_get_userbyid(c.relowner) <> current_user) as foreign_tables
      from pg_roles r join pg_database d on d.datname = current_database() where r.rolname = current_user`,
    );

    expect(found).toEqual([{ more: false, owns: true, foreign_tables: 0 }]);
  },
);

it("the migrations make the trigram extension without a superuser", async () => {
  const database = await createTestDatabase();

  const found = await query(
    database.url,
    `select pg_get_userbyid(e.extowner) = current_user as owns, to_regclass('users_search_trgm_idx') is not null as used
      from pg_extension e where e.extname = 'pg_trgm'`,
  );

  expect(found).toEqual([{ owns: true, used: true }]);
});

it("a test can end the sessions of its own role", async () => {
  const database = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");

  const ended = await query(database.url, `select pg_terminate_backend(${rows[0]?.pid}) as done`);

  expect(ended).toEqual([{ done: true }]);
});

it("removes a database although connections are open, and twice", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();

  await database.drop();
  await database.drop();

  const left = await query(
    inject("testPostgres").superuserUrl,
    `select 1 from pg_database d where d.datname = '${database.name}'`,
  );
  expect(left).toEqual([]);
});
