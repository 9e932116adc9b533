import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLog, migrate } from "@gatehouse/server";
import pg from "pg";

/** A migration as it was released. */
export interface ReleasedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** Reads `released.txt` of a folder of migrations, oldest first. */
export async function releasedMigrations(directory: string): Promise<ReleasedMigration[]> {
  const text = await readFile(join(directory, "released.txt"), "utf8");
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [checksum = "", name = ""] = line.split(/\s+/);
    return { name, checksum };
  });
}

/** Copies the migrations up to and including one, so that a database can be brought to an earlier schema. */
export async function copyMigrations(from: string, to: string, upTo: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const files = (await readdir(from)).filter(
    (file) => file.endsWith(".sql") && file <= `${upTo}.sql`,
  );
  for (const file of files) await cp(join(from, file), join(to, file));
}

const usersOfARelease = 10_000;

/** Fills the tables that grow: users, memberships, keys and audit entries, of the columns that every release has. */
export async function fillRelease(url: string): Promise<void> {
  const tables = ["users", "organization_members", "api_keys", "audit_logs"];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Triggers would write history and notifications for minutes; foreign keys are checked all the same.
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    await client.query(fillStatement, [usersOfARelease]);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    await client.query("analyze");
  } finally {
    await client.end();
  }
}

const fillStatement = `
with person as (
  insert into users (id, email, username, created_at, updated_at, status)
  select gen_random_uuid(), n || '@example.com', 'user-' || n, now(), now(), 'active'
  from generate_series(1, $1::int) as s(n) returning id
), membership as (
  insert into organization_members (organization_id, user_id)
  select o.id, person.id from person cross join organizations o where o.is_default
), key as (
  insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at, login_type,
    scopes, allow_list)
  select substr(md5(person.id::text), 1, 10), sha256(person.id::text::bytea), person.id, now(), now() + interval '1 day',
    now(), now(), 'token', '{coder:all}', '{*:*}' from person
)
insert into audit_logs (id, time, user_id, resource_type, resource_id, resource_target, action, status_code, request_id)
select gen_random_uuid(), now(), person.id, 'user', person.id, 'user', 'create', 201, gen_random_uuid() from person`;

/** What those who worked during an upgrade felt. */
export interface UpgradeReport {
  /** Names of the migrations that ran. */
  readonly applied: readonly string[];
  /** Statements of the earlier release that failed, with their reason. */
  readonly failures: readonly string[];
}

/** How long the earlier release's statements may wait for a lock. */
const longestLockWait = "1s";

/**
 * Migrates a database while statements of the earlier release go on: of every table that it knows, reads by the names
 * of its columns, and the locks that its writes take. One that waits for a lock longer than a second fails.
 */
export async function upgradeUnderLoad(url: string, directory: string): Promise<UpgradeReport> {
  const tables = await columnsByTable(url);
  const failures = new Set<string>();
  let isOver = false;
  const work = async (client: pg.Client): Promise<void> => {
    while (!isOver) {
      for (const [table, columns] of tables) {
        const names = columns.map((name) => `t.${name}`).join(", ");
        for (const statement of [
          `select ${names} from ${table} t limit 1`,
          `begin; lock table ${table} in row exclusive mode; commit`,
        ]) {
          await client.query(statement).catch(async (error: Error) => {
            failures.add(`${table}: ${error.message}`);
            await client.query("rollback");
          });
        }
      }
    }
    await client.end();
  };
  // Everybody is at work when the migration begins.
  const clients = await Promise.all([worker(url), worker(url), worker(url)]);
  const load = Promise.all(clients.map(work));
  const result = await migrate(url, { directory, log: createLog({ level: "silent" }) }).finally(
    () => {
      isOver = true;
    },
  );
  await load;
  return { applied: result.applied, failures: [...failures] };
}

/** A connection whose statements wait for no lock longer than allowed. */
async function worker(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`set lock_timeout = '${longestLockWait}'`);
  return client;
}

/** The columns of every table, in the order of their definition. */
export async function columnsByTable(url: string): Promise<Map<string, string[]>> {
  const { rows } = await query<{ table: string; columns: string[] }>(
    url,
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
     group by c.relname order by c.relname`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Columns that an insert of an earlier release leaves out and that take neither null nor a default. */
export async function demandedColumns(url: string): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    url,
    `select c.relname || '.' || a.attname as name
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
       and a.attnotnull and not a.atthasdef and a.attidentity = '' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Row>(text);
  } finally {
    await client.end();
  }
}
