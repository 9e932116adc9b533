import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../platform/log.ts";
import { applyMigration, tableLockTimeoutMs } from "./apply-migration.ts";
import { type Migration, migrationsDirectory, readMigrations } from "./migrations.ts";
import { type AppliedMigration, readApplied } from "./schema-status.ts";

export { schemaStatus } from "./schema-status.ts";

/** How to migrate. */
export interface MigrateOptions {
  /** Directory of the SQL files; default: those of this release. */
  readonly directory?: string;
  readonly log: Log;
  /** Hears what takes long, for people. */
  readonly onProgress?: (message: string) => void;
  /** Milliseconds to wait while another server migrates, and for tables that are in use; default 60,000. */
  readonly lockTimeoutMs?: number;
  /** Written beside each migration, so that an older release can name the one it would need; default: this release. */
  readonly release?: string;
}

/** What a run did. */
export interface MigrateResult {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: string[];
  /** Highest version in the database afterwards. */
  readonly version: number;
}

/** Session-level advisory lock of the one server that migrates. */
const migrationLock = 7_100;

/**
 * Brings a database to this release's schema. Forward only; each file in its own transaction together with its row in
 * `schema_migrations`. Any number of servers may call it at once: one works, the others wait up to `lockTimeoutMs` and
 * find nothing left to do. Migrations that only the database has (of a newer release) are left alone.
 *
 * Throws, and changes nothing, when the server is not PostgreSQL 15 to 18 in UTF-8, when an applied file was changed
 * since, or when a newer release applied one that is marked breaking. A file that fails names itself; those before it
 * stay applied. A given connection must not be in a transaction; its session settings are reset at the end.
 */
export async function migrate(
  target: string | pg.ClientBase,
  options: MigrateOptions,
): Promise<MigrateResult> {
  if (typeof target !== "string") return run(target, options);
  const client = new pg.Client({ connectionString: target, application_name: "gatehouse migrate" });
  // A connection that breaks rejects the running statement; the event alone must not end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await run(client, options);
  } finally {
    await client.end();
  }
}

async function run(client: pg.ClientBase, options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  await refuseForeignServers(client);
  const before = await readApplied(client);
  // Nothing to do is the usual case, and it needs no lock.
  if (plan(migrations, before).length === 0) return { applied: [], version: highest(before) };
  await waitForLock(client, options);
  try {
    await prepareSession(client);
    return await applyAll(client, migrations, options);
  } finally {
    // Where this fails the connection is gone, and with it the lock; the error that broke it is the one to report.
    await client
      .query(
        `select pg_advisory_unlock(${migrationLock}); reset statement_timeout; reset lock_timeout; reset idle_in_transaction_session_timeout`,
      )
      .catch(() => {});
  }
}

async function applyAll(
  client: pg.ClientBase,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<MigrateResult> {
  const release = options.release ?? (await ownRelease());
  const open = plan(migrations, await readApplied(client));
  for (const migration of open) {
    options.onProgress?.(`applying migration ${migration.name}`);
    const startedAt = performance.now();
    await applyMigration(client, migration, { ...options, release });
    const tookMs = Math.round(performance.now() - startedAt);
    options.log.info({ migration: migration.name, tookMs }, "migration applied");
  }
  return { applied: open.map(({ name }) => name), version: highest(await readApplied(client)) };
}

/** What is still to apply, in order. Throws when the database and the files contradict each other. */
function plan(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, checksum } of applied) {
    const file = known.get(version);
    if (file !== undefined && file.checksum !== checksum) {
      throw new Error(
        `migration ${file.name}.sql differs from ${name}, which was applied to this database: ` +
          "an applied migration is never edited; restore the file of its release",
      );
    }
  }
  const breaking = applied.filter((row) => row.breaking && !known.has(row.version)).at(-1);
  if (breaking !== undefined) throw tooOld(breaking);
  const done = new Set(applied.map(({ version }) => version));
  return migrations.filter(({ version }) => !done.has(version));
}

function tooOld({ name, release }: AppliedMigration): Error {
  const needed = release === "" ? "the release that has it" : `release ${release}`;
  return new Error(
    `the database has the breaking migration ${name}, which this release does not know: start ${needed} or a newer one`,
  );
}

function highest(applied: readonly AppliedMigration[]): number {
  return applied.at(-1)?.version ?? 0;
}

async function refuseForeignServers(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
  );
  const { version = 0, encoding = "" } = rows[0] ?? {};
  const major = Math.floor(version / 10_000);
  if (major < 15 || major > 18) {
    throw new Error(`PostgreSQL ${major} is not supported: use 15, 16, 17 or 18`);
  }
  if (encoding !== "UTF8") {
    throw new Error(`the database's encoding is ${encoding}: create it with encoding UTF8`);
  }
}

/**
 * Asks for the lock again and again instead of waiting inside a statement: a waiting statement holds a snapshot, and
 * a concurrent index build of the server that migrates would wait for it in turn.
 */
async function waitForLock(client: pg.ClientBase, options: MigrateOptions): Promise<void> {
  const timeoutMs = options.lockTimeoutMs ?? 60_000;
  const deadline = performance.now() + timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${migrationLock}) as taken`,
    );
    if (rows[0]?.taken === true) return;
    if (performance.now() >= deadline) throw await stillLocked(client, timeoutMs);
    if (attempt === 0)
      options.onProgress?.("waiting for another server that migrates the database");
    await delay(Math.min(250, 10 * (attempt + 1)));
  }
}

async function stillLocked(client: pg.ClientBase, timeoutMs: number): Promise<Error> {
  const { rows } = await client.query<{ pid: number }>(
    `select l.pid from pg_locks l where l.locktype = 'advisory' and l.granted and l.objid = ${migrationLock}
      and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
  );
  const holder = rows[0] === undefined ? "" : ` (database connection with pid ${rows[0].pid})`;
  return new Error(
    `another server${holder} has been migrating the database for more than ${timeoutMs / 1000} s; ` +
      "start again when it has finished",
  );
}

/** A long migration must not hit limits that are meant for requests. */
async function prepareSession(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = ${tableLockTimeoutMs};
    create table if not exists schema_migrations (
      version integer not null,
      name text not null,
      checksum text not null,
      applied_at timestamptz(3) not null default now(),
      breaking boolean not null,
      release text not null,
      constraint schema_migrations_pkey primary key (version)
    )`,
  );
}

async function ownRelease(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  const isObject = typeof manifest === "object" && manifest !== null;
  return isObject && "version" in manifest ? String(manifest.version) : "";
}
