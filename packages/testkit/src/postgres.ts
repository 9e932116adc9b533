import { randomBytes } from "node:crypto";
import { urlOfDatabase } from "@gatehouse/server";
import pg from "pg";
import { inject } from "vitest";

/** The server of a test run, as the workers learn it. */
export interface TestPostgres {
  /** As the product's role, which is no superuser, on the product's database; tests use databases of their own. */
  readonly url: string;
  /** The maintenance database as superuser, only to make and drop databases. */
  readonly superuserUrl: string;
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

/** Makes a database without any table, in UTF-8 or, for tests of what the product refuses, in another encoding. */
export function createEmptyDatabase(encoding: "UTF8" | "LATIN1" = "UTF8"): Promise<TestDatabase> {
  return createDatabase(
    "template0",
    encoding === "UTF8" ? "" : `encoding '${encoding}' locale 'C' locale_provider libc`,
  );
}

/**
 * The statement with which the superuser makes a database that the product's role owns, as the embedded database has
 * it: what tests do, they do with the rights that the product has.
 */
export function createDatabaseStatement(
  { url }: TestPostgres,
  name: string,
  options: string,
): string {
  const { user } = new pg.Client({ connectionString: url });
  return `create database ${name} owner ${user} ${options}`;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("testPostgres").superuserUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function createDatabase(template: string, options = ""): Promise<TestDatabase> {
  const postgres = inject("testPostgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  // Copying files beats writing the clone to the log as long as nothing is flushed to disk.
  const how = `template ${template} strategy file_copy ${options}`;
  await administer(createDatabaseStatement(postgres, name, how));
  return {
    name,
    url: urlOfDatabase(postgres.url, name),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}
