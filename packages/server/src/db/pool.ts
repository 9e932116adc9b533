import { createHash } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "./tables.gen.ts";
import type { Db } from "./types.ts";
import { parseTimestamp } from "./values.ts";

/** An open connection pool and the query builder on top of it. */
export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** How to reach PostgreSQL and how many connections to keep. */
export interface DatabaseOptions {
  url: string;
  maxConnections: number;
  /** Milliseconds a request waits for a free connection before it fails. */
  connectTimeoutMs?: number;
  /** Milliseconds after which the server ends a statement. */
  statementTimeoutMs?: number;
  onPoolError?: (error: Error) => void;
}

/** Statements are prepared once per connection: the name is a digest of the text, and texts are finite. */
const statementNames = new Map<string, string>();
const maxStatementNames = 2000;

/** Starts a statement that is to be planned with its real values every time. */
const unprepared = /^\s*\/\* unprepared \*\//;

function statementName(text: string): string | undefined {
  if (unprepared.test(text)) return undefined;
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= maxStatementNames) return undefined;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
  statementNames.set(text, name);
  return name;
}

const typeParsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseInt8],
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
]);

/** 64-bit integers become numbers; one that a number cannot hold exactly is an error, never a wrong value. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("64-bit integer outside the safe range");
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const own = format === "binary" ? undefined : typeParsers.get(oid);
    return own ?? pg.types.getTypeParser(oid, format);
  },
};

/** A pool whose clients run every parameterised statement as a named prepared statement. */
class PreparingPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    this.on("connect", prepareStatements);
    this.on("connect", surviveLoss);
  }
}

/**
 * A connection that breaks while it is lent out, between two statements of a transaction, has nobody who hears of it:
 * the event alone would end the process. The next statement fails, and the pool drops the connection.
 */
function surviveLoss(client: pg.PoolClient): void {
  client.on("error", () => {});
}

function prepareStatements(client: pg.PoolClient): void {
  const run = client.query.bind(client);
  const prepared = (text: unknown, values?: unknown): unknown => {
    if (typeof text !== "string" || !Array.isArray(values))
      return Reflect.apply(run, client, [text, values]);
    const name = values.length > 0 ? statementName(text) : undefined;
    return run(name === undefined ? { text, values } : { name, text, values });
  };
  Object.defineProperty(client, "query", { value: prepared, configurable: true });
}

/**
 * Settings of every connection. Reading an index costs little more out of order than in order on
 * today's disks and in memory; PostgreSQL's default of 4 makes it count lists by reading whole tables.
 */
export const connectionSettings = "-c timezone=UTC -c jit=off -c random_page_cost=1.1";

/**
 * Opens the pool. No connection is made before the first statement.
 * Times are UTC on every connection; statements end after `statementTimeoutMs` (default 30 s).
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new PreparingPool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: "gatehouse",
    options: connectionSettings,
    types,
  });
  let closing = false;
  pool.on("error", (error) => {
    if (!closing) options.onPoolError?.(error);
  });
  const db: Db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    close: async () => {
      closing = true;
      await db.destroy();
    },
  };
}
