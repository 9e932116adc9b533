import { setTimeout as delay } from "node:timers/promises";
import { probe } from "./connection.ts";
import { EmbeddedError } from "./error.ts";
import { productUrl } from "./passwords.ts";
import { disownPid, isPostmasterOf, readPostmasterFile } from "./postmaster-file.ts";

const unreachableAfterMs = 15_000;

/** A postmaster that outlived the server that had started it. */
export interface Leftover {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly url: string;
  /** False when it does not take the product's role: its starter died before that was set up. */
  readonly isSetUp: boolean;
}

/** What a look at the pid file found: something to adopt, nothing, or the file of a postmaster that crashed. */
export type LeftoverSearch =
  | { readonly state: "found"; readonly leftover: Leftover }
  | { readonly state: "none" | "crashed" };

/**
 * Looks for a postmaster that still runs on a cluster. One that starts, recovers or shuts down is waited for; one that
 * cannot be reached for 15 s is an error that names its pid. The caller holds the owner lock.
 */
export async function findLeftover(
  dataDir: string,
  cluster: string,
  onProgress: (message: string) => void,
): Promise<LeftoverSearch> {
  let answeredAt = performance.now();
  let isAnnounced = false;
  for (;;) {
    const seen = await look(dataDir, cluster);
    if (!("pid" in seen)) return seen;
    if (seen.state === "busy") answeredAt = performance.now();
    if (performance.now() - answeredAt > unreachableAfterMs) throw unreachable(seen.pid);
    if (!isAnnounced) onProgress("waiting for the embedded database of an earlier run");
    isAnnounced = true;
    await delay(50);
  }
}

async function look(
  dataDir: string,
  cluster: string,
): Promise<LeftoverSearch | { readonly state: "busy" | "silent"; readonly pid: number }> {
  const file = await readPostmasterFile(cluster);
  if (file === null) return { state: "none" };
  const { pid } = file;
  const socketDirectory = file.socketDirectory ?? "/nonexistent";
  const url = await productUrl(dataDir, socketDirectory);
  const found = await probe(url);
  if (!(await isPostmasterOf(pid, cluster))) {
    // It may have ended, with its file, between the two looks.
    if (found !== "absent" && (await probe(url)) !== "absent") throw invisible(cluster);
    await disownPid(cluster);
    return { state: "crashed" };
  }
  if (found === "ready" || found === "refused") {
    const isSetUp = found === "ready";
    return { state: "found", leftover: { pid, socketDirectory, url, isSetUp } };
  }
  return { state: found === "busy" ? "busy" : "silent", pid };
}

function invisible(cluster: string): EmbeddedError {
  return new EmbeddedError(
    "owned",
    `${cluster} is in use by a PostgreSQL server that cannot be seen from here, probably of another container; stop it first`,
  );
}

function unreachable(pid: number): EmbeddedError {
  return new EmbeddedError(
    "unreachable",
    `the PostgreSQL server with pid ${pid} runs on the data directory but its socket is gone; stop it with \`kill -INT ${pid}\``,
  );
}
