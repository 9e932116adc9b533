import type { FastifyInstance } from "fastify";
import type { CoreDeps, Deployment, Deps } from "./context/deps.ts";
import { createListener, type Listener } from "./db/listener.ts";
import { schemaStatus } from "./db/migrate.ts";
import { type Database, openDatabase } from "./db/pool.ts";
import { inTransaction, onTouched } from "./db/transaction.ts";
import { createAiMetrics, createBudgetCache } from "./features/ai-budgets/index.ts";
import { createPriceBook } from "./features/ai-prices/index.ts";
import { createAiSeats } from "./features/ai-usage/index.ts";
import {
  createEntitlements,
  createStatsCollector,
  createUpdateChecker,
} from "./features/deployment/index.ts";
import { registerEncryptionKeys } from "./features/encryption/index.ts";
import { createLinkRefresher, createSignIn } from "./features/federated-login/index.ts";
import { createHealthReporter } from "./features/health/index.ts";
import {
  type Bookkeeping,
  createBookkeeping,
  IdentityCache,
  identityFromRow,
  readIdentity,
} from "./features/identity/index.ts";
import { reconcileSystemRoles } from "./features/organizations/index.ts";
import { handlers } from "./handlers.ts";
import type { HttpDeps } from "./http/admission.ts";
import { loadConsole } from "./http/console.ts";
import { buildHttp } from "./http/server.ts";
import { httpSettings } from "./http/settings.ts";
import { type JobRunner, startJobs } from "./jobs.ts";
import { createBackgroundTasks } from "./platform/background.ts";
import { type Clock, systemClock } from "./platform/clock.ts";
import type { Config } from "./platform/config/load.ts";
import { createKeyring } from "./platform/keyring.ts";
import type { Log } from "./platform/log.ts";
import { createMailer } from "./platform/mail.ts";
import { mailerOptions } from "./platform/mail-config.ts";
import { createMetrics } from "./platform/metrics.ts";
import { createPasswordHasher, type HashCost } from "./platform/password-hash.ts";
import type { PriceBookFiles } from "./platform/price-book-files.ts";
import { createSemaphore } from "./platform/semaphore.ts";
import { localSchedule, scheduleOf } from "./schedule.ts";
import { productVersion } from "./version.ts";

/** What a server is built from. */
export interface AppOptions {
  config: Config;
  log: Log;
  /** How to reach the database, which is migrated already. */
  databaseUrl: string;
  /** The public URL without a trailing slash. */
  accessUrl: string;
  /** Keys of secrets at rest, as `encryptionKeys` gives them; default is what is configured. */
  encryptionKeys?: readonly string[];
  clock?: Clock;
  /** Where the build of the web console is; default is its place in a clone. */
  consoleFolder?: string;
  /** Only tests lower it. */
  hashCost?: HashCost;
  /** Told whether the embedded database runs; absent with an external one. */
  embeddedRunning?: () => boolean;
  /** Where the price book comes from; only tests bring their own. */
  readPriceBook?: () => Promise<PriceBookFiles>;
  /** Looks at every JSON answer before it is sent; tests check it against the contract. */
  onAnswer?: HttpDeps["onAnswer"];
}

/** A server that is wired and not listening yet. */
export interface App {
  http: FastifyInstance;
  deps: Deps;
  database: Database;
  identities: IdentityCache;
  bookkeeping: Bookkeeping;
  listener: Listener;
  /** Starts periodic work. */
  startJobs(): void;
  /** Finishes requests and background work, writes what is queued, closes the database. */
  close(): Promise<void>;
}

/** Wires the whole server: what it is made of can be read here from top to bottom. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const database = openDatabase({
    url: options.databaseUrl,
    maxConnections: config.postgresConnMaxOpen,
    onPoolError: (error) => log.warn({ err: error }, "an idle database connection failed"),
  });
  const deps = await buildDeps(options, database);
  await inTransaction(deps.db, (tx) => reconcileSystemRoles(tx, deps.clock.now()));
  const { identities, listener } = buildIdentities(options, deps);
  const refreshDisabled = config.disableSessionExpiryRefresh;
  const bookkeeping = createBookkeeping({ db: deps.db, log, refreshDisabled });
  watch(options, deps, database);
  const settings = httpSettings(config, options.accessUrl, log);
  const console = loadConsole(options.consoleFolder);
  const tap = options.onAnswer ? { onAnswer: options.onAnswer } : {};
  const http = await buildHttp(
    { deps, identities, bookkeeping, settings, console, ...tap },
    handlers,
  );
  listener.start();
  let jobs: JobRunner | null = null;
  return {
    http,
    deps,
    database,
    identities,
    bookkeeping,
    listener,
    startJobs() {
      jobs = startJobs(deps, scheduleOf(config), localSchedule);
    },
    async close() {
      await closeHttp(http, config.shutdownGraceMs);
      await jobs?.stop();
      await deps.priceBook.stop();
      await deps.background.idle();
      await bookkeeping.flush();
      await listener.stop();
      deps.mailer.close();
      deps.metrics.close();
      await database.close();
    },
  };
}

/** What features work with: first what stands alone, then the services built from it. */
async function buildDeps(options: AppOptions, database: Database): Promise<Deps> {
  const { config, log } = options;
  const { db } = database;
  const core: CoreDeps = {
    db,
    config,
    clock: options.clock ?? systemClock,
    log,
    passwords: createPasswordHasher(options.hashCost ? { cost: options.hashCost } : {}),
    mailer: createMailer(mailerOptions(config)),
    metrics: createMetrics(),
    background: createBackgroundTasks((error) =>
      log.error({ err: error }, "background work failed"),
    ),
    keyring: createKeyring(options.encryptionKeys ?? config.externalTokenEncryptionKeys),
    deployment: await readDeployment(database, options),
  };
  await registerEncryptionKeys(db, core.keyring);
  if (core.keyring.digests.length === 0) {
    log.warn(
      "private keys and tokens of identity providers are stored in clear: set external-token-encryption-keys",
    );
  }
  const signIn = await createSignIn(core);
  const priceBook = createPriceBook(core, options.readPriceBook);
  return {
    ...core,
    priceBook,
    aiMetrics: createAiMetrics(core.metrics),
    aiSeats: createAiSeats(core),
    budgets: createBudgetCache(),
    signIn,
    links: createLinkRefresher({ ...core, signIn }),
    stats: createStatsCollector(core.clock),
    entitlements: createEntitlements(core),
    updates: createUpdateChecker(core),
    health: createHealthReporter({ ...core, priceBook, signIn }),
    exportSlots: createSemaphore({
      slots: exportSlotsOf(config.postgresConnMaxOpen),
      queueLimit: 0,
    }),
    schemaStatus: () => schemaStatus(db),
  };
}

/** A quarter of the connections, so that slow readers of exports never starve the API. */
function exportSlotsOf(maxConnections: number): number {
  return Math.max(1, Math.floor(maxConnections / 4));
}

/**
 * The identity cache and what ends its entries and those of budgets: transactions of this process tell it themselves, those
 * of other replicas through the listening connection, without which the cache is off (spec users §2.3).
 */
function buildIdentities(options: AppOptions, deps: Deps) {
  const { db, log, metrics, config } = deps;
  const identities = new IdentityCache({
    load: async (keyId) => {
      const row = await readIdentity(db, keyId);
      if (row === null) return null;
      const identity = identityFromRow(row, config);
      if (identity === null) {
        log.warn(
          { key_id: keyId },
          "an API key has scopes this release cannot read; it is refused",
        );
      }
      return identity;
    },
    nowMs: () => performance.now(),
    onHit: () => metrics.countIdentityLookup("hit"),
    onMiss: () => metrics.countIdentityLookup("miss"),
  });
  const caches = [identities, deps.budgets];
  const forget = (userIds: readonly string[]) => {
    for (const cache of caches) cache.invalidate(userIds);
  };
  const enable = (enabled: boolean) => {
    for (const cache of caches) cache.setEnabled(enabled);
  };
  onTouched(db, forget);
  const listener = createListener({
    url: options.databaseUrl,
    channels: ["gatehouse_identity"],
    log,
    onNotification: (_channel, payload) => forget(payload.split(",")),
    onUp: () => enable(true),
    onDown: () => enable(false),
  });
  return { identities, listener };
}

/** Numbers that are read whenever somebody reads the metrics. */
function watch(options: AppOptions, deps: Deps, { pool }: Database): void {
  const { metrics, passwords } = deps;
  metrics.watchPool(() => ({
    total: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  }));
  metrics.watchHashingQueue(() => passwords.queueLength);
  if (options.embeddedRunning) metrics.watchEmbeddedDatabase(options.embeddedRunning);
}

/** Stops accepting and waits for running requests, ten seconds at most by default (product §2). */
async function closeHttp(http: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => http.server.closeAllConnections(), graceMs);
  try {
    await http.close();
  } finally {
    clearTimeout(timer);
  }
}

async function readDeployment(database: Database, options: AppOptions): Promise<Deployment> {
  const row = await database.db
    .selectFrom("site_configs")
    .select("site_configs.value")
    .where("site_configs.key", "=", "deployment_id")
    .executeTakeFirstOrThrow();
  return {
    id: row.value,
    accessUrl: options.accessUrl,
    compatVersion: options.config.compatVersion,
    version: productVersion,
    experiments: options.config.experiments,
  };
}
