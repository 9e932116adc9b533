import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Binaries, supportedMajors } from "./binaries.ts";
import { superuserRole } from "./connection.ts";
import { nameFromInside } from "./data-directory.ts";
import { childOptions, type DatabaseUser, giveTo } from "./database-user.ts";
import { codeOf, EmbeddedError } from "./error.ts";
import { ensurePassword } from "./passwords.ts";

const run = promisify(execFile);
const partialPrefix = "initdb-";

/** A complete database cluster on disk. */
export interface Cluster {
  readonly major: number;
  readonly directory: string;
}

/**
 * Finds the cluster of a data directory; null when there is none yet. Only reads.
 * Throws `other_major` when it is not of the `wanted` or of a supported major, or when there are several, and
 * `damaged` when something that is not a complete cluster lies in its place: data is never guessed away.
 */
export async function findCluster(dataDir: string, wanted?: number): Promise<Cluster | null> {
  const found = await listClusters(dataDir);
  const fitting = wanted === undefined ? found : found.filter(({ major }) => major === wanted);
  const [only, second] = fitting;
  if (only === undefined) {
    if (found.length > 0) throw otherMajor(dataDir, found, `PostgreSQL ${wanted} was asked for`);
    return null;
  }
  if (second !== undefined) throw otherMajor(dataDir, found, "exactly one is expected");
  const { lowest, highest } = supportedMajors;
  if (only.major < lowest || only.major > highest) {
    throw otherMajor(dataDir, found, `this release runs PostgreSQL ${lowest} to ${highest}`);
  }
  return only;
}

/** Every complete cluster of a data directory, as `findCluster` sees them. */
export async function listClusters(dataDir: string): Promise<Cluster[]> {
  const names = await readdir(dataDir).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  const clusters: Cluster[] = [];
  for (const name of names.filter((each) => /^pg\d+$/.test(each)).sort()) {
    const directory = join(dataDir, name);
    if ((await readdir(directory)).length === 0) continue;
    clusters.push({ major: await majorOf(directory, Number(name.slice(2))), directory });
  }
  return clusters;
}

async function majorOf(directory: string, expected: number): Promise<number> {
  const text = await readFile(join(directory, "PG_VERSION"), "utf8").catch(() => null);
  const control = await stat(join(directory, "global", "pg_control")).catch(() => null);
  if (text !== null && Number(text) !== expected) {
    throw new EmbeddedError(
      "other_major",
      `${directory} holds data of PostgreSQL ${text.trim()}, not ${expected}. Nothing was changed. ` +
        `Rename it to what it holds, or move it away and restore a backup with \`gatehouse restore\``,
    );
  }
  if (text === null || control === null) {
    throw new EmbeddedError(
      "damaged",
      `${directory} is not a complete PostgreSQL cluster. Nothing was changed. ` +
        "Restore it from a copy of the directory, or move it away to start with an empty database",
    );
  }
  return expected;
}

function otherMajor(dataDir: string, found: readonly Cluster[], why: string): EmbeddedError {
  const majors = found.map(({ major }) => major).join(" and ");
  return new EmbeddedError(
    "other_major",
    `${dataDir} holds data of PostgreSQL ${majors}, but ${why}. Nothing was changed. ` +
      "Take a backup with the release that ran it (`gatehouse backup`), move the old directory away, " +
      "start this release and restore the backup",
  );
}

/** What `createCluster` needs. */
export interface ClusterRequest {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly user: DatabaseUser;
  /** Whether that user can reach the data directory by its path; see `openToUser`. */
  readonly isReachable: boolean;
  /** False where losing the cluster in a power cut does not matter (tests). */
  readonly isDurable: boolean;
}

/**
 * Makes a new cluster: initdb works in a directory of its own, which gets its final name when it is complete and on
 * disk. A crash leaves either nothing under that name or a whole cluster, which has its superuser and nothing of the product yet. The caller holds the
 * owner lock.
 */
export async function createCluster(request: ClusterRequest): Promise<Cluster> {
  const { dataDir, binaries, user } = request;
  const password = await ensurePassword(dataDir, superuserRole);
  const partial = await mkdtemp(join(dataDir, partialPrefix));
  try {
    await giveTo(partial, user);
    const passwordCopy = join(partial, "password");
    await writeFile(passwordCopy, `${password}\n`, { mode: 0o600, flag: "wx" });
    await giveTo(passwordCopy, user);
    await initialise(join(partial, "data"), request);
    const directory = join(dataDir, `pg${binaries.major}`);
    await rename(join(partial, "data"), directory);
    await syncDirectory(dataDir);
    return { major: binaries.major, directory };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes what an interrupted `createCluster` left behind. The caller holds the owner lock. */
export async function removePartialClusters(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(partialPrefix))
      await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Fills `target`; the password lies in a file beside it. */
async function initialise(target: string, request: ClusterRequest): Promise<void> {
  const { binaries, user, isReachable, isDurable } = request;
  const name = nameFromInside(target, isReachable);
  const args = [
    ...["-D", name, "-U", superuserRole, "--pwfile=../password", "--auth=scram-sha-256"],
    ...["--encoding=UTF8", "--data-checksums", "--no-instructions", "--locale=C"],
    // Order is byte-wise; the classes of characters are Unicode's, without depending on the system's tables where
    // PostgreSQL has its own.
    ...(binaries.major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
    ...(isDurable ? [] : ["--no-sync"]),
  ];
  try {
    await makeFor(user, target);
    await run(binaries.initdb, [...args, "--lc-ctype=C.UTF-8"], childOptions(user, target));
  } catch {
    // Not every system knows that locale; initdb then stops before it has made anything.
    await rm(target, { recursive: true, force: true });
    await makeFor(user, target);
    await run(binaries.initdb, args, childOptions(user, target)).catch((error: unknown) => {
      throw new EmbeddedError("start_failed", `initdb failed: ${outputOf(error)}`, {
        cause: error,
      });
    });
  }
}

async function makeFor(user: DatabaseUser, directory: string): Promise<void> {
  await mkdir(directory, { mode: 0o700 });
  await giveTo(directory, user);
}

function outputOf(error: unknown): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return output === "" ? String(error) : output.slice(-2000);
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
