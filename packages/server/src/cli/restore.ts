import { verifyBackup } from "../db/backup/read.ts";
import { restoreBackup } from "../db/backup/restore.ts";
import { migrate } from "../db/migrate.ts";
import { counted } from "../platform/counted.ts";
import { encryptionKeyFile } from "../platform/encryption-key-file.ts";
import { keysInUse } from "./key-notice.ts";
import { type DatabasePlace, withDatabaseUrl } from "./offline.ts";
import { tableProgress } from "./table-progress.ts";

type Environment = Record<string, string | undefined>;

/**
 * `gatehouse restore`: fills an empty database from a backup in one transaction (spec deployment §15.2). The whole
 * file is proven before the database is touched.
 */
export async function restore(file: string, place: DatabasePlace, env: Environment): Promise<void> {
  process.stderr.write(`checking ${file}\n`);
  const verified = await verifyBackup(file);
  const outcome = await withDatabaseUrl(place, env, async ({ url, config, log }) => {
    await migrate(url, { log });
    const { rows } = await restoreBackup({
      url,
      file,
      verified,
      onTable: tableProgress("restored"),
    });
    const keys = await keysInUse(url, config);
    const missing = keys.filter((key) => key.place === null).map(({ digest }) => digest);
    const keyFile = config.postgresUrl === "" ? encryptionKeyFile(config.dataDir) : null;
    return { rows, next: missing.length === 0 ? "start the server" : keysWanted(missing, keyFile) };
  });
  process.stdout.write(
    `restored ${counted(outcome.rows, "row")} as of ${verified.header.createdAt}; ${outcome.next}\n`,
  );
}

/** What has to be done before the server starts: it would stop and name the same keys. */
function keysWanted(digests: readonly string[], keyFile: string | null): string {
  const orFile =
    keyFile === null
      ? ""
      : `, or copy the file encryption-key of the old data directory to ${keyFile}`;
  return (
    `its secrets need the encryption keys ${digests.join(", ")}: before the server starts, add them to ` +
    `external-token-encryption-keys${orFile}`
  );
}
