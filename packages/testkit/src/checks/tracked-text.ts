// `npm run check`: no tracked file holds a merge conflict, a path of the machine it was written on, the host of a
// package registry, a note to oneself without an issue, or a key.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Top-level folders that every system has, so documents may name them. */
const commonFolders: ReadonlySet<string> = new Set(
  "bin boot dev etc home lib lib64 mnt opt private proc root run sbin srv sys tmp usr Users var".split(
    " ",
  ),
);

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}

/** The folders of this machine that no file may name: the clone, the home folder, an unusual top-level folder. */
function machineFolders(clone: string, home: string): string[] {
  const folders = [clone, home].filter((folder) => folder.split("/").length > 2);
  const top = clone.split("/")[1] ?? "";
  return commonFolders.has(top) ? folders : [...folders, `/${top}/`];
}

function rules(): Rule[] {
  const folders = machineFolders(process.cwd(), homedir()).map(escaped).join("|");
  return [
    { name: "merge conflict", pattern: /^(?:<{7}|>{7}) /m },
    { name: "path of this machine", pattern: new RegExp(`(?<![\\w.}/-])(?:${folders})`) },
    { name: "path of a machine", pattern: /(?<![\w.}/-])\/(?:home|Users)\/[a-z]\w*\// },
    {
      name: "package registry host",
      pattern: /\/\/(?:registry|npm|artifactory|nexus)\.[\w-]+\.\w/,
    },
    { name: "note without an issue", pattern: /\b(?:TO[D]O|FIX[M]E|X[X]X)\b(?!\(#\d+\))/ },
    { name: "private key", pattern: /-{5}BEGIN [A-Z ]*PRIVATE KEY-{5}\s+[\w+/]{60}/ },
  ];
}

/** Binary files answer nothing: they hold a zero byte early. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  return bytes.subarray(0, 8000).includes(0) ? "" : bytes.toString("utf8");
}

function findings(path: string, checked: readonly Rule[]): string[] {
  const text = textOf(path);
  const found: string[] = [];
  for (const { name, pattern } of checked) {
    const at = text.search(pattern);
    if (at >= 0) {
      found.push(`${path}:${text.slice(0, at).split("\n").length}: ${name}`);
    }
  }
  return found;
}

/** Tracked and new files; none outside a Git clone. The option makes Git answer root in a clone of another user. */
function projectFiles(): string[] {
  if (!existsSync(".git")) {
    return [];
  }
  const list = execFileSync(
    "git",
    ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return list.split("\0").filter((path) => path !== "");
}

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true;
}

const checked = rules();
const found = projectFiles()
  .filter(isFile)
  .flatMap((path) => findings(path, checked));
for (const line of found) {
  process.stderr.write(`${line}\n`);
}
process.exitCode = found.length === 0 ? 0 : 1;
