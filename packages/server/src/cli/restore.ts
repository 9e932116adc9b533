import { verifyBackup } from "../db/backup/read.ts";
import { restoreBackup } from "../db/backup/restore.ts";
import { migrate } from "../db/migrate.ts";
import { type DatabasePlace, withDatabaseUrl } from "./offline.ts";
import { countRows, tableProgress } from "./table-progress.ts";

type Environment = Record<string, string | undefined>;

/**
 * `gatehouse restore`: fills an empty database from a backup in one transaction (spec deployment §15.2). The whole
 * file is proven before the database is touched.
 */
export async function restore(file: string, place: DatabasePlace, env: Environment): Promise<void> {
  process.stderr.write(`checking ${file}\n`);
  const verified = await verifyBackup(file);
  const { rows } = await withDatabaseUrl(place, env, async ({ url, log }) => {
    await migrate(url, { log });
    return restoreBackup({ url, file, verified, onTable: tableProgress("restored") });
  });
  process.stdout.write(
    `restored ${countRows(rows)} as of ${verified.header.createdAt}; start the server\n`,
  );
}
