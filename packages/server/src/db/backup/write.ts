import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, type Gzip } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { readApplied } from "../schema-status.ts";
import { copyTarget, readTables, type SavedTable } from "./catalog.ts";
import { onOneConnection } from "./connection.ts";
import { BackupError, endOfRows, line } from "./format.ts";

/** What to save and where. */
export interface BackupOptions {
  url: string;
  /** Where the file appears, whole or not at all. */
  file: string;
  /** Replace a file that is there already; else it is refused. */
  overwrite: boolean;
  /** Release that writes, without leading `v`. */
  release: string;
  /** Hears each finished table. */
  onTable?: (table: string, rows: number) => void;
}

/** What a backup holds. */
export interface BackupResult {
  tables: number;
  rows: number;
  /** Size of the file in bytes. */
  bytes: number;
}

/**
 * Saves all tables of the product's schema as one repeatable-read snapshot sees them into one compressed file, while
 * servers go on writing (spec deployment §15.2). The file has mode 0600, is written beside its place, flushed to disk
 * and renamed. Throws `BackupError` where nothing was ever migrated or the file exists.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupResult> {
  const partial = `${options.file}.${randomBytes(6).toString("hex")}.partial`;
  const handle = await open(partial, "wx", 0o600).catch((error: unknown) => {
    throw new BackupError(`cannot write to ${dirname(options.file)}: ${reason(error)}`);
  });
  try {
    const gzip = createGzip({ level: 6 });
    const written = pipeline(gzip, handle.createWriteStream({ flush: true }));
    // Where saving fails first, its error is the one to report.
    written.catch(() => {});
    const sink = new HashedSink(gzip, written);
    const counts = await onOneConnection(options.url, (client) => save(client, sink, options));
    gzip.end();
    await written;
    const { size } = await stat(partial);
    await publish(partial, options);
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { tables: Object.keys(counts).length, rows, bytes: size };
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

/** Gives the finished file its name; without leave to overwrite, a file that came meanwhile is not replaced. */
async function publish(partial: string, { file, overwrite }: BackupOptions): Promise<void> {
  if (overwrite) return rename(partial, file);
  await link(partial, file).catch((error: unknown) => {
    throw new BackupError(`cannot create ${file}: ${reason(error)}`);
  });
  await rm(partial);
}

async function save(
  client: pg.Client,
  sink: HashedSink,
  options: BackupOptions,
): Promise<Record<string, number>> {
  await client.query("begin isolation level repeatable read read only");
  const applied = await readApplied(client);
  if (applied.length === 0) throw new BackupError("the database holds nothing of Gatehouse");
  const { rows } = await client.query<{ now: Date }>("select now() as now");
  await sink.write(
    line({
      ...{ format: "gatehouse-backup", formatVersion: 1, release: options.release },
      createdAt: (rows[0]?.now ?? new Date()).toISOString(),
      migrations: applied.map(({ version, name, checksum }) => ({ version, name, checksum })),
    }),
  );
  const counts: Record<string, number> = {};
  for (const table of await readTables(client)) {
    const count = await saveTable(client, sink, table);
    counts[table.name] = count;
    options.onTable?.(table.name, count);
  }
  await client.query("commit");
  await sink.write(line({ rows: counts }));
  await sink.write(line({ sha256: sink.digest() }));
  return counts;
}

async function saveTable(client: pg.Client, sink: HashedSink, table: SavedTable): Promise<number> {
  await sink.write(line({ table: table.name, columns: table.columns }));
  const rows = client.query(copyTo(`copy ${copyTarget(table)} to stdout`));
  for await (const chunk of rows) await sink.write(chunk);
  await sink.write(endOfRows);
  return rows.rowCount;
}

/** Compresses and digests what it is given, no faster than the file takes it. */
class HashedSink {
  readonly #hash = createHash("sha256");
  readonly #gzip: Gzip;
  readonly #written: Promise<void>;

  /** `written` settles with the file: a full disk rejects it, and whoever waits for room then. */
  constructor(gzip: Gzip, written: Promise<void>) {
    this.#gzip = gzip;
    this.#written = written;
  }

  async write(data: string | Buffer): Promise<void> {
    this.#hash.update(data);
    if (!this.#gzip.write(data)) await Promise.race([once(this.#gzip, "drain"), this.#written]);
  }

  /** SHA-256 of everything so far, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EEXIST") return "it exists already (--overwrite replaces it)";
  if (code === "ENOENT") return "there is no such directory";
  return error instanceof Error ? error.message : String(error);
}
