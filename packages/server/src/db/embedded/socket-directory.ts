import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, readFile, realpath, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { maxSocketPathBytes, socketPath } from "./connection.ts";
import { canEnter, type DatabaseUser, giveTo } from "./database-user.ts";
import { codeOf, EmbeddedError } from "./error.ts";

const recordName = "socket-directory";

/**
 * Makes the private directory (0700) of the database's socket: `<dataDir>/run`, or, where that path is too long for a
 * socket or the database's user cannot reach it, one with an unpredictable name in the system's temporary directory,
 * recorded in the data directory.
 */
export async function makeSocketDirectory(
  dataDir: string,
  user: DatabaseUser,
  isReachable = true,
): Promise<string> {
  const usual = join(dataDir, "run");
  if (isReachable && fits(usual)) {
    await mkdir(usual, { recursive: true, mode: 0o700 });
    await chmod(usual, 0o700);
    await giveTo(usual, user);
    return usual;
  }
  const recorded = await recordedDirectory(dataDir);
  if (recorded !== null && (await isPrivate(recorded, user))) return recorded;
  const made = await makeTemporary(user);
  await writeFile(join(dataDir, recordName), `${made}\n`, { mode: 0o600 });
  return made;
}

/** Removes a socket directory outside the data directory, and its record; the database must have stopped. */
export async function removeTemporarySocketDirectory(dataDir: string): Promise<void> {
  const recorded = await recordedDirectory(dataDir);
  if (recorded === null) return;
  await rmdir(recorded).catch(() => {});
  await rm(join(dataDir, recordName), { force: true });
}

async function recordedDirectory(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(join(dataDir, recordName), "utf8")).trimEnd();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function fits(directory: string): boolean {
  return Buffer.byteLength(socketPath(directory)) <= maxSocketPathBytes;
}

async function makeTemporary(user: DatabaseUser): Promise<string> {
  const name = `gatehouse-${randomBytes(9).toString("hex")}`;
  const parent = await temporaryParent(name, user);
  const made = join(parent, name);
  // Fails when the name exists, so nobody can have prepared it.
  await mkdir(made, { mode: 0o700 });
  await giveTo(made, user);
  return made;
}

async function temporaryParent(name: string, user: DatabaseUser): Promise<string> {
  const parents = [await realpath(tmpdir()), "/tmp"];
  for (const parent of parents.filter((candidate) => fits(join(candidate, name)))) {
    if (await canEnter(user, parent)) return parent;
  }
  throw new EmbeddedError(
    "unreachable",
    `no temporary directory is short and open enough for a socket: ${parents.join(", ")}`,
  );
}

/** In a directory that everybody may write, only what is still ours is used again. */
async function isPrivate(directory: string, user: DatabaseUser): Promise<boolean> {
  const found = await lstat(directory).catch(() => null);
  return (
    found?.isDirectory() === true &&
    found.uid === user.uid &&
    (found.mode & 0o777) === 0o700 &&
    fits(directory)
  );
}
