import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

const path = "/users/me/gitsshkey";

function storedKey(of: TestApp, userId: string) {
  return of.deps.db
    .selectFrom("gitsshkeys")
    .selectAll()
    .where("user_id", "=", userId)
    .executeTakeFirst();
}

test("the public key has the authorized-keys form with a trailing newline, the private one never shows", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.get(path);

  expect(answer.status).toBe(200);
  expect(Object.keys(answer.json).sort()).toEqual([
    "created_at",
    "public_key",
    "updated_at",
    "user_id",
  ]);
  expect(answer.json.user_id).toBe(user.id);
  expect(answer.json.public_key).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+( \S+)?\n$/);
  expect(answer.text).not.toContain("PRIVATE KEY");
});

test("a new pair replaces the old one: updated_at moves, created_at stays", async () => {
  const user = await createUser(app, owner);
  const before = await user.client.get(path);

  const answer = await user.client.put(path);
  const after = await user.client.get(path);

  expect(answer.status).toBe(200);
  expect(answer.json.public_key).not.toBe(before.json.public_key);
  expect(answer.json.created_at).toBe(before.json.created_at);
  expect(answer.json.updated_at >= before.json.updated_at).toBe(true);
  expect(after.json).toEqual(answer.json);
});

test("a new pair needs no body, even with the content type of JSON", async () => {
  const user = await createUser(app, owner);
  const headers = { "content-type": "application/json" };

  const answer = await user.client.put(path, undefined, { headers });

  expect(answer.status).toBe(200);
});

test("the regeneration is audited without the private key", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.put(path);

  const row = await app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    resource_type: "git_ssh_key",
    action: "write",
    resource_id: user.id,
    resource_target: answer.json.public_key.trim(),
    status_code: 200,
    user_id: user.id,
  });
  expect(row.diff).toMatchObject({ private_key: { old: "", new: "", secret: true } });
  expect(JSON.stringify(row)).not.toContain("PRIVATE KEY");
});

test("a missing pair is made at the first reading, once", async () => {
  const user = await createUser(app, owner);
  await app.deps.db.deleteFrom("gitsshkeys").where("user_id", "=", user.id).execute();

  const answers = await Promise.all([
    user.client.get(path),
    user.client.get(path),
    user.client.get(path),
  ]);

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map((answer) => answer.json.public_key)).size).toBe(1);
});

test("two regenerations at once leave one whole pair", async () => {
  const user = await createUser(app, owner);

  const answers = await Promise.all([user.client.put(path), user.client.put(path)]);
  const after = await user.client.get(path);

  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  expect(answers.map((answer) => answer.json.public_key)).toContain(after.json.public_key);
});

test("a regeneration and a deletion at once leave no pair behind", async () => {
  const user = await createUser(app, owner);

  const [regenerated, deleted] = await Promise.all([
    owner.client.put(`/users/${user.id}/gitsshkey`),
    owner.client.delete(`/users/${user.id}`),
  ]);

  expect(deleted.status).toBe(200);
  expect([200, 404]).toContain(regenerated.status);
  expect(await storedKey(app, user.id)).toBeUndefined();
});

test("administrators read and renew the keys of others, readers and members get a 404", async () => {
  const user = await createUser(app, owner);
  const admin = await createUser(app, owner, { roles: ["user-admin"] });
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const member = await createUser(app, owner);
  const theirs = `/users/${user.id}/gitsshkey`;

  const allowed = [await admin.client.get(theirs), await admin.client.put(theirs)];
  const refused = [
    await auditor.client.get(theirs),
    await auditor.client.put(theirs),
    await member.client.get(theirs),
    await member.client.put(theirs),
  ];

  expect(allowed.map((answer) => answer.status)).toEqual([200, 200]);
  expect(refused.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
});

test.each([
  ["ecdsa", /^ecdsa-sha2-nistp256 /, "EC PRIVATE KEY"],
  ["ED25519", /^ssh-ed25519 /, "OPENSSH PRIVATE KEY"],
  ["rsa4096", /^ssh-rsa /, "RSA PRIVATE KEY"],
])(
  "the algorithm %s counts for new pairs and leaves old ones alone",
  async (algorithm, publicKey, pem) => {
    const other = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { SSH_KEYGEN_ALGORITHM: algorithm },
    });
    try {
      const user = await createUser(app, owner);
      const client = other.as(user.client.token ?? "");
      const old = await client.get(path);

      const renewed = await client.put(path);

      const stored = await storedKey(other, user.id);
      expect(old.json.public_key).toMatch(/^ssh-ed25519 /);
      expect(renewed.json.public_key).toMatch(publicKey);
      expect(stored?.private_key).toContain(`BEGIN ${pem}`);
    } finally {
      await other.stop();
    }
  },
);

test("with an encryption key the private half is sealed at rest", async () => {
  const sealed = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { EXTERNAL_TOKEN_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString("base64") },
  });
  try {
    const user = await createUser(app, owner);

    const answer = await sealed.as(user.client.token ?? "").put(path);

    expect(answer.status).toBe(200);
    expect((await storedKey(sealed, user.id))?.private_key).not.toContain("PRIVATE KEY");
  } finally {
    await sealed.stop();
  }
});
