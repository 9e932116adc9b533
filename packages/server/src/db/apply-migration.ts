import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Migration } from "./migrations.ts";

/** How one file is applied. */
export interface ApplyOptions {
  /** Hears what takes long, for people. */
  readonly onProgress?: (message: string) => void;
  /** Milliseconds to go on trying while tables are in use; default 60,000. */
  readonly lockTimeoutMs?: number;
  /** Written beside the migration. */
  readonly release: string;
}

/**
 * Milliseconds that a migration waits for a table. Whoever comes after a waiting migration waits behind it, readers
 * too, so it lets go and tries again instead of standing in everybody's way behind one long statement.
 */
export const tableLockTimeoutMs = 500;

/** Milliseconds between two attempts, so that what queued up meanwhile gets through. */
const retryPauseMs = 250;

/**
 * Applies a file together with its row in `schema_migrations`: in one transaction, or as one statement outside of any.
 * Tries again while tables that it needs are in use; throws, naming file and line, when they are for too long.
 */
export async function applyMigration(
  client: pg.ClientBase,
  migration: Migration,
  options: ApplyOptions,
): Promise<void> {
  const deadline = performance.now() + (options.lockTimeoutMs ?? 60_000);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await apply(client, migration, options.release);
    } catch (error) {
      if (!isLockTimeout(error) || performance.now() >= deadline) throw failed(migration, error);
    }
    if (attempt === 0)
      options.onProgress?.(`migration ${migration.name} waits for a table that is in use`);
    await delay(retryPauseMs);
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "55P03";
}

async function apply(client: pg.ClientBase, migration: Migration, release: string): Promise<void> {
  try {
    if (!migration.isTransactional) {
      // A concurrent build waits for statements that began before it, and stands in nobody's way meanwhile.
      await client.query("set lock_timeout = '60s'");
      await dropInvalidIndex(client, migration.sql);
      // The extended protocol takes one statement only, so a second one is refused by the server.
      const statement = { text: migration.sql, queryMode: "extended" };
      await client.query(statement);
      return await record(client, migration, release);
    }
    await client.query("begin");
    await record(client, migration, release);
    await client.query(migration.sql);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    // Where this fails the connection is gone; the error that broke it is the one to report.
    if (!migration.isTransactional)
      await client.query(`set lock_timeout = ${tableLockTimeoutMs}`).catch(() => {});
  }
}

async function record(client: pg.ClientBase, migration: Migration, release: string): Promise<void> {
  const { version, name, checksum, isBreaking } = migration;
  await client.query(
    "insert into schema_migrations (version, name, checksum, breaking, release) values ($1, $2, $3, $4, $5)",
    [version, name, checksum, isBreaking, release],
  );
}

/** An interrupted concurrent build leaves an index that is never used and that `if not exists` would keep. */
async function dropInvalidIndex(client: pg.ClientBase, statement: string): Promise<void> {
  const name = /\bindex\s+concurrently\s+if\s+not\s+exists\s+(\w+)/i.exec(statement)?.[1];
  if (name === undefined) return;
  const { rows } = await client.query<{ found: boolean }>(
    "select true as found from pg_index i where i.indexrelid = to_regclass($1) and not i.indisvalid",
    [name],
  );
  if (rows.length > 0) await client.query(`drop index concurrently ${pg.escapeIdentifier(name)}`);
}

function failed({ name, sql }: Migration, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const position = cause instanceof pg.DatabaseError ? Number(cause.position) : Number.NaN;
  const line = Number.isNaN(position) ? "" : ` (line ${sql.slice(0, position).split("\n").length})`;
  return new Error(`migration ${name}.sql failed${line}: ${reason}`, { cause });
}
