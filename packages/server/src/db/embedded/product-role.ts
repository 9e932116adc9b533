import pg from "pg";
import { probe, productDatabase, productRole, type Role, superuserRole } from "./connection.ts";
import { codeOf, EmbeddedError } from "./error.ts";
import { ensurePassword, productUrl, superuserUrl } from "./passwords.ts";

/** Key of the advisory lock in the maintenance database, where nothing else takes one. */
const setUpLock = 1;

/**
 * Makes the product's role and its database where they are missing, gives the role the stored password, and returns the
 * product's URL. For when the server has refused that URL: on the first start, after one that died half-way, or when
 * the password's file was lost. Idempotent; the database comes last, so whoever gets into it finds everything done.
 * The caller holds the owner lock. Throws `damaged` when a password is refused, `start_failed` on anything else.
 *
 * Security: the role is no superuser, so an injected statement reaches no program, file or other role of the server.
 */
export async function setUpProduct(dataDir: string, socketDirectory: string): Promise<string> {
  const password = await ensurePassword(dataDir, productRole);
  await asSuperuser(await superuserUrl(dataDir, socketDirectory), async (client) => {
    // The session of a process that died half-way may still be at work.
    await client.query(`select pg_advisory_lock(${setUpLock})`);
    await ensureRole(client, password);
    await client.query("revoke connect on database postgres, template1 from public");
    await ensureDatabase(client);
  });
  const url = await productUrl(dataDir, socketDirectory);
  if ((await probe(url)) === "refused") throw refused(productRole);
  return url;
}

async function asSuperuser(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // That the server went away is heard from the statement that fails.
  client.on("error", () => {});
  try {
    await client.connect();
    await use(client);
  } catch (error) {
    if (codeOf(error).startsWith("28")) throw refused(superuserRole, error);
    throw new EmbeddedError("start_failed", `the embedded database could not be set up: ${error}`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

function refused(role: Role, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    "damaged",
    `the embedded database refuses its role \`${role}\` with the password of the data directory; ` +
      `restore \`${superuserRole}-password\` there from a copy`,
    { cause },
  );
}

async function ensureRole(client: pg.Client, password: string): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_roles r where r.rolname = $1", [
    productRole,
  ]);
  if (rowCount === 0) await client.query(`create role ${productRole}`);
  await client.query(
    `alter role ${productRole} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database d where d.datname = $1", [
    productDatabase,
  ]);
  if (rowCount !== 0) return;
  await client.query(`create database ${productDatabase} owner ${productRole} template template0`);
}
