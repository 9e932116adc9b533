import { writeBackup } from "../db/backup/write.ts";
import { counted } from "../platform/counted.ts";
import { productVersion } from "../version.ts";
import { keysInUse } from "./key-notice.ts";
import { type DatabasePlace, withDatabaseUrl } from "./offline.ts";
import { tableProgress } from "./table-progress.ts";

type Environment = Record<string, string | undefined>;

/** What `gatehouse backup` is asked for. */
export interface BackupCommand extends DatabasePlace {
  overwrite?: boolean | undefined;
}

/**
 * `gatehouse backup`: all data as one snapshot sees it, while the servers go on working (spec deployment §15.2). The
 * schema is saved as it is, whichever release made it.
 */
export async function backup(
  file: string,
  command: BackupCommand,
  env: Environment,
): Promise<void> {
  const { result, keys } = await withDatabaseUrl(command, env, async ({ url, config }) => ({
    result: await writeBackup({
      ...{ url, file, overwrite: command.overwrite === true },
      release: productVersion.slice(1),
      onTable: tableProgress("saved"),
    }),
    keys: await keysInUse(url, config),
  }));
  const mib = (result.bytes / 1024 / 1024).toFixed(1);
  process.stdout.write(
    `saved ${counted(result.rows, "row")} of ${counted(result.tables, "table")} to ${file} (${mib} MiB)\n`,
  );
  for (const { digest, place } of keys) {
    process.stdout.write(
      `secrets in it are encrypted with the key ${digest}, which is not in it: keep ` +
        `${place === null ? "that key" : `a copy of it (${place})`} somewhere else\n`,
    );
  }
}
