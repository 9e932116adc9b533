import { withEmbedded } from "../db/embedded/running.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase } from "../db/pool.ts";
import type { Db } from "../db/types.ts";
import { type Config, loadConfig } from "../platform/config/load.ts";
import { createLog, type Log } from "../platform/log.ts";

type Environment = Record<string, string | undefined>;

/** What an operator's command works with. */
export interface Offline {
  db: Db;
  config: Config;
}

/** Where an operator says the database is. */
export interface DatabasePlace {
  postgresUrl?: string | undefined;
  dataDir?: string | undefined;
}

/**
 * Runs a command on the deployment's database: the external one, the embedded one of a running server
 * through its socket, or the embedded one started for this command alone (spec deployment §15.2). The
 * schema is brought to this release first.
 */
export function withDatabase<T>(
  place: DatabasePlace,
  env: Environment,
  work: (offline: Offline) => Promise<T>,
): Promise<T> {
  return withDatabaseUrl(place, env, async ({ url, config, log }) => {
    await migrate(url, { log });
    const database = openDatabase({ url, maxConnections: 2 });
    try {
      return await work({ db: database.db, config });
    } finally {
      await database.close();
    }
  });
}

/** As `withDatabase`, for commands that bring connections of their own and must not change the schema unasked. */
export async function withDatabaseUrl<T>(
  place: DatabasePlace,
  env: Environment,
  work: (reached: { url: string; config: Config; log: Log }) => Promise<T>,
): Promise<T> {
  const argv = [
    ...(place.postgresUrl === undefined ? [] : ["--postgres-url", place.postgresUrl]),
    ...(place.dataDir === undefined ? [] : ["--data-dir", place.dataDir]),
  ];
  const config = loadConfig({ argv, env });
  const log = createLog({ level: "warn", human: true, destination: process.stderr });
  if (config.postgresUrl !== "") return work({ url: config.postgresUrl, config, log });
  return withEmbedded({ dataDir: config.dataDir, log }, (url) => work({ url, config, log }));
}
