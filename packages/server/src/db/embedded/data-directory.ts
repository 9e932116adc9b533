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
 * False when a directory above is closed to that user, such as root's home, which is not ours to open: then programs
 * are started inside the directory that they work on (`nameFromInside`), and what is found by its path lies elsewhere.
 */
export async function openToUser(dataDir: string, user: DatabaseUser): Promise<boolean> {
  if (!user.isOther || (await canEnter(user, dataDir))) return true;
  const { mode, uid, gid } = await stat(dataDir);
  const isOpenToGroup = gid === user.gid && (mode & 0o010) !== 0;
  if (isOpenToGroup) return false;
  const isGroupUnused = (mode & 0o070) === 0;
  if (isGroupUnused) await chown(dataDir, uid, user.gid);
  await chmod(dataDir, (mode & 0o7777) | (isGroupUnused ? 0o010 : 0o001));
  return canEnter(user, dataDir);
}

/** Throws `unreachable` where PostgreSQL cannot work in a directory that it does not reach by its path. */
export function requireWayInside(dataDir: string, user: DatabaseUser, major: number): void {
  // Before 16 its programs leave their working directory to find themselves, and do not find back.
  if (process.platform === "linux" && major >= 16) return;
  throw new EmbeddedError(
    "unreachable",
    `PostgreSQL does not run as root, and the user it runs as (uid ${user.uid}) cannot reach ${dataDir}, ` +
      "because a directory above it is closed; set GATEHOUSE_DATA_DIR to another place, for example /var/lib/gatehouse",
  );
}

/** How a program that was started in `directory` names it, where that is all it can reach of it (`isReachable` false). */
export function nameFromInside(directory: string, isReachable: boolean): string {
  return isReachable ? directory : "/proc/self/cwd";
}
