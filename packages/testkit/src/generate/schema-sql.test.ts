import { readFile } from "node:fs/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { createEmptyDatabase, createTestDatabase } from "../postgres.ts";
import { schemaSql } from "./schema-sql.ts";
import { tableTypes } from "./tables.ts";

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const checkedIn = (path: string) =>
  readFile(new URL(`../../../server/${path}`, import.meta.url), "utf8");

describe("the schema dump", () => {
  it("is what the migrations give, on every supported PostgreSQL", async () => {
    const database = await createTestDatabase();

    const dump = await withClient(database.url, schemaSql);

    expect(dump).toBe(await checkedIn("schema.sql"));
  });

  it("gives the same schema when it is loaded", async () => {
    const migrated = await createTestDatabase();
    const empty = await createEmptyDatabase();
    const dump = await withClient(migrated.url, schemaSql);

    const again = await withClient(empty.url, async (client) => {
      await client.query(dump);
      return schemaSql(client);
    });

    expect(again).toBe(dump);
  });

  it("does not depend on the time zone and the search path of the role", async () => {
    const database = await createTestDatabase();

    const dump = await withClient(database.url, async (client) => {
      await client.query("set timezone to 'Asia/Kathmandu'; set search_path to pg_catalog");
      return schemaSql(client);
    });

    expect(dump).toBe(await checkedIn("schema.sql"));
  });
});

describe("the table types", () => {
  it("are those of the migrations", async () => {
    const database = await createTestDatabase();

    expect(await tableTypes(database.url)).toBe(await checkedIn("src/db/tables.gen.ts"));
  });
});
