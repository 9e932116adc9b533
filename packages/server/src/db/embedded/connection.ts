import pg from "pg";
import { codeOf } from "./error.ts";

/** Name of the role that owns the embedded database. */
export const embeddedRole = "gatehouse";

/** Port in the socket's file name; no TCP port is opened. */
export const socketPort = 5432;

/** Longest path of a Unix socket in bytes that every supported system takes. */
export const maxSocketPathBytes = 107;

/** Path of the socket that PostgreSQL makes in a directory. */
export function socketPath(directory: string): string {
  return `${directory}/.s.PGSQL.${socketPort}`;
}

/**
 * Connection URL for a socket directory, as pg and libpq read it. It holds the password: never log it.
 * Port and TLS mode are always written, because both drivers would otherwise take them from the environment.
 */
export function socketUrl(directory: string, password: string, database = "postgres"): string {
  const credentials = `${embeddedRole}:${encodeURIComponent(password)}`;
  const parameters = `host=${encodeURIComponent(directory)}&port=${socketPort}&sslmode=disable`;
  return `postgresql://${credentials}@/${encodeURIComponent(database)}?${parameters}`;
}

/** The same server and role with another database. */
export function urlOfDatabase(url: string, database: string): string {
  return url.replace(/(@[^/]*\/)[^?]*/, (_all, before: string) => {
    return `${before}${encodeURIComponent(database)}`;
  });
}

/**
 * What a connection attempt found: `ready`; `absent` = nobody listens; `busy` = starting, stopping or recovering;
 * `refused` = the server lives and does not take the password.
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
  if (code.startsWith("28")) return "refused";
  return "busy";
}
