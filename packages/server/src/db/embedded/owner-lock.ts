import { mkdir, readdir, readlink, symlink, unlink } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, EmbeddedError } from "./error.ts";
import { isAlive, startToken } from "./process-identity.ts";

/** The right to use a data directory; held until `release`. */
export interface OwnerLock {
  /** Gives the directory free. Idempotent. */
  release(): Promise<void>;
}

const free = "free";

/**
 * Takes the single-owner lock of a data directory, also from an owner that has died.
 * Throws `owned` with the owner's pid while another one lives, this process included.
 *
 * The lock is a row of symbolic links `owner/1`, `owner/2`, …: the highest number decides, its target names the owner
 * (`pid:start`) or says `free`. Making a symbolic link is atomic, exclusive and carries the content, so no reader ever
 * sees half a lock. A number is removed only after a higher one exists, so the highest only grows: of any number of
 * servers that see the same dead owner exactly one can make the next link, and one that slept in between finds, on
 * looking again, that its number is no longer the highest.
 */
export async function acquireOwnerLock(dataDir: string): Promise<OwnerLock> {
  const directory = join(dataDir, "owner");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const self = `${process.pid}:${await startToken(process.pid)}`;
  for (;;) {
    const current = await highest(directory);
    const owner = current === 0 ? free : await ownerOf(directory, current);
    if (owner !== null && owner !== free && (await lives(owner))) throw owned(dataDir, owner);
    const mine = current + 1;
    if (owner === null || !(await claim(directory, mine, self))) continue;
    if ((await highest(directory)) === mine) {
      await removeBelow(directory, mine);
      return { release: releaser(directory, mine) };
    }
    await remove(directory, mine);
  }
}

/** Pid of the living owner of a data directory, null when there is none. */
export async function livingOwner(dataDir: string): Promise<number | null> {
  const directory = join(dataDir, "owner");
  const current = await highest(directory).catch(() => 0);
  const owner = current === 0 ? null : await ownerOf(directory, current);
  return owner !== null && owner !== free && (await lives(owner)) ? pidOf(owner) : null;
}

function releaser(directory: string, mine: number): () => Promise<void> {
  let released: Promise<void> | undefined;
  const release = async () => {
    // Removing the link would let the numbers start again and so void the argument above.
    await claim(directory, mine + 1, free);
    await remove(directory, mine);
  };
  return () => {
    released ??= release();
    return released;
  };
}

function owned(dataDir: string, owner: string): EmbeddedError {
  const pid = pidOf(owner);
  return new EmbeddedError(
    "owned",
    `the data directory ${dataDir} is in use by the process with pid ${pid}; ` +
      "stop it first, or give this one another data directory",
  );
}

function pidOf(owner: string): number {
  return Number.parseInt(owner, 10);
}

async function lives(owner: string): Promise<boolean> {
  const pid = pidOf(owner);
  if (!Number.isSafeInteger(pid) || !(await isAlive(pid))) return false;
  const recorded = owner.slice(owner.indexOf(":") + 1);
  return recorded === "" || recorded === (await startToken(pid));
}

async function highest(directory: string): Promise<number> {
  return Math.max(0, ...(await numbers(directory)));
}

async function numbers(directory: string): Promise<number[]> {
  return (await readdir(directory)).filter((name) => /^\d{1,15}$/.test(name)).map(Number);
}

/** Target of a lock link; null when a successor has removed it meanwhile. */
async function ownerOf(directory: string, number: number): Promise<string | null> {
  try {
    return await readlink(join(directory, String(number)));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function claim(directory: string, number: number, target: string): Promise<boolean> {
  try {
    await symlink(target, join(directory, String(number)));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function removeBelow(directory: string, number: number): Promise<void> {
  for (const older of await numbers(directory)) {
    if (older < number) await remove(directory, older);
  }
}

async function remove(directory: string, number: number): Promise<void> {
  await unlink(join(directory, String(number))).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
}
