import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Endpoint, endpoints } from "@gatehouse/contract";
import {
  type Client,
  createEmptyDatabase,
  createOwner,
  createTestDatabase,
  createUser,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { migrate } from "../migrate.ts";
import { onOneConnection } from "./connection.ts";
import { verifyBackup } from "./read.ts";
import { restoreBackup } from "./restore.ts";
import { writeBackup } from "./write.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatehouse-backup-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Answers that tell about the process, the machine or the moment, not about stored data. */
const aboutTheProcess = /\/(metrics|healthz|readyz|latency-check|stats|updatecheck|health|ws)$/;

/** Endpoints that read, with what their path parameters are in turn. */
function reads(users: readonly string[]): string[] {
  const all: readonly Endpoint[] = Object.values(endpoints);
  return all
    .filter(({ method, path }) => method === "GET" && !aboutTheProcess.test(path))
    .flatMap(({ path }) => {
      if (!path.includes("{")) return [path];
      if (path.includes("{user}")) return users.map((user) => path.replace("{user}", user));
      return [path.replace("{organization}", "coder")];
    })
    .filter((path) => !path.includes("{"));
}

async function readAll(client: Client, paths: readonly string[]): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const path of paths) {
    const { status, text } = await client.get(path);
    answers.set(path, `${status} ${text}`);
  }
  return answers;
}

test("after a restore every API read answers as before the backup", async () => {
  const clock = frozenClock(new Date("2026-11-27T12:00:00.000Z"));
  const before = await startTestApp({ clock });
  const owner = await createOwner(before);
  const awkward = await createUser(before, owner, {
    name: String.raw`Ünïcode \. \N 	tab "quote" {json} 漢字`,
    roles: ["auditor"],
  });
  await createUser(before, owner, { serviceAccount: true });
  await createUser(before, owner, { status: "suspended" });
  await owner.client.post("/users/me/keys/tokens", { token_name: "ci", scopes: ["user:read"] });
  const paths = reads([owner.id, awkward.id]);
  await before.bookkeeping.flush();
  const expected = await readAll(owner.client, paths);
  const file = join(directory, "whole.backup");

  await writeBackup({ url: before.databaseUrl, file, overwrite: false, release: "0.1.0" });
  await before.stop();
  const target = await createEmptyDatabase();
  await restore(file, target.url);
  const after = await startTestApp({ databaseUrl: target.url, clock });
  const actual = await readAll(after.as(owner.client.token ?? ""), paths);
  await after.stop();
  await target.drop();

  expect(paths.length).toBeGreaterThan(20);
  expect(
    [...expected.values()].filter((answer) => answer.startsWith("200")).length,
  ).toBeGreaterThan(20);
  for (const [path, answer] of expected)
    expect(`${path} ${actual.get(path)}`).toBe(`${path} ${answer}`);
});

async function restore(file: string, url: string): Promise<void> {
  await migrate(url, { log: createLog({ level: "silent" }) });
  await restoreBackup({ url, file, verified: await verifyBackup(file) });
}

test("the file is for its owner only, and nothing else is left beside it", async () => {
  const database = await createTestDatabase();
  const file = join(directory, "mode.backup");

  await writeBackup({ url: database.url, file, overwrite: false, release: "0.1.0" });

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(directory)).filter((name) => name.startsWith("mode"))).toEqual([
    "mode.backup",
  ]);
  await database.drop();
});

test("a file that is there already is not replaced unless asked for", async () => {
  const database = await createTestDatabase();
  const file = join(directory, "twice.backup");
  const options = { url: database.url, file, overwrite: false, release: "0.1.0" };
  await writeBackup(options);
  const first = await verifyBackup(file);

  await expect(writeBackup(options)).rejects.toThrow(/exists already/);

  expect((await verifyBackup(file)).footer.sha256).toBe(first.footer.sha256);
  await writeBackup({ ...options, overwrite: true });
  expect((await readdir(directory)).filter((name) => name.startsWith("twice"))).toHaveLength(1);
  await database.drop();
});

test("a backup during writes holds whole transactions only", async () => {
  const app: TestApp = await startTestApp();
  const owner = await createOwner(app);
  const file = join(directory, "busy.backup");
  let writing = true;
  const writer = (async () => {
    let made = 0;
    for (; writing; made += 1) await createUser(app, owner, { loginType: "none", password: "" });
    return made;
  })();
  const sizes: number[] = [];
  const counts: { users: number; entries: number; keys: number }[] = [];

  for (let round = 0; round < 5; round += 1) {
    const url = app.databaseUrl;
    await writeBackup({ url, file, overwrite: true, release: "0.1.0" });
    const { footer } = await verifyBackup(file);
    sizes.push(footer.rows["users"] ?? 0);
    counts.push({
      users: footer.rows["users"] ?? 0,
      entries: footer.rows["gitsshkeys"] ?? 0,
      keys: footer.rows["organization_members"] ?? 0,
    });
  }
  writing = false;
  const made = await writer;
  await app.stop();

  expect(made).toBeGreaterThan(0);
  // Every user but the built-in one has one SSH key and one membership, written in the user's own transaction.
  for (const { users, entries, keys } of counts) {
    expect(entries).toBe(users - 1);
    expect(keys).toBe(users - 1);
  }
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
});

test("a database where nothing was migrated has nothing to save", async () => {
  const empty = await createEmptyDatabase();
  const file = join(directory, "nothing.backup");

  const saving = writeBackup({ url: empty.url, file, overwrite: false, release: "0.1.0" });

  await expect(saving).rejects.toThrow("the database holds nothing of Gatehouse");
  expect((await readdir(directory)).filter((name) => name.startsWith("nothing"))).toEqual([]);
  await empty.drop();
});

test("a restored database goes on counting behind its rows and fires its triggers", async () => {
  const source = await createTestDatabase();
  const file = join(directory, "triggers.backup");
  await writeBackup({ url: source.url, file, overwrite: false, release: "0.1.0" });
  const target = await createEmptyDatabase();

  await restore(file, target.url);

  const disabled = await onOneConnection(target.url, async (client) => {
    const { rows } = await client.query<{ tgname: string }>(
      "select t.tgname from pg_trigger t where t.tgenabled <> 'O' and not t.tgisinternal",
    );
    return rows;
  });
  expect(disabled).toEqual([]);
  await source.drop();
  await target.drop();
});
