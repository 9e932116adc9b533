import { chmod, chown, mkdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { canEnter, type DatabaseUser } from "./database-user.ts";
import { EmbeddedError } from "./error.ts";

/** Makes the data directory (0700) where it is missing and returns its absolute path. */
export async function makeDataDirectory(dataDir: string): Promise<string> {
  const absolute = resolve(dataDir);
  await mkdir(absolute, { recursive: true, mode: 0o700 });
  return absolute;
}

/**
 * Lets the database's user pass through the data directory, and through nothing else: its names and files stay closed.
 * Throws `unreachable` when a directory above is closed to that user, which is not ours to open.
 */
export async function openToUser(dataDir: string, user: DatabaseUser): Promise<void> {
  if (!user.isOther || (await canEnter(user, dataDir))) return;
  const { mode, uid } = await stat(dataDir);
  const isGroupUnused = (mode & 0o070) === 0;
  if (isGroupUnused) await chown(dataDir, uid, user.gid);
  await chmod(dataDir, (mode & 0o7777) | (isGroupUnused ? 0o010 : 0o001));
  if (await canEnter(user, dataDir)) return;
  throw new EmbeddedError(
    "unreachable",
    `PostgreSQL does not run as root, and the user it runs as (uid ${user.uid}) cannot reach ${dataDir}, ` +
      "because a directory above it is closed; set GATEHOUSE_DATA_DIR to another place, for example /var/lib/gatehouse",
  );
}
