import { createCipheriv, randomBytes } from "node:crypto";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPrivateKey } from "./index.ts";
import { reencryptSshKeys } from "./jobs.ts";
import { findSshKey } from "./store.ts";

const [first, second, third] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));
const option = (...keys: (Buffer | undefined)[]) =>
  keys.map((key) => (key ?? Buffer.alloc(32)).toString("base64")).join(",");

let clear: TestApp;
let owner: TestUser;
const others: TestApp[] = [];
beforeEach(async () => {
  clear = await startTestApp();
  owner = await createOwner(clear);
});
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
  await clear.stop();
});

async function startWith(keys: string): Promise<TestApp> {
  const app = await startTestApp({
    databaseUrl: clear.databaseUrl,
    settings: keys === "" ? {} : { EXTERNAL_TOKEN_ENCRYPTION_KEYS: keys },
  });
  others.push(app);
  return app;
}

/** The private half of a user's pair as this server reads it, and the digest that the row names. */
async function privateKeyOf({ deps }: TestApp, userId: string) {
  const row = await findSshKey(deps.db, userId);
  const stored = { text: row?.private_key ?? "", keyId: row?.private_key_key_id ?? null };
  return { keyId: stored.keyId, plain: openPrivateKey(deps, userId, stored) };
}

/** Stores the pair in the form of an earlier release. */
async function storeUnlabelled(
  userId: string,
  plain: string,
  key: Buffer | undefined,
): Promise<void> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key ?? Buffer.alloc(32), nonce);
  cipher.setAAD(Buffer.from(`gh1.git_ssh_key:${userId}`));
  const body = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  const text = `gh1.${Buffer.concat(body).toString("base64url")}`;
  await sql`update gitsshkeys g set private_key = ${text}, private_key_key_id = null
    where g.user_id = ${userId}::uuid`.execute(clear.deps.db);
}

test("private keys in clear, in the form of an earlier release and under an old key all survive a rotation", async () => {
  const users = [owner, await createUser(clear, owner), await createUser(clear, owner)];
  const [inClear = owner, earlier = owner, labelled = owner] = users;
  const before = await Promise.all(users.map(({ id }) => privateKeyOf(clear, id)));
  await storeUnlabelled(earlier.id, before[1]?.plain ?? "", first);
  const old = await startWith(option(first));
  const renewed = await old.as(labelled.client.token ?? "").put("/users/me/gitsshkey");
  expect(renewed.status).toBe(200);
  const fresh = await privateKeyOf(old, labelled.id);
  expect(fresh.keyId).toBe(old.deps.keyring.digests[0]);

  const rotated = await startWith(option(second, first));
  await reencryptSshKeys(rotated.deps);

  const after = await startWith(option(second));
  const [active] = after.deps.keyring.digests;
  expect(await privateKeyOf(after, inClear.id)).toEqual({ plain: before[0]?.plain, keyId: active });
  expect(await privateKeyOf(after, earlier.id)).toEqual({ plain: before[1]?.plain, keyId: active });
  expect(await privateKeyOf(after, labelled.id)).toEqual({ plain: fresh.plain, keyId: active });
  expect(fresh.plain).toContain("PRIVATE KEY");
});

test("a start without the key that private keys need stops, in both forms", async () => {
  const plain = "-----BEGIN OPENSSH PRIVATE KEY-----";
  await storeUnlabelled(owner.id, plain, first);
  await expect(startWith("")).rejects.toThrow("external-token-encryption-keys");
  await expect(startWith(option(third))).rejects.toThrow("external-token-encryption-keys");

  const right = await startWith(option(first));
  await reencryptSshKeys(right.deps);

  await expect(startWith(option(third))).rejects.toThrow(String(right.deps.keyring.digests[0]));
});

test("a private key that was renewed meanwhile is not overwritten by the re-encryption", async () => {
  const app = await startWith(option(first));
  const renewals = Array.from({ length: 4 }, () => owner.client.put("/users/me/gitsshkey"));

  await Promise.all([...renewals, reencryptSshKeys(app.deps), reencryptSshKeys(app.deps)]);

  const row = await findSshKey(app.deps.db, owner.id);
  const { plain } = await privateKeyOf(app, owner.id);
  const answer = await owner.client.get("/users/me/gitsshkey");
  expect(plain).toContain("PRIVATE KEY");
  expect(answer.json.public_key).toBe(row?.public_key);
});
