import pg from "pg";
import { codeOf } from "./error.ts";

/** The cluster's superuser; only sets up the product's role and database, and is there for the operator. */
export const superuserRole = "postgres";

/** The role that the product connects as: owner of its database, without any right beyond. */
export const productRole = "gatehouse";

/** A role of the embedded database; each has a password of its own. */
export type Role = typeof superuserRole | typeof productRole;

/** The product's database. */
export const productDatabase = "gatehouse";

/** Port in the socket's file name; no TCP port is opened. */
export const socketPort = 5432;

/** Longest path of a Unix socket in bytes that every supported system takes. */
export const maxSocketPathBytes = 107;

/** Path of the socket that PostgreSQL makes in a directory. */
export function socketPath(directory: string): string {
  return `${directory}/.s.PGSQL.${socketPort}`;
}

/**
 * Connection URL of a role for a socket directory, as pg and libpq read it; the database is the one of the same name.
 * It holds the password: never log it.
 * Port and TLS mode are always written, because both drivers would otherwise take them from the environment.
 */
export function socketUrl(directory: string, role: Role, password: string): string {
  const credentials = `${role}:${encodeURIComponent(password)}`;
  const database = role === productRole ? productDatabase : "postgres";
  const parameters = `host=${encodeURIComponent(directory)}&port=${socketPort}&sslmode=disable`;
  return `postgresql://${credentials}@/${database}?${parameters}`;
}

/** The same server and role with another database. */
export function urlOfDatabase(url: string, database: string): string {
  return url.replace(/(@[^/]*\/)[^?]*/, (_all, before: string) => {
    return `${before}${encodeURIComponent(database)}`;
  });
}

/**
 * What a connection attempt found: `ready`; `absent` = nobody listens; `busy` = starting, stopping or recovering;
 * `refused` = the server lives and does not let that role into that database, because one of them does not exist or
 * the password is another.
 */
export type Probe = "ready" | "absent" | "busy" | "refused";

/** Connects once, gives up after two seconds, and closes again. */
export async function probe(url: string): Promise<Probe> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A server that goes away right after the answer must not end this process.
  client.on("error", () => {});
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    return verdict(codeOf(error));
  } finally {
    await client.end().catch(() => {});
  }
}

function verdict(code: string): Probe {
  if (["ENOENT", "ECONNREFUSED", "ENOTDIR"].includes(code)) return "absent";
  // 28: invalid authorization; 3D: no such database; 42501: no right to connect.
  if (code.startsWith("28") || code.startsWith("3D") || code === "42501") return "refused";
  return "busy";
}
