import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  user = await createUser(app, owner);
});
afterAll(() => app.stop());

const idOf = (token: string): string => token.split("-")[0] ?? "";

/** Inserts a key in the shape that the peer's first releases had, and returns the whole key. */
async function importOldKey(scope: string, expiresInDays = 1): Promise<string> {
  const key = newApiKey();
  await sql`
    insert into api_keys_import (id, hashed_secret, user_id, last_used, expires_at, created_at,
      updated_at, login_type, lifetime_seconds, ip_address, scope, token_name)
    values (${key.id}, ${sha256(key.secret)}, ${user.id}::uuid, now(),
      now() + ${expiresInDays} * interval '1 day', now(), now(), 'token', 86400, '10.1.2.3',
      ${scope}, ${key.id})`.execute(app.deps.db);
  return key.token;
}

/** Inserts a key with these scopes as plain SQL would, and returns the whole key. */
async function insertKeyWith(scopes: string[]): Promise<string> {
  const key = newApiKey();
  await sql`
    insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at,
      login_type, lifetime_seconds, token_name, scopes, allow_list)
    values (${key.id}, ${sha256(key.secret)}, ${user.id}::uuid, now(), now() + interval '1 day',
      now(), now(), 'token', 0, ${key.id}, ${scopes}, array['*:*'])`.execute(app.deps.db);
  return key.token;
}

test.each([
  ["all", ["coder:all"], "all"],
  ["application_connect", ["coder:application_connect"], "application_connect"],
  ["user:read", ["user:read"], ""],
])(
  "a row with the single scope %s is imported canonically and unrestricted to objects",
  async (scope, scopes, legacy) => {
    const token = await importOldKey(scope);

    const shown = await user.client.get(`/users/me/keys/${idOf(token)}`);

    expect(shown.json).toMatchObject({ scopes, scope: legacy, allow_list: ["*:*"] });
    expect(shown.json.lifetime_seconds).toBe(86_400);
  },
);

test("an imported key of full scope signs in, one for apps may do nothing here", async () => {
  const full = app.as(await importOldKey("all"));
  const apps = app.as(await importOldKey("application_connect"));

  expect((await full.get("/users/me")).json.id).toBe(user.id);
  expect((await apps.get("/users/me")).status).toBe(404);
});

test("a key that expired more than seven days ago is not imported, a younger one is", async () => {
  const old = await importOldKey("all", -8);
  const young = await importOldKey("all", -6);

  expect((await user.client.get(`/users/me/keys/${idOf(old)}`)).status).toBe(404);
  expect((await user.client.get(`/users/me/keys/${idOf(young)}`)).status).toBe(200);
});

test("legacy names among scopes are stored canonically, whoever writes them", async () => {
  const token = await insertKeyWith(["user:read", "all", "coder:all", "application_connect"]);
  const shown = await user.client.get(`/users/me/keys/${idOf(token)}`);
  await sql`update api_keys set scopes = array['all'] where id = ${idOf(token)}`.execute(
    app.deps.db,
  );
  const changed = await user.client.get(`/users/me/keys/${idOf(token)}`);

  expect(shown.json.scopes).toEqual(["user:read", "coder:all", "coder:application_connect"]);
  expect(shown.json.lifetime_seconds).toBe(86_400);
  expect(changed.json.scopes).toEqual(["coder:all"]);
});

test("an imported key with a scope that nobody knows signs nobody in", async () => {
  const token = await importOldKey("everything");

  expect((await app.as(token).get("/users/me")).status).toBe(401);
});
