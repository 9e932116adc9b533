import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../packages/server/bin/gatehouse.cjs", import.meta.url));
const readyWithinMs = 60_000;

/** A server process under load. */
export interface ServerProcess {
  /** `http://127.0.0.1:port`. */
  address: string;
  dataDir: string;
  pid: number;
  /** Milliseconds from the start of the process to the line that says it answers. */
  readyMs: number;
  stop(): Promise<void>;
}

const servers = new Set<ChildProcess>();
const dataDirs = new Set<string>();

/** A new data directory; `removeDataDir` takes it away. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
  dataDirs.add(dataDir);
  return dataDir;
}

/** Removes a data directory of `makeDataDir`. */
export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  dataDirs.delete(dataDir);
}

/** Stops what runs and removes what was made, for a run that ends before its time. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...servers].map((server) => stopped(server, "SIGTERM")));
  await Promise.all([...dataDirs].map(removeDataDir));
}

/** Starts the real server as its own process, on embedded PostgreSQL unless told otherwise, with rate limits off. */
export async function startServer(
  dataDir: string,
  {
    argv: more = [],
    nodeFlags = [],
  }: { argv?: readonly string[]; nodeFlags?: readonly string[] } = {},
): Promise<ServerProcess> {
  const begun = performance.now();
  const argv = ["server", "--http-address", "127.0.0.1:0", "--data-dir", dataDir];
  const flags = ["--log-level", "warn", "--dangerous-disable-rate-limits"];
  const child = spawn(process.execPath, [...nodeFlags, launcher, ...argv, ...flags, ...more], {
    env: inheritedEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  servers.add(child);
  child.once("exit", () => servers.delete(child));
  const address = await readyAddress(child);
  const readyMs = performance.now() - begun;
  return { address, dataDir, pid: child.pid ?? 0, readyMs, stop: () => stopped(child, "SIGTERM") };
}

/** Settings of the person who runs this must not change what is measured. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(GATEHOUSE|CODER|PG)_?/.test(name)));
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`not ready:\n${output}`)), readyWithinMs);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /listening on (http:\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code}:\n${output}`));
    });
  });
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** A process of ours that is only there to be compared with. */
export interface BareProcess {
  pid: number;
  /** Sends a message and waits for the next answer. */
  ask<T>(message: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a module beside this one; it talks by messages. */
export function startBare(module: "bare-fastify" | "bare-driver"): BareProcess {
  const child = fork(fileURLToPath(new URL(`./${module}.js`, import.meta.url)));
  return {
    pid: child.pid ?? 0,
    async ask<T>(message: unknown): Promise<T> {
      const settled = new AbortController();
      const { signal } = settled;
      try {
        const answered = once(child, "message", { signal });
        const ended = once(child, "exit", { signal }).then(() => {
          throw new Error(`${module} ended`);
        });
        child.send(message as object);
        const [answer] = (await Promise.race([answered, ended])) as [T];
        return answer;
      } finally {
        settled.abort();
      }
    },
    stop: () => stopped(child, "SIGTERM"),
  };
}

/** Processor time of a process so far in milliseconds; null where the system does not tell. */
export async function cpuMs(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // The kernel counts in hundredths of a second for programs, whatever its own tick is.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory of a process in MiB, now and at its highest; null where the system does not tell. */
export async function residentMib(pid: number): Promise<{ now: number; peak: number } | null> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  if (text === null) return null;
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? Number.NaN) / 1024;
  return { now: read("VmRSS"), peak: read("VmHWM") };
}
