// `npm run check`: every installed package has a licence that the project accepts (docs/adr/0011-dependencies.md).
// Reads the lock file, so packages of other platforms are covered too.
import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  // Fonts only: they are served unmodified under their own names.
  "OFL-1.1",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Accepted only where nothing of it ships. */
const allowedInDevelopment: ReadonlySet<string> = new Set(["CC-BY-3.0", "CC-BY-4.0", "MPL-2.0"]);

/** Reads the SPDX forms that occur: one name, "A OR B", "A AND B", brackets around them; OR needs one good side. */
function isAccepted(expression: string, development: boolean): boolean {
  const plain = expression.replaceAll(/[()]/g, "");
  const accepts = (name: string) =>
    allowed.has(name) || (development && allowedInDevelopment.has(name));
  return plain
    .split(" OR ")
    .some((side) => side.split(" AND ").every((name) => accepts(name.trim())));
}

function refusedPackages(packages: Readonly<Record<string, LockedPackage>>): string[] {
  const refused: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    const installed = path.includes("node_modules/") && entry.link !== true;
    const licence = entry.license ?? "no licence stated";
    if (installed && !isAccepted(licence, entry.dev === true)) {
      refused.push(`${path.slice(path.lastIndexOf("node_modules/") + 13)}: ${licence}`);
    }
  }
  return refused;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const refused = refusedPackages(lock.packages);
for (const line of refused) {
  process.stderr.write(`${line}\n`);
}
process.exitCode = refused.length === 0 ? 0 : 1;
