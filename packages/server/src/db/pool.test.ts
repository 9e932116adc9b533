import { createTestDatabase } from "@gatehouse/testkit";
import { sql } from "kysely";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { type Database, openDatabase } from "./pool.ts";
import { inTransaction } from "./transaction.ts";

async function open(): Promise<Database> {
  const database = await createTestDatabase();
  const opened = openDatabase({ url: database.url, maxConnections: 2 });
  onTestFinished(async () => {
    await opened.close();
    await database.drop();
  });
  return opened;
}

/** Ends a database connection from outside, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: inject("testPostgres").superuserUrl });
  await client.connect();
  await client.query("select pg_terminate_backend($1, 5000)", [pid]);
  await client.end();
}

test("a connection that dies inside a transaction fails that transaction and nothing else", async () => {
  const { db } = await open();

  const work = inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await terminate(rows[0]?.pid ?? 0);
    // The news arrives while no statement runs, so no statement can report it.
    await new Promise((resolve) => setImmediate(resolve));
    return sql`select 1`.execute(tx);
  });

  await expect(work).rejects.toThrow();
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  expect(rows).toEqual([{ one: 1 }]);
});
