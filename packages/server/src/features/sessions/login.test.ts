import {
  createOwner,
  createUser,
  goodPassword,
  signIn,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

function login(email: string, password: string) {
  return app.anonymous.post("/users/login", { email, password });
}

/** The interoperability vector of the peer's hash format, for the password `tomato` (spec users §5). */
const tomatoHash =
  "$pbkdf2-sha256$65535$z8c1p1C2ru9EImBP1I+ZNA$pNjE3Yk0oG0PmJ0Je+y7ENOVlSkn/b0BEqqdKsq6Y97wQBq0xT+lD5bWJpyIKJqQICuPZcEaGDKrXJn8+SIHRg";

async function storeHash(userId: string, hash: string): Promise<void> {
  await app.deps.db
    .updateTable("users")
    .set({ hashed_password: Buffer.from(hash) })
    .where("id", "=", userId)
    .execute();
}

async function storedHash(userId: string): Promise<string> {
  const row = await app.deps.db
    .selectFrom("users")
    .select("hashed_password")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  return row.hashed_password.toString();
}

async function sessionCount(userId: string): Promise<number> {
  const keys = await app.deps.db
    .selectFrom("api_keys")
    .select("id")
    .where("user_id", "=", userId)
    .execute();
  return keys.length;
}

test("a login answers 201 with a token and sets the session cookie", async () => {
  const user = await createUser(app, owner);

  const answer = await login(user.email, user.password);

  expect(answer.status).toBe(201);
  expect(Object.keys(answer.json)).toEqual(["session_token"]);
  const token = answer.json.session_token;
  expect(token).toMatch(/^[A-Za-z0-9]{10}-[A-Za-z0-9]{22}$/);
  const cookies = [answer.headers["set-cookie"]].flat().map(String);
  const cookie = cookies.find((one) => one.startsWith("coder_session_token="));
  expect(cookie).toContain(`coder_session_token=${token}`);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/Path=\/(;|$)/i);
  expect(cookie).toMatch(/Max-Age=31536000/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).not.toMatch(/Domain=/i);
});

test("a session key is stored with all scopes, its lifetime and never its secret", async () => {
  const user = await createUser(app, owner);

  const answer = await login(user.email, user.password);

  const [id = "", secret = ""] = String(answer.json.session_token).split("-");
  const key = await app.deps.db
    .selectFrom("api_keys")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(key).toMatchObject({
    user_id: user.id,
    login_type: "password",
    lifetime_seconds: 86400,
    scopes: ["coder:all"],
    allow_list: ["*:*"],
    token_name: "",
    ip_address: "127.0.0.1",
    last_used: new Date(0),
  });
  expect(key.expires_at.getTime() - key.created_at.getTime()).toBe(86_400_000);
  expect(JSON.stringify(key)).not.toContain(secret);
  expect(key.hashed_secret.length).toBe(32);
});

test("the e-mail is compared without regard to case, the password exactly", async () => {
  const user = await createUser(app, owner);

  const upper = await login(user.email.toUpperCase(), user.password);
  const wrong = await login(user.email, user.password.toUpperCase());

  expect([upper.status, wrong.status]).toEqual([201, 401]);
});

test("earlier sessions stay valid after another login", async () => {
  const user = await createUser(app, owner);

  await login(user.email, user.password);
  const me = await user.client.get("/users/me");

  expect(me.status).toBe(200);
});

test("a wrong password and an unknown e-mail get byte-identical answers", async () => {
  const user = await createUser(app, owner);

  const wrong = await login(user.email, "WrongPassword123!");
  const unknown = await login("nobody@example.com", "WrongPassword123!");

  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.text).toBe(unknown.text);
});

test.each([
  ["without fields", {}, ["email", "password"]],
  ["with null fields", { email: null, password: null }, ["email", "password"]],
  ["with a malformed e-mail", { email: "nobody", password: "x" }, ["email"]],
  ["without a password", { email: "a@example.com" }, ["password"]],
])("a login %s is refused with 400 naming them", async (_what, body, fields) => {
  const answer = await app.anonymous.post("/users/login", body);

  expect(answer.status).toBe(400);
  const found = answer.json.validations.map((one: { field: string }) => one.field).sort();
  expect(found).toEqual(fields);
});

test("a login body in a form's content type is read as JSON", async () => {
  const user = await createUser(app, owner);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = JSON.stringify({ email: user.email, password: user.password });

  const answer = await app.anonymous.post("/users/login", body, { headers });

  expect(answer.status).toBe(201);
});

test("the username of an account does not log in, even where it looks like an e-mail of another", async () => {
  const user = await createUser(app, owner);

  const answer = await login(user.username, user.password);

  expect(answer.status).toBe(400);
});

test("a dormant user becomes active by logging in", async () => {
  const dormant = await owner.client.post("/users", newUser());
  const before = await owner.client.get(`/users/${dormant.json.id}`);

  const answer = await login(dormant.json.email, goodPassword);
  const after = await owner.client.get(`/users/${dormant.json.id}`);

  expect(before.json).toMatchObject({ status: "dormant", last_seen_at: "0001-01-01T00:00:00Z" });
  expect(answer.status).toBe(201);
  expect(after.json.status).toBe("active");
  expect(after.json.last_seen_at).toBe(after.json.updated_at);
  expect(after.json.last_seen_at > before.json.updated_at).toBe(true);
});

test("a wrong password does not activate a dormant user", async () => {
  const dormant = await owner.client.post("/users", newUser());

  await login(dormant.json.email, "WrongPassword123!");
  const after = await owner.client.get(`/users/${dormant.json.id}`);

  expect(after.json.status).toBe("dormant");
});

test("a suspended user is refused with 401 and told so, and gets no session", async () => {
  const user = await createUser(app, owner, { status: "suspended" });

  const answer = await login(user.email, user.password);

  expect(answer.status).toBe(401);
  expect(answer.json.message).toContain("suspended");
  expect(answer.headers["set-cookie"]?.toString() ?? "").not.toContain("coder_session_token=");
  expect(await sessionCount(user.id)).toBe(0);
});

test("a suspended user with a wrong password learns nothing about the suspension", async () => {
  const user = await createUser(app, owner, { status: "suspended" });

  const answer = await login(user.email, "WrongPassword123!");
  const unknown = await login("nobody@example.com", "WrongPassword123!");

  expect(answer.text).toBe(unknown.text);
});

test("an account without a password cannot be told from an unknown one", async () => {
  const user = await createUser(app, owner, { loginType: "github" });

  const answer = await login(user.email, "WrongPassword123!");
  const unknown = await login("nobody@example.com", "WrongPassword123!");

  expect(answer.status).toBe(401);
  expect(answer.text).toBe(unknown.text);
});

test("the right password of an account that signs in otherwise is refused with 403, which says how it does", async () => {
  const user = await createUser(app, owner);
  await app.deps.db
    .updateTable("users")
    .set({ login_type: "oidc" })
    .where("id", "=", user.id)
    .execute();

  const right = await login(user.email, user.password);
  const wrong = await login(user.email, "WrongPassword123!");

  expect([right.status, wrong.status]).toEqual([403, 401]);
  expect(right.json.detail).toBe(`The account's login type is "oidc".`);
  expect(wrong.text).not.toContain("oidc");
});

test("a deleted user's password is as unknown as his e-mail", async () => {
  const user = await createUser(app, owner);
  await owner.client.delete(`/users/${user.id}`);

  const deleted = await login(user.email, user.password);
  const unknown = await login("nobody@example.com", user.password);

  expect(deleted.status).toBe(401);
  expect(deleted.text).toBe(unknown.text);
});

test("with password sign-in disabled everybody is refused, owners included", async () => {
  const strict = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { DISABLE_PASSWORD_AUTH: "true" },
  });
  try {
    const right = await strict.anonymous.post("/users/login", owner);
    const wrong = await strict.anonymous.post("/users/login", { ...owner, password: "wrong" });
    const methods = await strict.anonymous.get("/users/authmethods");

    expect([right.status, wrong.status]).toEqual([403, 403]);
    expect(right.text).toBe(wrong.text);
    expect(methods.json.password).toEqual({ enabled: false });
  } finally {
    await strict.stop();
  }
});

test("an imported PBKDF2 hash logs in once and is replaced by a stronger one", async () => {
  const user = await createUser(app, owner);
  await storeHash(user.id, tomatoHash);

  const first = await login(user.email, "tomato");
  const rehashed = await storedHash(user.id);
  const second = await login(user.email, "tomato");

  expect([first.status, second.status]).toEqual([201, 201]);
  expect(rehashed).toMatch(/^\$argon2id\$/);
  expect(await storedHash(user.id)).toBe(rehashed);
});

test("a wrong password leaves an imported hash as it is", async () => {
  const user = await createUser(app, owner);
  await storeHash(user.id, tomatoHash);

  const answer = await login(user.email, "potato");

  expect(answer.status).toBe(401);
  expect(await storedHash(user.id)).toBe(tomatoHash);
});

test("a malformed stored hash is an internal error and never a match", async () => {
  const user = await createUser(app, owner);
  await storeHash(user.id, "$pbkdf2-sha256$x$y");

  const answer = await login(user.email, "anything");

  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain("pbkdf2");
});

test("of a login and a password change at once no session of the old password survives", async () => {
  const user = await createUser(app, owner);
  const next = { password: "AnotherSecurePassword!" };

  const [changed, ...logins] = await Promise.all([
    owner.client.put(`/users/${user.id}/password`, next),
    ...Array.from({ length: 8 }, () => login(user.email, user.password)),
  ]);

  expect(changed?.status).toBe(204);
  for (const answer of logins) {
    if (answer.status !== 201) expect(answer.status).toBe(401);
    else expect((await app.as(answer.json.session_token).get("/users/me")).status).toBe(401);
  }
  expect(await sessionCount(user.id)).toBe(0);
});

test("of a login and a suspension at once no usable session survives", async () => {
  const user = await createUser(app, owner);

  const [suspended, ...logins] = await Promise.all([
    owner.client.put(`/users/${user.id}/status/suspend`),
    ...Array.from({ length: 6 }, () => login(user.email, user.password)),
  ]);

  expect(suspended?.status).toBe(200);
  for (const answer of logins.filter((one) => one.status === 201)) {
    const me = await app.as(answer.json.session_token).get("/users/me");
    expect(me.status).toBe(401);
  }
});

test("of a login and a deletion at once no session survives", async () => {
  const user = await createUser(app, owner);

  const [deleted, ...logins] = await Promise.all([
    owner.client.delete(`/users/${user.id}`),
    ...Array.from({ length: 6 }, () => login(user.email, user.password)),
  ]);

  expect(deleted?.status).toBe(200);
  expect(logins.every((one) => one.status === 201 || one.status === 401)).toBe(true);
  expect(await sessionCount(user.id)).toBe(0);
});

test("a login with a session in the header does not end that session", async () => {
  const user = await createUser(app, owner);

  const again = await user.client.post("/users/login", {
    email: user.email,
    password: user.password,
  });

  expect(again.status).toBe(201);
  expect((await user.client.get("/users/me")).status).toBe(200);
  expect((await (await signIn(app, user.email, user.password)).get("/users/me")).status).toBe(200);
});

test("authmethods shows what is enabled, with the peer's camel case", async () => {
  const answer = await app.anonymous.get("/users/authmethods");

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: false, signInText: "", iconUrl: "" },
  });
});

test.each([
  ["weak", { valid: false }],
  [goodPassword, { valid: true, details: "" }],
])("the password verdict is public: %s", async (password, verdict) => {
  const answer = await app.anonymous.post("/users/validate-password", { password });

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject(verdict);
  expect(answer.json.details === "").toBe(answer.json.valid);
});

test("an empty password gets a 400 instead of a verdict", async () => {
  const answer = await app.anonymous.post("/users/validate-password", { password: "" });

  expect(answer.status).toBe(400);
  expect(answer.json.validations).toMatchObject([{ field: "password" }]);
});

function newUser() {
  const username = uniqueName();
  return {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
  };
}
