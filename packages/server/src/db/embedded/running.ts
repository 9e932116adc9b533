import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { listClusters } from "./cluster.ts";
import { probe } from "./connection.ts";
import { codeOf } from "./error.ts";
import { productUrl } from "./passwords.ts";
import { isPostmasterOf, readPostmasterFile } from "./postmaster-file.ts";
import { type EmbeddedOptions, startEmbedded } from "./start.ts";

const ownerReadyAfterMs = 15_000;

/**
 * The product's URL of the embedded database that runs on a data directory, for instance that of a running server; null when none
 * takes connections there. Starts and changes nothing. The URL holds the password: never log it.
 */
export async function connectRunning(dataDir: string): Promise<string | null> {
  const absolute = resolve(dataDir);
  for (const { directory } of await listClusters(absolute)) {
    const file = await readPostmasterFile(directory);
    if (file?.socketDirectory == null || !(await isPostmasterOf(file.pid, directory))) continue;
    const url = await productUrl(absolute, file.socketDirectory);
    if ((await probe(url)) === "ready") return url;
  }
  return null;
}

/**
 * Gives a command the embedded database: the running one, else one that is started for the command and stopped after
 * it (spec deployment §15.2). While another process has the directory and its database is not ready, waits up to 15 s.
 */
export async function withEmbedded<T>(
  options: EmbeddedOptions,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + ownerReadyAfterMs;
  for (;;) {
    const running = await connectRunning(options.dataDir);
    if (running !== null) return use(running);
    const own = await startEmbedded(options).catch((error: unknown) => {
      if (codeOf(error) === "owned" && performance.now() < deadline) return null;
      throw error;
    });
    if (own === null) {
      await delay(100);
      continue;
    }
    try {
      return await use(own.url);
    } finally {
      await own.stop();
    }
  }
}
