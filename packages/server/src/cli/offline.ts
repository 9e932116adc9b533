import { withEmbedded } from "../db/embedded/running.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase } from "../db/pool.ts";
import type { Db } from "../db/types.ts";
import { type Config, loadConfig } from "../platform/config/load.ts";
import { createLog } from "../platform/log.ts";

type Environment = Record<string, string | undefined>;

/** What an operator's command works with. */
export interface Offline {
  db: Db;
  config: Config;
}

/**
 * Runs a command on the deployment's database: the external one, the embedded one of a running server
 * through its socket, or the embedded one started for this command alone (spec deployment §15.2).
 */
export async function withDatabase<T>(
  options: { postgresUrl?: string | undefined; dataDir?: string | undefined },
  env: Environment,
  work: (offline: Offline) => Promise<T>,
): Promise<T> {
  const argv = [
    ...(options.postgresUrl === undefined ? [] : ["--postgres-url", options.postgresUrl]),
    ...(options.dataDir === undefined ? [] : ["--data-dir", options.dataDir]),
  ];
  const config = loadConfig({ argv, env });
  const log = createLog({ level: "warn", human: true, destination: process.stderr });
  const run = async (url: string): Promise<T> => {
    await migrate(url, { log });
    const database = openDatabase({ url, maxConnections: 2 });
    try {
      return await work({ db: database.db, config });
    } finally {
      await database.close();
    }
  };
  if (config.postgresUrl !== "") return run(config.postgresUrl);
  return withEmbedded({ dataDir: config.dataDir, log }, run);
}
