import { randomBytes } from "node:crypto";
import { urlOfDatabase } from "@gatehouse/server";
import pg from "pg";
import { inject } from "vitest";

/** The server of a test run, as the workers learn it. */
export interface TestPostgres {
  /** Its maintenance database, as superuser. */
  readonly url: string;
  readonly major: number;
}

declare module "vitest" {
  interface ProvidedContext {
    testPostgres: TestPostgres;
  }
}

/** Name of the migrated database that tests are cloned from; nobody connects to it after the set-up. */
export const templateName = "gatehouse_template";

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Ends its connections and removes it. Idempotent; not needed at the end of a run. */
  drop(): Promise<void>;
}

/** Makes a clone of the migrated template. Safe to call from many workers at once. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(templateName);
}

/** Makes a database without any table. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase("template0");
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("testPostgres").url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  // Copying files beats writing the clone to the log as long as nothing is flushed to disk.
  await administer(`create database ${name} template ${template} strategy file_copy`);
  return {
    name,
    url: urlOfDatabase(inject("testPostgres").url, name),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}
