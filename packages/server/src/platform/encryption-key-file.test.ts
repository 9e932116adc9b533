import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encryptionKeyFile, encryptionKeys } from "./encryption-key-file.ts";

const configured = Buffer.alloc(32, 1).toString("base64");
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-key-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const keysWith = (keys: string[], postgresUrl = "") =>
  encryptionKeys({ externalTokenEncryptionKeys: keys, postgresUrl, dataDir });

test("an embedded database without a configured key gets one in a file that only its owner reads", async () => {
  const first = await keysWith([]);
  const again = await keysWith([]);

  const { mode } = await stat(encryptionKeyFile(dataDir));
  expect(first).toHaveLength(1);
  expect(Buffer.from(first[0] ?? "", "base64")).toHaveLength(32);
  expect(again).toEqual(first);
  expect(mode & 0o777).toBe(0o600);
});

test("a key file that was copied in and left open is closed to others", async () => {
  await writeFile(encryptionKeyFile(dataDir), `${configured}\n`, { mode: 0o644 });

  expect(await keysWith([])).toEqual([configured]);

  expect((await stat(encryptionKeyFile(dataDir))).mode & 0o777).toBe(0o600);
});

test("two processes that start at once use one key", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => keysWith([])));

  expect(new Set(all.flat()).size).toBe(1);
  expect(await readdir(dataDir)).toEqual(["encryption-key"]);
});

test("a configured key encrypts; the file is not made for it, and where it exists it still decrypts", async () => {
  expect(await keysWith([configured])).toEqual([configured]);
  expect(await readdir(dataDir)).toEqual([]);
  const [stored] = await keysWith([]);

  expect(await keysWith([configured])).toEqual([configured, stored]);
});

test("an external database has exactly the configured keys, and no file is made", async () => {
  expect(await keysWith([], "postgres://db/gatehouse")).toEqual([]);
  expect(await keysWith([configured], "postgres://db/gatehouse")).toEqual([configured]);
  expect(await readdir(dataDir)).toEqual([]);
});

test.each(["", "short", `${configured}x`, Buffer.alloc(31).toString("base64")])(
  "a damaged key file stops the start and is not replaced: %j",
  async (text) => {
    await writeFile(encryptionKeyFile(dataDir), text);

    await expect(keysWith([])).rejects.toThrow(encryptionKeyFile(dataDir));
  },
);
