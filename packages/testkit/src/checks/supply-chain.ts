// `npm run check`: every package is pinned exactly, comes with a checksum, records no download address, and needs no
// install script of its own (docs/adr/0011-dependencies.md).
import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** What is wrong with the lock file, one line each. */
function faults(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    path.includes("node_modules/") ? installedFaults(path, entry) : workspaceFaults(path, entry),
  );
}

/** Our own packages: every version that we ask for is one version. */
function workspaceFaults(path: string, entry: LockedPackage): string[] {
  const asked = { ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies };
  return Object.entries(asked)
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${path || "package.json"}: ${name} ${version} is not one version`);
}

function installedFaults(path: string, entry: LockedPackage): string[] {
  if (entry.link === true) return [];
  const name = path.slice(path.lastIndexOf("node_modules/") + 13);
  // A bundled package is covered by its carrier; builds of tools for other platforms may be unknown to a registry.
  const isCovered = entry.inBundle === true || (entry.dev === true && entry.optional === true);
  const isProven = isCovered || entry.integrity?.startsWith("sha512-") === true;
  return [
    ...(isProven ? [] : [`${name}: no sha512 checksum`]),
    ...(entry.resolved === undefined ? [] : [`${name}: records where it was downloaded from`]),
  ];
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const npmrc = readFileSync(".npmrc", "utf8");
const found = faults(lock.packages);
for (const setting of ["engine-strict=true", "save-exact=true"]) {
  if (!npmrc.includes(setting)) found.push(`.npmrc: ${setting} is missing`);
}
// The one way that packages are installed here must leave install scripts out.
for (const file of ["scripts/workspace.sh", "Dockerfile"]) {
  const installs = readFileSync(file, "utf8").match(/^[^#\n]*npm (ci|install)\b.*/gm) ?? [];
  for (const line of installs.filter((each) => !each.includes("--ignore-scripts"))) {
    found.push(`${file}: ${line} runs install scripts`);
  }
}
for (const fault of found) process.stderr.write(`${fault}\n`);
process.exitCode = found.length === 0 ? 0 : 1;
