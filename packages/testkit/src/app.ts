import { type Endpoint, responseFaults } from "@gatehouse/contract";
import {
  type App,
  buildApp,
  type Clock,
  type Config,
  createLog,
  type Log,
  loadConfig,
  type PriceBookFiles,
} from "@gatehouse/server";
import { Client } from "./client.ts";
import { createTestDatabase } from "./postgres.ts";

/** How a test wants its server. */
export interface TestAppOptions {
  /** Options as the environment gives them, without prefix: `{ DISABLE_PASSWORD_AUTH: "true" }`. */
  settings?: Readonly<Record<string, string>>;
  clock?: Clock;
  /** Another replica on the same database; default is a fresh clone of the template. */
  databaseUrl?: string;
  log?: Log;
  /** The price book that `deps.priceBook.start()` applies; default is the one of the release. */
  priceBook?: () => Promise<PriceBookFiles>;
  /** A build of the web console to serve; default none, so that tests do not depend on one. */
  consoleFolder?: string;
  /** Password hashing at production cost; tests use a cheap one. */
  productionHashCost?: boolean;
}

/** A real server on a real database, reached by injected requests or on its own port. */
export interface TestApp extends App {
  config: Config;
  databaseUrl: string;
  /** A client without credentials. */
  anonymous: Client;
  /** A client that sends this session token. */
  as(token: string): Client;
  /** Listens on a free loopback port; gives `http://127.0.0.1:port`. */
  listen(): Promise<string>;
  /** Closes the server and, where it made one, drops its database. */
  stop(): Promise<void>;
}

const accessUrl = "http://gatehouse.test";
const cheapHash = { memoryKib: 64, passes: 1 };

/**
 * Starts a server for tests: rate limits off unless asked for, cheap password hashing, every JSON answer
 * checked strictly against the contract. The identity cache is on before this resolves.
 */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.databaseUrl === undefined ? await createTestDatabase() : null;
  const databaseUrl = database?.url ?? options.databaseUrl ?? "";
  const config = loadConfig({ argv: [], env: environment(options.settings ?? {}) });
  const log = options.log ?? createLog({ level: "silent" });
  const app = await buildApp({
    config,
    log,
    databaseUrl,
    accessUrl: config.accessUrl === "" ? accessUrl : config.accessUrl,
    consoleFolder: options.consoleFolder ?? "/nonexistent",
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.productionHashCost ? {} : { hashCost: cheapHash }),
    ...(options.priceBook ? { readPriceBook: options.priceBook } : {}),
    onAnswer: checkAnswer,
  });
  await app.listener.ready();
  return {
    ...app,
    config,
    databaseUrl,
    anonymous: new Client(app.http, null),
    as: (token) => new Client(app.http, token),
    async listen() {
      return app.http.listen({ host: "127.0.0.1", port: 0 });
    },
    async stop() {
      await app.close();
      await database?.drop();
    },
  };
}

function environment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const defaults = { DANGEROUS_DISABLE_RATE_LIMITS: "true", POSTGRES_CONN_MAX_OPEN: "8" };
  const entries = Object.entries({ ...defaults, ...settings });
  return Object.fromEntries(entries.map(([name, value]) => [`GATEHOUSE_${name}`, value]));
}

/** Fails the request, and so its test, when an answer does not fit its schema. */
function checkAnswer(endpoint: Endpoint, status: number, body: string): void {
  const expected = endpoint.success.status === 307 ? 200 : endpoint.success.status;
  if (endpoint.success.body === undefined || status !== expected) return;
  const faults = responseFaults(endpoint.success.body, Buffer.from(body));
  if (faults.length === 0) return;
  const told = faults.map((fault) => `${fault.field}: ${fault.detail}`).join("; ");
  throw new Error(`the answer of ${endpoint.id} does not fit the contract: ${told}`);
}
