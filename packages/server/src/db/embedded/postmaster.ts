import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../platform/log.ts";
import type { Binaries } from "./binaries.ts";
import { probe } from "./connection.ts";
import { nameFromInside } from "./data-directory.ts";
import { childOptions, type DatabaseUser } from "./database-user.ts";
import { EmbeddedError } from "./error.ts";
import { isPostmasterOf } from "./postmaster-file.ts";

const tailLines = 20;

/** A running postmaster, started or adopted. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves once the process has ended, to how. */
  readonly exited: Promise<string>;
  /** The last lines it wrote; empty for an adopted one. */
  tail(): string;
}

/** What `spawnPostmaster` needs. */
export interface PostmasterRequest {
  readonly binaries: Binaries;
  readonly cluster: string;
  readonly socketDirectory: string;
  /** Server settings that replace the usual ones, by name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly user: DatabaseUser;
  /** Whether that user can reach the data directory by its path; see `openToUser`. */
  readonly isReachable: boolean;
  readonly log: Log;
}

/**
 * The usual settings. `fsync`, `full_page_writes` and `synchronous_commit` keep PostgreSQL's default (on). The server's
 * own log carries no statements and no details, because those hold users' data.
 */
const usualSettings: Readonly<Record<string, string>> = {
  max_connections: "100",
  shared_buffers: "128MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "off",
  log_destination: "stderr",
  log_line_prefix: "",
  log_checkpoints: "off",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** Starts a postmaster that listens on its socket only. It survives the end of this process; see `adopt`. */
export async function spawnPostmaster(request: PostmasterRequest): Promise<Postmaster> {
  const { binaries, cluster, socketDirectory, user, isReachable, log } = request;
  const settings = {
    ...usualSettings,
    ...request.settings,
    listen_addresses: "",
    port: "5432",
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(binaries.postgres, ["-D", nameFromInside(cluster, isReachable), ...flags], {
    ...childOptions(user, cluster),
    // A session of its own: an interrupt typed at the terminal reaches us only, and we stop the database last.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const tail = followLog(child, log);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit status ${code}`));
  });
  if (child.pid === undefined) throw startFailed(await exited, "");
  return { pid: child.pid, exited, tail: () => tail.join("\n") };
}

/** Watches a postmaster that this process did not start. */
export function adopt(pid: number, cluster: string): Postmaster {
  const ended = async () => {
    while (await isPostmasterOf(pid, cluster)) await delay(50, undefined, { ref: false });
    return "ended";
  };
  return { pid, exited: ended(), tail: () => "" };
}

/** Waits until the database answers, and tells how. Throws `start_failed` when the postmaster ends before. */
export async function waitUntilReady(
  postmaster: Postmaster,
  url: string,
  onProgress: (message: string) => void,
): Promise<"ready" | "refused"> {
  let how: string | undefined;
  void postmaster.exited.then((exit) => {
    how = exit;
  });
  const startedAt = performance.now();
  let reportedAt = startedAt;
  while (how === undefined) {
    const found = await probe(url);
    if (found === "ready" || found === "refused") return found;
    // After a crash the log is replayed first, however long that takes; the operator sees that something happens.
    if (performance.now() - reportedAt > 5000) {
      reportedAt = performance.now();
      onProgress("waiting for the embedded database to recover");
    }
    await delay(performance.now() - startedAt < 1000 ? 5 : 50);
  }
  throw startFailed(how, postmaster.tail());
}

/** Stops a postmaster: fast shutdown, then as long as it takes; it is never killed. */
export async function stopPostmaster(postmaster: Postmaster, onSlow?: () => void): Promise<void> {
  try {
    process.kill(postmaster.pid, "SIGINT");
  } catch {
    // It has ended by itself.
  }
  // Also keeps this process alive: the watch on an adopted postmaster does not.
  const timer = setInterval(() => onSlow?.(), 10_000);
  await postmaster.exited;
  clearInterval(timer);
}

function startFailed(how: string, tail: string): EmbeddedError {
  const said = tail === "" ? "" : `:\n${tail}`;
  return new EmbeddedError("start_failed", `the embedded database did not start (${how})${said}`);
}

function followLog(child: ChildProcess, log: Log): string[] {
  const tail: string[] = [];
  if (child.stderr === null) return tail;
  createInterface({ input: child.stderr }).on("line", (line) => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    if (line.startsWith("PANIC")) log.error({ line }, "embedded database");
    else log.debug({ line }, "embedded database");
  });
  return tail;
}
