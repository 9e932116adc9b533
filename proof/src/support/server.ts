import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(
  new URL("../../../packages/server/bin/gatehouse.cjs", import.meta.url),
);
const readyWithinMs = 60_000;

/** A running server process. */
export interface ServerProcess {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  readonly pid: number;
  /** Everything it printed, at most the last megabyte. */
  output(): string;
  /** False once the process has ended. */
  isRunning(): boolean;
  /** Ends it with a signal and waits; gives its exit status, null after a signal. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

/** A folder that the database's user can reach. */
export async function makeFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "gatehouse-proof-"));
  await chmod(path, 0o755);
  folders.add(path);
  return path;
}

/** Ends what runs and removes what was made. */
export async function cleanUp(): Promise<void> {
  for (const child of running) child.kill("SIGTERM");
  await Promise.all([...running].map((child) => ended(child)));
  for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 3 });
  folders.clear();
}

/** Starts the built server on a free loopback port; throws with its output when it ends before it answers. */
export async function startServer(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const all = ["server", "--http-address", "127.0.0.1:0", "--log-level", "warn", ...argv];
  const child = spawn(process.execPath, [launcher, ...all], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let output = "";
  const read = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-1024 * 1024);
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const address = await readyAddress(child, () => output);
  return {
    address,
    pid: child.pid ?? 0,
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended(child);
      return child.exitCode;
    },
  };
}

/** Settings of the person who runs this must not change what is proven. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(GATEHOUSE|CODER|PG)_?/.test(name)));
}

async function readyAddress(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = performance.now() + readyWithinMs;
  for (;;) {
    const found = /listening on (http:\S+)/.exec(output())?.[1];
    if (found !== undefined) return found;
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the server did not get ready:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
