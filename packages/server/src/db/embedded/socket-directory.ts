import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, readFile, realpath, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { maxSocketPathBytes, socketPath } from "./connection.ts";
import { type DatabaseUser, giveTo } from "./database-user.ts";
import { codeOf, EmbeddedError } from "./error.ts";

const recordName = "socket-directory";

/**
 * Makes the private directory (0700) of the database's socket: `<dataDir>/run`, or, where that path is too long for a
 * socket, one with an unpredictable name in the system's temporary directory, recorded in the data directory.
 */
export async function makeSocketDirectory(dataDir: string, user: DatabaseUser): Promise<string> {
  const usual = join(dataDir, "run");
  if (fits(usual)) {
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
  const parents = [await realpath(tmpdir()), "/tmp"];
  const parent = parents.find((candidate) => fits(join(candidate, name)));
  if (parent === undefined) {
    throw new EmbeddedError(
      "unreachable",
      `no directory is short enough for a socket: ${dirname(name)}`,
    );
  }
  const made = join(parent, name);
  // Fails when the name exists, so nobody can have prepared it.
  await mkdir(made, { mode: 0o700 });
  await giveTo(made, user);
  return made;
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
