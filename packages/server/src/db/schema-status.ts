import { type QueryExecutorProvider, sql } from "kysely";
import type pg from "pg";
import { migrationNames, migrationsDirectory } from "./migrations.ts";

/** One row of `schema_migrations`. */
export type AppliedMigration = {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly breaking: boolean;
  /** Release of the server that applied it; empty when unknown. */
  readonly release: string;
};

/** What statements can be sent to: a connection or pool of the driver, or a handle of the query builder. */
export type Queryable = pg.ClientBase | pg.Pool | QueryExecutorProvider;

/** Whether this release can work on the schema that it finds. */
export type SchemaStatus = "ok" | "needs-migration" | "newer-breaking";

/**
 * Compares the database with this release's migrations (spec deployment §3): `needs-migration` = some are not applied;
 * `newer-breaking` = one that this release does not know is marked breaking. Rejects when the database does not answer.
 */
export async function schemaStatus(
  db: Queryable,
  directory: string = migrationsDirectory,
): Promise<SchemaStatus> {
  const [known, applied] = await Promise.all([migrationNames(directory), readApplied(db)]);
  if (applied.some(({ version, breaking }) => breaking && !known.has(version))) {
    return "newer-breaking";
  }
  const versions = new Set(applied.map(({ version }) => version));
  return [...known.keys()].every((version) => versions.has(version)) ? "ok" : "needs-migration";
}

/** Reads which migrations are applied, in order; none where nothing was ever migrated. */
export async function readApplied(db: Queryable): Promise<AppliedMigration[]> {
  const [table] = await rows<{ exists: boolean }>(
    db,
    "select to_regclass('schema_migrations') is not null as exists",
  );
  if (table?.exists !== true) return [];
  return rows<AppliedMigration>(
    db,
    "select m.version, m.name, m.checksum, m.breaking, m.release from schema_migrations m order by m.version",
  );
}

async function rows<Row extends pg.QueryResultRow>(
  db: Queryable,
  statement: string,
): Promise<Row[]> {
  if ("getExecutor" in db) return (await sql.raw<Row>(statement).execute(db)).rows;
  return (await db.query<Row>(statement)).rows;
}
