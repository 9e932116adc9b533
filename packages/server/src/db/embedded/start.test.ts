import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../../platform/log.ts";
import { requireWayInside } from "./data-directory.ts";
import { connectRunning, withEmbedded } from "./running.ts";
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./start.ts";

const log = createLog({ level: "silent" });
const settings = { fsync: "off" };

async function makeDataDir(...below: string[]): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), "gatehouse-embedded-"));
  // Only directories that we make are opened to the database's user.
  if (below.length > 0) await chmod(top, 0o755);
  onTestFinished(() => rm(top, { recursive: true, force: true }));
  const dataDir = join(top, ...below);
  if (below.length > 0) await mkdir(dirname(dataDir), { recursive: true, mode: 0o755 });
  return dataDir;
}

async function start(
  dataDir: string,
  more: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded({ dataDir, log, settings, ...more });
  onTestFinished(() => embedded.stop());
  return embedded;
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function listing(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir, { recursive: true }))
    .filter((name) => !name.startsWith("owner"))
    .sort();
}

it("what was written is there after a stop and a start", async () => {
  const dataDir = await makeDataDir();
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 42 as answer");

  await first.stop();
  await first.stop();
  const second = await start(dataDir);

  expect(await query(second.url, "select k.answer from kept k")).toEqual([{ answer: 42 }]);
  expect(second).toMatchObject({ major: first.major, adopted: false });
});

it("password and data are closed to others, and there is no TCP port", async () => {
  const dataDir = await makeDataDir("data");

  const { url, major } = await start(dataDir);

  const modeOf = async (name: string) => (await stat(join(dataDir, name))).mode & 0o777;
  expect(await modeOf("postgres-password")).toBe(0o600);
  expect(await modeOf("gatehouse-password")).toBe(0o600);
  expect(await modeOf(`pg${major}`)).toBe(0o700);
  expect(await modeOf("run")).toBe(0o700);
  expect((await stat(dataDir)).mode & 0o066).toBe(0);
  expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(await readFile(join(dataDir, `pg${major}`, "pg_hba.conf"), "utf8")).not.toMatch(
    /^\s*(local|host).*\b(trust|md5|password|peer)\s*$/m,
  );
});

it("a wrong password is refused", async () => {
  const { url } = await start(await makeDataDir());

  const wrong = url.replace(/:[^:@]+@/, ":wrong@");

  await expect(query(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
});

it("durability is on unless a test switches it off", async () => {
  const { url } = await start(await makeDataDir(), { settings: {} });

  const found = await query(
    url,
    "select s.name, s.setting from pg_settings s where s.name in ('fsync', 'full_page_writes', 'synchronous_commit')",
  );

  expect(found.map(({ setting }) => setting)).toEqual(["on", "on", "on"]);
});

it("text is UTF-8, ordered by bytes, with the upper and lower case of Unicode", async () => {
  const { url } = await start(await makeDataDir());

  const [row] = await query(
    url,
    "select lower('ÄÉ') as lower, 'a' > 'B' as by_bytes, current_setting('server_encoding') as encoding",
  );

  expect(row).toEqual({ lower: "äé", by_bytes: true, encoding: "UTF8" });
});

it("a second start on the same directory is refused, and the first goes on", async () => {
  const dataDir = await makeDataDir();
  const { url } = await start(dataDir);

  const second = startEmbedded({ dataDir, log, settings });

  await expect(second).rejects.toMatchObject({ code: "owned" });
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("a data directory too deep for a socket works, and its socket directory is private and goes with it", async () => {
  const dataDir = await makeDataDir("x".repeat(60), "ü %&?#' ,".repeat(3));
  const first = await start(dataDir);
  const recorded = (await readFile(join(dataDir, "socket-directory"), "utf8")).trim();

  const { mode } = await stat(recorded);
  const running = await connectRunning(dataDir);
  await first.stop();

  expect(mode & 0o777).toBe(0o700);
  expect(running).toBe(first.url);
  await expect(stat(recorded)).rejects.toMatchObject({ code: "ENOENT" });
});

it("a data directory below one that is closed to others works, and that stays closed", async () => {
  const dataDir = await makeDataDir("home", "data");
  await chmod(dirname(dataDir), 0o700);
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 42 as answer");

  await first.stop();
  const second = await start(dataDir);

  expect(await query(second.url, "select k.answer from kept k")).toEqual([{ answer: 42 }]);
  expect(await connectRunning(dataDir)).toBe(second.url);
  expect((await stat(dirname(dataDir))).mode & 0o777).toBe(0o700);
  expect((await stat(dataDir)).mode & 0o007).toBe(0);
  expect(await readdir(dataDir)).toContain(`pg${second.major}`);
});

it("a PostgreSQL before 16 is refused below a directory that is closed to its user", () => {
  const user = { uid: 1, gid: 1, isOther: true };

  const attempt = () => requireWayInside("/closed/data", user, 15);

  expect(attempt).toThrow(expect.objectContaining({ code: "unreachable" }));
});

it("a data directory with special characters works", async () => {
  const { url } = await start(await makeDataDir("a b%20&c=d#e?f+g'hi,ü"));

  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("what an interrupted initdb left behind is cleared away and done again", async () => {
  const dataDir = await makeDataDir();
  await mkdir(join(dataDir, "initdb-abc", "data", "base"), { recursive: true });
  await writeFile(join(dataDir, "initdb-abc", "data", "PG_VERSION"), "18\n");
  await mkdir(join(dataDir, "pg18"));

  const { url } = await start(dataDir);

  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect((await readdir(dataDir)).filter((name) => name.startsWith("initdb-"))).toEqual([]);
});

it.each([
  ["pg14", "14", "other_major"],
  ["pg18", "17", "other_major"],
  ["pg99", "99", "other_major"],
])(
  "%s with data of PostgreSQL %s stops the start and stays untouched",
  async (name, version, code) => {
    const dataDir = await makeDataDir();
    await mkdir(join(dataDir, name, "global"), { recursive: true });
    await writeFile(join(dataDir, name, "PG_VERSION"), `${version}\n`);
    await writeFile(join(dataDir, name, "global", "pg_control"), "");
    const before = await listing(dataDir);

    const attempt = startEmbedded({ dataDir, log });

    await expect(attempt).rejects.toMatchObject({
      code,
      message: expect.stringContaining("Nothing was changed"),
    });
    expect(await listing(dataDir)).toEqual(before);
  },
);

it("a cluster whose major is not installed stops the start with instructions", async () => {
  const dataDir = await makeDataDir();
  await mkdir(join(dataDir, "pg17", "global"), { recursive: true });
  await writeFile(join(dataDir, "pg17", "PG_VERSION"), "17\n");
  await writeFile(join(dataDir, "pg17", "global", "pg_control"), "");
  await writeFile(join(dataDir, "postgres-password"), "secret");

  const attempt = startEmbedded({ dataDir, log, binaries: "package" });

  await expect(attempt).rejects.toMatchObject({
    code: "other_major",
    message: expect.stringMatching(/PostgreSQL 17 .*Nothing was changed\. Install/s),
  });
});

it("a directory that is not a whole cluster is neither used nor removed", async () => {
  const dataDir = await makeDataDir();
  await mkdir(join(dataDir, "pg18", "base"), { recursive: true });

  const attempt = startEmbedded({ dataDir, log });

  await expect(attempt).rejects.toMatchObject({ code: "damaged" });
  expect(await readdir(join(dataDir, "pg18"))).toEqual(["base"]);
});

it("a command uses the running database and leaves it running", async () => {
  const dataDir = await makeDataDir();
  const { url } = await start(dataDir);

  const used = await withEmbedded({ dataDir, log, settings }, async (given) => given);

  expect(used).toBe(url);
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("a command without a running server starts the database and stops it again, also when it fails", async () => {
  const dataDir = await makeDataDir();
  const options = { dataDir, log, settings };

  const rows = await withEmbedded(options, (url) => query(url, "select 1 as one"));
  const failing = withEmbedded(options, () => Promise.reject(new Error("no luck")));

  await expect(failing).rejects.toThrow("no luck");
  expect(rows).toEqual([{ one: 1 }]);
  expect(await connectRunning(dataDir)).toBeNull();
});

it("nothing runs in a directory that does not exist", async () => {
  expect(await connectRunning(join(await makeDataDir(), "absent"))).toBeNull();
});
