import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  createEmptyDatabase,
  createOwner,
  createTestDatabase,
  startTestApp,
  type TestDatabase,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onOneConnection } from "./connection.ts";
import { verifyBackup } from "./read.ts";
import { restoreBackup } from "./restore.ts";
import { writeBackup } from "./write.ts";

let directory: string;
let good: string;
let source: TestDatabase;
let copies = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatehouse-backup-"));
  source = await createTestDatabase();
  good = join(directory, "good.backup");
  await writeBackup({ url: source.url, file: good, overwrite: false, release: "0.1.0" });
});
afterAll(async () => {
  await source.drop();
  await rm(directory, { recursive: true, force: true });
});

async function saved(bytes: Buffer): Promise<string> {
  copies += 1;
  const file = join(directory, `copy-${copies}.backup`);
  await writeFile(file, bytes);
  return file;
}

/** A copy whose text is changed and whose checksum is right again: what an attacker would write. */
async function forged(change: (text: string) => string): Promise<string> {
  const text = gunzipSync(await readFile(good)).toString("utf8");
  const at = text.trimEnd().lastIndexOf("\n") + 1;
  const body = change(text.slice(0, at));
  const sha256 = createHash("sha256").update(body).digest("hex");
  return saved(gzipSync(Buffer.from(`${body}${JSON.stringify({ sha256 })}\n`)));
}

async function restore(file: string, url: string): Promise<unknown> {
  const verified = await verifyBackup(file);
  return restoreBackup({ url, file, verified });
}

async function usersOf(url: string): Promise<string[]> {
  return onOneConnection(url, async (client) => {
    const { rows } = await client.query<{ username: string }>(
      "select u.username from users u order by u.username",
    );
    return rows.map(({ username }) => username);
  });
}

test("a file of another kind is no backup", async () => {
  const texts = ["", "hello\n", '{"format":"other"}\n'];

  for (const text of texts) {
    const plain = await saved(Buffer.from(text));
    const packed = await saved(gzipSync(Buffer.from(text)));
    await expect(verifyBackup(plain)).rejects.toThrow(/not a backup of Gatehouse/);
    await expect(verifyBackup(packed)).rejects.toThrow(/not a backup of Gatehouse/);
  }
  await expect(verifyBackup(join(directory, "absent"))).rejects.toThrow(/cannot be read/);
});

test("a backup that was cut short anywhere is refused", async () => {
  const bytes = await readFile(good);

  for (let part = 1; part < 20; part += 1) {
    const file = await saved(bytes.subarray(0, Math.floor((bytes.length * part) / 20)));
    await expect(verifyBackup(file)).rejects.toThrow(/damaged|incomplete|not a backup/);
  }
});

test("a backup with one changed byte of text is refused", async () => {
  const text = gunzipSync(await readFile(good));

  for (let part = 1; part < 30; part += 1) {
    const changed = Buffer.from(text);
    const at = Math.floor((text.length * part) / 30);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    await expect(verifyBackup(await saved(gzipSync(changed)))).rejects.toThrow(
      /damaged|not a backup|format/,
    );
  }
});

test("something behind the end of a backup is refused", async () => {
  const text = gunzipSync(await readFile(good));
  const longer = await saved(gzipSync(Buffer.concat([text, Buffer.from("{}\n")])));

  await expect(verifyBackup(longer)).rejects.toThrow(/follows its end/);
});

test("a backup of a later format names the way out", async () => {
  const file = await forged((text) => text.replace('"formatVersion":1', '"formatVersion":2'));

  await expect(verifyBackup(file)).rejects.toThrow(/use a newer one/);
});

test("a backup of another schema says which release restores it", async () => {
  const file = await forged((text) =>
    text.replace(/"release":"[^"]+"/, '"release":"9.9.9"').replace("0001_", "0001_other_"),
  );
  const target = await createTestDatabase();

  await expect(restore(file, target.url)).rejects.toThrow(/restore with release 9\.9\.9/);
  await target.drop();
});

test("a table name of a forged backup never reaches SQL", async () => {
  const names = ['users\\" cascade; drop table users; --', "pg_authid", "schema_migrations"];
  const target = await createTestDatabase();
  const before = await usersOf(target.url);

  for (const name of names) {
    const file = await forged((text) => text.replace('{"table":"users"', `{"table":"${name}"`));
    await expect(restore(file, target.url)).rejects.toThrow(/damaged/);
  }

  expect(await usersOf(target.url)).toEqual(before);
  await target.drop();
});

test("a forged row that the schema refuses leaves the database as it was", async () => {
  const target = await createTestDatabase();
  const before = await usersOf(target.url);
  const file = await forged((text) => text.replace("prebuilds@system\t", "prebuilds@system\t\t"));

  await expect(restore(file, target.url)).rejects.toThrow();

  expect(await usersOf(target.url)).toEqual(before);
  await target.drop();
});

test("a database that holds users is not overwritten", async () => {
  const app = await startTestApp();
  await createOwner(app);
  await app.close();
  const before = await usersOf(app.databaseUrl);

  await expect(restore(good, app.databaseUrl)).rejects.toThrow(/not empty \(1 user\)/);

  expect(await usersOf(app.databaseUrl)).toEqual(before);
});

test("a database with a running server is not touched", async () => {
  const app = await startTestApp();
  await app.anonymous.get("/users/first");

  await expect(restore(good, app.databaseUrl)).rejects.toThrow(/stop every server/);
  await app.stop();
});

test("a restore into a database without the schema is refused by the schema check", async () => {
  const empty = await createEmptyDatabase();

  await expect(restore(good, empty.url)).rejects.toThrow();
  await empty.drop();
});
