import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../packages/server/bin/gatehouse.cjs", import.meta.url));

const readyWithinMs = 60_000;

/** What a finished command left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of a test's own that the database's user can reach; `remove` deletes it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "gatehouse-e2e-"));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Only what a clean shell has: settings of whoever runs the tests must not reach the server. */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "TMPDIR", "LANG"];
  const kept = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), GATEHOUSE_DATA_DIR: dataDir };
}

function launch(argv: readonly string[], dataDir: string): ChildProcess {
  return spawn(process.execPath, [launcher, ...argv], {
    env: environment(dataDir),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  return output;
}

/** Runs one command of the built launcher to its end. */
export function run(argv: readonly string[], dataDir: string, input = ""): Promise<Outcome> {
  return outcomeOf(launch(argv, dataDir), input);
}

/** Runs a command whose output nobody reads, as before `| true`. */
export function runUnread(argv: readonly string[], dataDir: string): Promise<Outcome> {
  const child = launch(argv, dataDir);
  child.stdout?.destroy();
  return outcomeOf(child, "");
}

async function outcomeOf(child: ChildProcess, input: string): Promise<Outcome> {
  const output = collect(child);
  child.stdin?.end(input);
  await once(child, "close");
  return { code: child.exitCode, ...output };
}

/** A built server that answers requests. */
export interface Server {
  /** `http://host:port`. */
  readonly url: string;
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Sends SIGTERM, waits for the end, and tells the exit status and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
}

/** Starts the built server on a free port and waits for its ready line; throws with its output when it ends before. */
export async function start(dataDir: string, argv: readonly string[] = []): Promise<Server> {
  const child = launch(["server", "--http-address=127.0.0.1:0", ...argv], dataDir);
  const output = collect(child);
  child.stdin?.end();
  const closed = once(child, "close");
  const url = await Promise.race([
    readyLine(child),
    closed.then(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, readyWithinMs, null).unref()),
  ]);
  if (url === null) {
    child.kill("SIGKILL");
    throw new Error(`the server did not get ready:\n${output.stdout}${output.stderr}`);
  }
  return {
    url,
    output,
    async stop() {
      const startedAtMs = performance.now();
      child.kill("SIGTERM");
      await closed;
      return { code: child.exitCode, tookMs: performance.now() - startedAtMs };
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  let text = "";
  return new Promise((resolve) => {
    child.stdout?.on("data", (part: string) => {
      text += part;
      const url = /listening on (http:\/\/\S+)\n/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
