import {
  createOwner,
  createUser,
  signIn,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

/** Stores a key as other features make them; gives its token. */
async function storeKey(
  userId: string,
  wishes: { login_type?: string; scopes?: string[]; token_name?: string } = {},
): Promise<string> {
  const key = newApiKey();
  const now = new Date();
  await app.deps.db
    .insertInto("api_keys")
    .values({
      id: key.id,
      hashed_secret: sha256(key.secret),
      user_id: userId,
      last_used: new Date(0),
      expires_at: new Date(now.getTime() + 3_600_000),
      created_at: now,
      updated_at: now,
      login_type: wishes.login_type ?? "password",
      scopes: wishes.scopes ?? ["coder:all"],
      allow_list: ["*:*"],
      token_name: wishes.token_name ?? "",
    })
    .execute();
  return key.token;
}

async function keyIds(userId: string): Promise<string[]> {
  const rows = await app.deps.db
    .selectFrom("api_keys")
    .select("id")
    .where("user_id", "=", userId)
    .execute();
  return rows.map((row) => row.id);
}

const idOf = (token: string | null): string => (token ?? "").split("-")[0] ?? "";

test("a logged-out session is refused on the next request", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.post("/users/logout");
  const next = await user.client.get("/users/me");

  expect(answer.status).toBe(200);
  expect(answer.json.message).not.toBe("");
  expect(next.status).toBe(401);
});

test("a logout removes the session cookie", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.post("/users/logout");

  const cookies = [answer.headers["set-cookie"]].flat().map(String);
  const cookie = cookies.find((one) => one.startsWith("coder_session_token="));
  expect(cookie).toMatch(/^coder_session_token=;/);
  expect(cookie).toMatch(/Path=\//);
  expect(cookie).toMatch(/Max-Age=(-1|0)/i);
});

test("a logout ends no other session of the user", async () => {
  const user = await createUser(app, owner);
  const other = await signIn(app, user.email, user.password);

  await user.client.post("/users/logout");

  expect((await other.get("/users/me")).status).toBe(200);
});

test("a logout ends the application sessions of the user and keeps his tokens", async () => {
  const user = await createUser(app, owner);
  const stranger = await createUser(app, owner);
  const connect = { scopes: ["coder:application_connect"] };
  const appSession = await storeKey(user.id, connect);
  const token = await storeKey(user.id, { ...connect, login_type: "token", token_name: "ci" });
  const foreign = await storeKey(stranger.id, connect);

  await user.client.post("/users/logout");

  expect(await keyIds(user.id)).toEqual([idOf(token)]);
  expect(await keyIds(stranger.id)).toContain(idOf(foreign));
  expect(await keyIds(user.id)).not.toContain(idOf(appSession));
});

test("logging out with an API token deletes that token and nothing else", async () => {
  const user = await createUser(app, owner);
  const token = await storeKey(user.id, { login_type: "token", token_name: "laptop" });

  const answer = await app.as(token).post("/users/logout");

  expect(answer.status).toBe(200);
  expect(await keyIds(user.id)).toEqual([idOf(user.client.token)]);
});

test("a key of narrow scope may log itself out", async () => {
  const user = await createUser(app, owner);
  const token = await storeKey(user.id, { scopes: ["coder:application_connect"] });

  const answer = await app.as(token).post("/users/logout");

  expect(answer.status).toBe(200);
  expect(await keyIds(user.id)).not.toContain(idOf(token));
});

test("a logout without a session is refused with 401", async () => {
  const answer = await app.anonymous.post("/users/logout");

  expect(answer.status).toBe(401);
  expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
});

test("a logout with an empty JSON body is understood", async () => {
  const user = await createUser(app, owner);
  const headers = { "content-type": "application/json" };

  const answer = await user.client.post("/users/logout", undefined, { headers });

  expect(answer.status).toBe(200);
});

test("two logouts of one session at once succeed at most once and fail only with 401", async () => {
  const user = await createUser(app, owner);

  const answers = await Promise.all([
    user.client.post("/users/logout"),
    user.client.post("/users/logout"),
  ]);

  const statuses = answers.map((answer) => answer.status).sort();
  expect(statuses[0]).toBe(200);
  expect([200, 401]).toContain(statuses[1]);
  expect(await keyIds(user.id)).toEqual([]);
});

test("a suspended user cannot log out: his session is refused like everywhere", async () => {
  const user = await createUser(app, owner);
  await owner.client.put(`/users/${user.id}/status/suspend`);

  const answer = await user.client.post("/users/logout");

  expect(answer.status).toBe(401);
});

test("in host-prefix mode the prefixed cookie is removed", async () => {
  const prefixed = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: {
      HOST_PREFIX_COOKIE: "true",
      SECURE_AUTH_COOKIE: "true",
      ACCESS_URL: "https://gatehouse.test",
    },
  });
  try {
    const user = await createUser(app, owner);
    const session = await signIn(prefixed, user.email, user.password);

    const answer = await session.post("/users/logout");

    const cookies = [answer.headers["set-cookie"]].flat().map(String);
    expect(cookies.some((one) => one.startsWith("__Host-coder_session_token=;"))).toBe(true);
  } finally {
    await prefixed.stop();
  }
});
