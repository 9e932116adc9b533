import { readFile, readlink } from "node:fs/promises";
import { codeOf } from "./error.ts";

/**
 * Whether a process lives. One that has ended and only waits for its parent to notice counts as dead:
 * in a container nobody may ever fetch its exit status.
 */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  const stat = await processStat(pid);
  return stat === null || !["Z", "X"].includes(stat.state);
}

/**
 * What tells a process from a later one with the same pid: boot and start time.
 * Empty where the system does not show it; then the pid alone decides.
 */
export async function startToken(pid: number): Promise<string> {
  const stat = await processStat(pid);
  if (stat === null) return "";
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim().slice(0, 8)}-${stat.startTicks}`;
}

/** Working directory of a process; null where it cannot be seen. */
export async function workingDirectory(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

/** Name of the program that a process runs, cut to 15 bytes; null where it cannot be seen. */
export async function programName(pid: number): Promise<string | null> {
  return readFile(`/proc/${pid}/comm`, "utf8").then(
    (name) => name.trimEnd(),
    () => null,
  );
}

async function processStat(pid: number): Promise<{ state: string; startTicks: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => null);
  if (text === null) return null;
  // The second field is the program's name in parentheses and may itself contain spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields[0], fields[19]];
  return state === undefined || startTicks === undefined ? null : { state, startTicks };
}
