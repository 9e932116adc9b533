import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { codeOf } from "./error.ts";

/**
 * Makes the symbolic links of the package's libraries from its own list; install scripts, which would make them, are
 * off by default. Safe to call at once from several processes; fails where the package is read-only and links lack.
 */
export async function makeLinks(native: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(list)) throw new Error("pg-symlinks.json is not a list");
  for (const entry of list) {
    // Paths are written from the package's root: native/lib/….
    const source = join(dirname(native), String(entry.source));
    const target = join(dirname(native), String(entry.target));
    await makeLink(relative(dirname(target), source), target);
  }
}

async function makeLink(to: string, at: string): Promise<void> {
  try {
    await symlink(to, at);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/**
 * Copies the programs to `<directory>/<version>/native`, readable for everybody and writable for us only.
 * A copy appears under its name only when it is complete, so an existing one is used. Safe to call at once from several
 * processes.
 */
export async function copyBinaries(
  native: string,
  directory: string,
  version: string,
  onCopy: () => void,
): Promise<string> {
  const place = join(directory, version);
  const copy = join(place, basename(native));
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await chmod(directory, 0o755);
  if ((await readdir(place).catch(() => [])).length > 0) return copy;
  onCopy();
  const partial = await mkdtemp(join(directory, "partial-"));
  await chmod(partial, 0o755);
  await copyTree(native, join(partial, basename(native)));
  await makeLinks(join(partial, basename(native)));
  await rename(partial, place).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!["EEXIST", "ENOTEMPTY"].includes(codeOf(error))) throw error;
  });
  return copy;
}

/**
 * Removes copies of other versions and unfinished ones. For a directory of one data directory only: the caller holds
 * its owner lock and no database runs from it.
 */
export async function removeOtherCopies(directory: string, version: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const other of names.filter((name) => name !== version)) {
    await rm(join(directory, other), { recursive: true, force: true });
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && !["include", "pkgconfig"].includes(entry.name)) {
      await copyTree(source, target);
    }
    // Static libraries serve only to build extensions.
    if (entry.isFile() && !entry.name.endsWith(".a")) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, basename(from) === "bin" || entry.name.includes(".so") ? 0o755 : 0o644);
    }
  }
}
