import pg from "pg";
import { expect, inject, it } from "vitest";
import { createEmptyDatabase, createTestDatabase } from "./postgres.ts";

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

it("removes a database although connections are open, and twice", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();

  await database.drop();
  await database.drop();

  const left = await query(
    inject("testPostgres").url,
    `select 1 from pg_database d where d.datname = '${database.name}'`,
  );
  expect(left).toEqual([]);
});
