import { once } from "node:events";
import { finished } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { counted } from "../../platform/counted.ts";
import { readApplied } from "../schema-status.ts";
import { copyTarget, readSequences, readTables, type SavedTable } from "./catalog.ts";
import { onOneConnection } from "./connection.ts";
import { BackupError, type BackupHeader, damaged } from "./format.ts";
import { type BackupEnd, openBackup, type TablePart } from "./read.ts";

/** What to restore and where to. */
export interface RestoreOptions {
  url: string;
  file: string;
  /** What `verifyBackup` said of the file. */
  verified: { header: BackupHeader; footer: BackupEnd };
  /** Hears each finished table. */
  onTable?: (table: string, rows: number) => void;
}

/**
 * Fills an empty, migrated database from a verified backup in one transaction (spec deployment §15.2). Triggers are
 * off meanwhile: what they would derive is in the backup. Throws `BackupError`, and changes nothing, where the schema
 * is another one, the database holds data or is in use, or the file differs from what was verified.
 */
export async function restoreBackup(options: RestoreOptions): Promise<{ rows: number }> {
  return onOneConnection(options.url, async (client) => {
    await client.query("begin");
    const tables = await readTables(client);
    await refuseOtherSchema(client, options.verified.header);
    // Nobody reads or writes until the commit, so what the checks find stays true.
    await client.query(`lock table ${names(tables)} in access exclusive mode nowait`).catch(() => {
      throw inUse();
    });
    await refuseCompany(client);
    await refuseData(client);
    await setTriggers(client, tables, "disable");
    await client.query(`truncate ${names(tables)}`);
    const rows = await fill(client, tables, options);
    await setTriggers(client, tables, "enable");
    await advanceSequences(client);
    await client.query("commit");
    await client.query("analyze");
    return { rows };
  });
}

function names(tables: readonly SavedTable[]): string {
  return tables.map(({ name }) => pg.escapeIdentifier(name)).join(", ");
}

async function refuseOtherSchema(client: pg.Client, header: BackupHeader): Promise<void> {
  const applied = await readApplied(client);
  const here = applied.map(({ name, checksum }) => `${name} ${checksum}`).join("\n");
  const saved = header.migrations.map(({ name, checksum }) => `${name} ${checksum}`).join("\n");
  if (here === saved) return;
  const schema = header.migrations.at(-1)?.name ?? "nothing";
  throw new BackupError(
    `the backup has the schema of release ${header.release} (${schema}), this one has ` +
      `${applied.at(-1)?.name ?? "nothing"}: restore with release ${header.release}, then upgrade`,
  );
}

async function refuseCompany(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid() and a.usename is not null`,
  );
  if ((rows[0]?.others ?? 0) > 0) throw inUse();
}

function inUse(): BackupError {
  return new BackupError("another program uses the database: stop every server on it first");
}

/**
 * A new database has the default organization and the system user, and nobody has done anything: the entry of
 * the price book that a first start applied is no deed of a user.
 */
async function refuseData(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ users: number; organizations: number; entries: number }>(
    `select (select count(*)::int from users u where not u.is_system) as users,
        (select count(*)::int from organizations o where not o.is_default) as organizations,
        (select count(*)::int from audit_logs l
          where l.additional_fields->>'automatic_actor' is null) as entries`,
  );
  const { users = 0, organizations = 0, entries = 0 } = rows[0] ?? {};
  if (users + organizations + entries === 0) return;
  throw new BackupError(
    `the database is not empty (${counted(users, "user")}): restore into a new data directory or an empty database`,
  );
}

async function setTriggers(
  client: pg.Client,
  tables: readonly SavedTable[],
  state: "enable" | "disable",
): Promise<void> {
  const statements = tables.map(
    ({ name }) => `alter table ${pg.escapeIdentifier(name)} ${state} trigger user`,
  );
  await client.query(statements.join("; "));
}

async function fill(
  client: pg.Client,
  tables: readonly SavedTable[],
  { file, verified, onTable }: RestoreOptions,
): Promise<number> {
  const open = new Map(tables.map((table) => [table.name, table]));
  const parts = (await openBackup(file)).tables();
  let total = 0;
  for (;;) {
    const next = await parts.next();
    if (next.done === true) {
      if (next.value.sha256 !== verified.footer.sha256) throw damaged("it changed meanwhile");
      break;
    }
    const table = open.get(next.value.table);
    // Names reach SQL only as they stand in the database's own catalogue.
    if (table === undefined || !sameColumns(table, next.value)) throw damaged("table header");
    open.delete(table.name);
    const rows = await fillTable(client, table, next.value);
    if (rows !== verified.footer.rows[table.name]) throw damaged(`rows of ${table.name}`);
    onTable?.(table.name, rows);
    total += rows;
  }
  if (open.size > 0) throw damaged(`without ${[...open.keys()].join(", ")}`);
  return total;
}

function sameColumns(table: SavedTable, part: TablePart): boolean {
  return (
    table.columns.length === part.columns.length &&
    table.columns.every((column, at) => column === part.columns[at])
  );
}

async function fillTable(client: pg.Client, table: SavedTable, part: TablePart): Promise<number> {
  const sink = client.query(copyFrom(`copy ${copyTarget(table)} from stdin`));
  const done = finished(sink);
  // A refusal of the database ends the writing below as well; it is reported once.
  done.catch(() => {});
  for await (const rows of part.rows()) {
    if (!sink.write(rows)) await Promise.race([once(sink, "drain"), done]);
  }
  sink.end();
  await done;
  return sink.rowCount;
}

async function advanceSequences(client: pg.Client): Promise<void> {
  for (const { table, column } of await readSequences(client)) {
    const [t, c] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)];
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${c}), 0) + 1, false) from ${t}`,
      [t, column],
    );
  }
}
