import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The data directory where none is given (product §2): `/var/lib/gatehouse` as root, else
 * `$XDG_DATA_HOME/gatehouse`, else `~/.local/share/gatehouse`.
 */
export function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  isRoot: boolean = process.getuid?.() === 0,
): string {
  if (isRoot) return "/var/lib/gatehouse";
  const xdg = env["XDG_DATA_HOME"];
  // The XDG base directory specification: relative paths are to be ignored.
  if (xdg?.startsWith("/")) return join(xdg, "gatehouse");
  return join(resolve(env["HOME"] || homedir()), ".local", "share", "gatehouse");
}
