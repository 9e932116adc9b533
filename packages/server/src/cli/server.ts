import type { AddressInfo } from "node:net";
import { type App, buildApp } from "../app.ts";
import { type SupervisedPostgres, superviseEmbedded } from "../db/embedded/supervise.ts";
import { migrate } from "../db/migrate.ts";
import { applyAiProviders } from "../features/ai-usage/index.ts";
import { type Config, loadConfig } from "../platform/config/load.ts";
import { encryptionKeys } from "../platform/encryption-key-file.ts";
import { createLog, type Log } from "../platform/log.ts";
import { CommandError } from "./errors.ts";
import { welcome } from "./welcome.ts";

type Environment = Record<string, string | undefined>;

/** A server that answers requests. */
export interface RunningServer {
  app: App;
  /** `http://host:port` it listens on. */
  address: string;
  /** Resolves when it cannot go on by itself; never while all is well. */
  failed: Promise<Error>;
  stop(): Promise<void>;
}

/** `gatehouse server`: starts, waits for SIGTERM or SIGINT, and stops gracefully (product §2). */
export async function runServer(argv: readonly string[], env: Environment): Promise<void> {
  const config = loadConfig({ argv, env });
  const log = openLog(config);
  for (const notice of config.notices) log.warn(notice);
  const signal = stopSignal();
  const server = await startServer(config, log, progress);
  process.stdout.write(`gatehouse is listening on ${server.address}\n`);
  if (!config.logJson) process.stdout.write(await welcome(server.app));
  const reason = await Promise.race([signal, server.failed]);
  log.info({ reason: String(reason) }, "stopping: finishing requests");
  await server.stop();
  log.info("stopped");
  if (reason instanceof Error) throw reason;
}

/** The log of the server on standard output: JSON, or lines for people where asked for or on a terminal. */
function openLog(config: Config): Log {
  const human = !config.logJson && (config.logHuman || process.stdout.isTTY === true);
  return createLog({ level: config.logLevel, human });
}

/** Progress of long steps, one line each, apart from the log. */
function progress(step: string): void {
  process.stderr.write(`${step}\n`);
}

/** Brings up the database, the schema and the HTTP server, in this order. */
export async function startServer(
  config: Config,
  log: Log,
  onProgress: (step: string) => void,
): Promise<RunningServer> {
  const embedded =
    config.postgresUrl === ""
      ? await superviseEmbedded({ dataDir: config.dataDir, log, onProgress })
      : null;
  try {
    const databaseUrl = embedded?.url ?? config.postgresUrl;
    await migrate(databaseUrl, { log, onProgress });
    return await listen({ config, log, databaseUrl, embedded });
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function listen(input: {
  config: Config;
  log: Log;
  databaseUrl: string;
  embedded: SupervisedPostgres | null;
}): Promise<RunningServer> {
  const { config, log, databaseUrl, embedded } = input;
  const { host, port } = config.httpAddress;
  const app = await buildApp({
    config,
    log,
    databaseUrl,
    accessUrl: accessUrl(config, port),
    encryptionKeys: await encryptionKeys(config),
    ...(embedded === null ? {} : { embeddedRunning: () => embedded.running() }),
  });
  await app.deps.priceBook.start();
  await applyAiProviders(app.deps);
  try {
    await app.http.listen({ host, port });
  } catch (error) {
    await app.close();
    throw listenError(error, host, port);
  }
  const address = app.http.server.address() as AddressInfo;
  // With port 0 the address is known only now.
  app.deps.deployment.accessUrl = accessUrl(config, address.port);
  app.startJobs();
  return {
    app,
    address: `http://${bracketed(host)}:${address.port}`,
    failed: embedded?.gaveUp ?? new Promise(() => {}),
    async stop() {
      await app.close();
      await embedded?.stop();
    },
  };
}

/** The public URL without a trailing slash; derived from the listen address where none is configured. */
export function accessUrl(config: Config, port: number): string {
  if (config.accessUrl !== "") return config.accessUrl.replace(/\/+$/, "");
  const { host } = config.httpAddress;
  const reachable = host === "0.0.0.0" || host === "::" || host === "" ? "localhost" : host;
  return `http://${bracketed(reachable)}:${port}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new CommandError(
      `${bracketed(host)}:${port} is in use. Stop the other program, or choose another address ` +
        "with --http-address (port 0 picks a free one).",
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** A repeated SIGINT this soon is the same key press: the terminal and npm both deliver it. */
const sameKeyPressMs = 1500;

/** Resolves with the first SIGTERM or SIGINT; a later, deliberate SIGINT ends the process at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let receivedAtMs: number | null = null;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        const nowMs = performance.now();
        receivedAtMs ??= nowMs;
        if (signal === "SIGINT" && nowMs - receivedAtMs > sameKeyPressMs) process.exit(130);
        resolve(signal);
      });
    }
  });
}
