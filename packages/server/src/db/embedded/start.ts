import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../platform/log.ts";
import { type BinarySource, findBinaries } from "./binaries.ts";
import { type Cluster, createCluster, findCluster, removePartialClusters } from "./cluster.ts";
import { makeDataDirectory, openToUser, requireWayInside } from "./data-directory.ts";
import { databaseUser, type RunAs } from "./database-user.ts";
import { codeOf } from "./error.ts";
import { findLeftover, type LeftoverSearch } from "./leftover.ts";
import { acquireOwnerLock } from "./owner-lock.ts";
import { productUrl, superuserUrl } from "./passwords.ts";
import {
  adopt,
  type Postmaster,
  spawnPostmaster,
  stopPostmaster,
  waitUntilReady,
} from "./postmaster.ts";
import { readPostmasterFile, removeDeadSocket } from "./postmaster-file.ts";
import { setUpProduct } from "./product-role.ts";
import { makeSocketDirectory, removeTemporarySocketDirectory } from "./socket-directory.ts";

const orphansGoneAfterMs = 10_000;

/** How to run the embedded database. */
export interface EmbeddedOptions {
  /** Made with mode 0700 where it is missing. */
  readonly dataDir: string;
  readonly log: Log;
  /** Hears what takes long, for people. */
  readonly onProgress?: (message: string) => void;
  /** PostgreSQL settings that replace the usual ones, by name; tests switch durability off with them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The only major to accept; default: that of the existing cluster, else the newest that is installed. */
  readonly major?: number;
  /** Restricts where the programs come from; default: the package, else the system. */
  readonly binaries?: BinarySource;
  /** Who runs the database when this process is root and no cluster exists yet. */
  readonly runAs?: RunAs;
  /** Only for tests, which make databases of their own: hand out the superuser's URL as well. */
  readonly isSuperuserExposed?: boolean;
  /** Called once when the database ends without having been stopped. */
  readonly onExit?: (reason: string) => void;
}

/** A running embedded database. */
export interface EmbeddedPostgres {
  /** Connection URL of the product's role, which is no superuser; it holds the password: never log it. */
  readonly url: string;
  /** The superuser's, for tests that asked for it (`isSuperuserExposed`); null otherwise. */
  readonly superuserUrl: string | null;
  readonly major: number;
  /** Whether it was left running by an earlier process. */
  readonly adopted: boolean;
  readonly pid: number;
  /** Fast shutdown, waits for the end, gives the data directory free. Idempotent. */
  stop(): Promise<void>;
}

interface Running {
  readonly url: string;
  readonly socketDirectory: string;
  readonly major: number;
  readonly adopted: boolean;
  readonly postmaster: Postmaster;
}

/**
 * Starts the embedded database of a data directory, or adopts the one that an earlier process left running
 * (product §3.3); the first start makes the cluster. One owner at a time: throws `owned` while another process has
 * the directory. Nothing is ever upgraded or deleted. Throws `EmbeddedError`; the data directory is free again then.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = await makeDataDirectory(options.dataDir);
  const lock = await acquireOwnerLock(dataDir);
  try {
    const running = await run(dataDir, options);
    const { postmaster, socketDirectory, ...facts } = running;
    const superuser = options.isSuperuserExposed
      ? await superuserUrl(dataDir, socketDirectory)
      : null;
    let stopping: Promise<void> | undefined;
    void postmaster.exited.then((reason) => {
      if (stopping !== undefined) return;
      options.log.error(
        { reason, tail: postmaster.tail() },
        "the embedded database ended unexpectedly",
      );
      options.onExit?.(reason);
    });
    const stop = async () => {
      await stopPostmaster(postmaster, () => {
        options.log.warn({ pid: postmaster.pid }, "the embedded database takes long to stop");
      });
      await removeTemporarySocketDirectory(dataDir);
      await lock.release();
    };
    return {
      ...facts,
      superuserUrl: superuser,
      pid: postmaster.pid,
      stop() {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function run(dataDir: string, options: EmbeddedOptions): Promise<Running> {
  const cluster = await findCluster(dataDir, options.major);
  if (cluster === null) return start(dataDir, null, options);
  const deadline = performance.now() + orphansGoneAfterMs;
  for (;;) {
    const { state, running } = await adoptLeftover(dataDir, cluster, options);
    if (running !== null) return running;
    try {
      return await start(dataDir, cluster, options);
    } catch (error) {
      // The children of a postmaster that died end within moments, and until then PostgreSQL refuses to start beside
      // them; and a postmaster whose starter died may have been faster than this one.
      const mayPass = state === "crashed" || (await readPostmasterFile(cluster.directory)) !== null;
      if (codeOf(error) !== "start_failed" || !mayPass || performance.now() > deadline) throw error;
      await delay(200);
    }
  }
}

async function adoptLeftover(
  dataDir: string,
  { directory, major }: Cluster,
  options: EmbeddedOptions,
): Promise<{ state: LeftoverSearch["state"]; running: Running | null }> {
  const search = await findLeftover(dataDir, directory, progressOf(options));
  if (search.state !== "found") return { state: search.state, running: null };
  const { pid, socketDirectory, isSetUp } = search.leftover;
  const url = isSetUp ? search.leftover.url : await setUpProduct(dataDir, socketDirectory);
  options.log.info({ pid }, "took over the embedded database of an earlier run");
  const postmaster = adopt(pid, directory);
  return { state: "found", running: { url, socketDirectory, major, adopted: true, postmaster } };
}

async function start(
  dataDir: string,
  existing: Cluster | null,
  options: EmbeddedOptions,
): Promise<Running> {
  const { log, settings = {}, runAs } = options;
  const onProgress = progressOf(options);
  const user = await databaseUser(existing?.directory ?? null, runAs);
  const isReachable = await openToUser(dataDir, user);
  await removePartialClusters(dataDir);
  const major = existing?.major ?? options.major ?? null;
  const binaries = await findBinaries({
    ...{ dataDir, user, isReachable, major, only: options.binaries, onProgress },
  });
  if (!isReachable) requireWayInside(dataDir, user, binaries.major);
  const isDurable = settings["fsync"] !== "off";
  if (existing === null) onProgress("creating the embedded database");
  const cluster =
    existing ?? (await createCluster({ dataDir, binaries, user, isReachable, isDurable }));
  const socketDirectory = await makeSocketDirectory(dataDir, user, isReachable);
  await removeDeadSocket(socketDirectory, cluster.directory);
  const postmaster = await spawnPostmaster({
    ...{ binaries, cluster: cluster.directory, socketDirectory },
    ...{ settings, user, isReachable, log },
  });
  const url = await reach({ dataDir, socketDirectory, postmaster, onProgress });
  log.debug({ pid: postmaster.pid, major: cluster.major }, "embedded database started");
  return { url, socketDirectory, major: cluster.major, adopted: false, postmaster };
}

/** The product's URL of a postmaster that was just started. The superuser connects only where that one is refused. */
async function reach(started: {
  readonly dataDir: string;
  readonly socketDirectory: string;
  readonly postmaster: Postmaster;
  readonly onProgress: (message: string) => void;
}): Promise<string> {
  const { dataDir, socketDirectory, postmaster, onProgress } = started;
  const url = await productUrl(dataDir, socketDirectory);
  if ((await waitUntilReady(postmaster, url, onProgress)) === "ready") return url;
  try {
    return await setUpProduct(dataDir, socketDirectory);
  } catch (error) {
    await stopPostmaster(postmaster);
    throw error;
  }
}

function progressOf({ onProgress }: EmbeddedOptions): (message: string) => void {
  return onProgress ?? (() => {});
}
