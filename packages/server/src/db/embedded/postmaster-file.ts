import { constants } from "node:fs";
import { open, readFile, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { socketPath } from "./connection.ts";
import { codeOf } from "./error.ts";
import { isAlive, programName, workingDirectory } from "./process-identity.ts";

/** What `postmaster.pid` of a cluster says. */
export interface PostmasterFile {
  readonly pid: number;
  /** Directory of its socket; null until the server has written it. */
  readonly socketDirectory: string | null;
}

/** Reads the pid file of a cluster; null when there is none or it is being written. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readPidFile(cluster);
  const lines = text?.split("\n") ?? [];
  const pid = Number.parseInt(lines[0] ?? "", 10);
  // A stand-alone backend writes its pid with a minus sign.
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  const socketDirectory = lines[4]?.trim() ?? "";
  return { pid: Math.abs(pid), socketDirectory: socketDirectory === "" ? null : socketDirectory };
}

/** Whether a living process is the postmaster of this cluster and not one that got its pid later. */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  // A postmaster works in its data directory all its life.
  const directory = await workingDirectory(pid);
  if (directory !== null) return directory === (await realpath(cluster));
  // Root in a container may not see where other users' processes work, but what they run.
  return ["postgres", null].includes(await programName(pid));
}

/**
 * Lets the next start ignore the pid in a left-over pid file, where another process has that pid by now.
 * PostgreSQL ignores its parent's pid, so ours is put there; the other lines stay, because with them PostgreSQL still
 * checks for left-over processes on the shared memory.
 */
export async function disownPid(cluster: string): Promise<void> {
  const text = await readPidFile(cluster);
  if (text === null) return;
  const flags = constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
  const handle = await open(join(cluster, "postmaster.pid"), flags);
  try {
    await handle.writeFile(text.replace(/^-?\d+/, String(process.pid)));
  } finally {
    await handle.close();
  }
}

/**
 * Removes the socket of a dead postmaster and the lock file beside it. PostgreSQL would do so itself, but refuses to start
 * for good where the pid in the lock file now belongs to another process, or to a zombie that nobody fetches.
 */
export async function removeDeadSocket(socketDirectory: string, cluster: string): Promise<void> {
  const socket = socketPath(socketDirectory);
  const pid = Number.parseInt((await readLockFile(`${socket}.lock`)) ?? "", 10);
  if (!Number.isSafeInteger(pid) || (await isPostmasterOf(pid, cluster))) return;
  await rm(socket, { force: true });
  await rm(`${socket}.lock`, { force: true });
}

function readPidFile(cluster: string): Promise<string | null> {
  return readLockFile(join(cluster, "postmaster.pid"));
}

async function readLockFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}
