import {
  createOwner,
  goodPassword,
  startTestApp,
  type TestApp,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

let app: TestApp;
const others: TestApp[] = [];
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
});

/** A server that nobody has set up yet. */
async function freshApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const fresh = await startTestApp({ settings });
  others.push(fresh);
  return fresh;
}

function setupBody(wishes: Record<string, unknown> = {}) {
  const username = uniqueName("first");
  return { username, email: `${username}@example.com`, password: goodPassword, ...wishes };
}

test("set-up is reported missing before the first user and done afterwards", async () => {
  const fresh = await freshApp();

  const before = await fresh.anonymous.get("/users/first");
  await createOwner(fresh);
  const after = await fresh.anonymous.get("/users/first");

  expect([before.status, after.status]).toEqual([404, 200]);
  expect(before.headers["x-coder-build-version"]).toMatch(/^v\d/);
  expect(before.json.message).not.toBe("");
  expect(after.json.message).not.toBe("");
});

test("the first user is an active owner and member of the default organization", async () => {
  const fresh = await freshApp();
  const body = setupBody({ name: "Ada Lovelace" });

  const answer = await fresh.anonymous.post("/users/first", body);

  expect(answer.status).toBe(201);
  expect(Object.keys(answer.json).sort()).toEqual(["organization_id", "user_id"]);
  expect(answer.headers["set-cookie"]?.toString() ?? "").not.toContain("coder_session_token");
  const login = await fresh.anonymous.post("/users/login", body);
  const me = await fresh.as(login.json.session_token).get("/users/me");
  expect(me.json).toMatchObject({
    id: answer.json.user_id,
    username: body.username,
    email: body.email,
    name: "Ada Lovelace",
    status: "active",
    login_type: "password",
    roles: [{ name: "owner", display_name: "Owner" }],
    organization_ids: [answer.json.organization_id],
  });
});

test("the first user gets an SSH key and no session", async () => {
  const fresh = await freshApp();

  const answer = await fresh.anonymous.post("/users/first", setupBody());

  const keys = await fresh.deps.db.selectFrom("api_keys").select("id").execute();
  const sshKeys = await fresh.deps.db.selectFrom("gitsshkeys").select("user_id").execute();
  expect(keys).toEqual([]);
  expect(sshKeys).toEqual([{ user_id: answer.json.user_id }]);
});

test("everything the set-up form of released clients sends is accepted and discarded", async () => {
  const fresh = await freshApp();
  const body = setupBody({
    trial: true,
    trial_info: { first_name: "A", last_name: "B", phone_number: "1", developers: "2-100" },
    onboarding_info: { newsletter_marketing: true, newsletter_releases: false },
    unknown_field: 1,
  });

  const answer = await fresh.anonymous.post("/users/first", body);

  expect(answer.status).toBe(201);
});

test("null for every optional part of the set-up form equals absence", async () => {
  const fresh = await freshApp();
  const body = setupBody({ name: null, trial: null, trial_info: null, onboarding_info: null });

  const answer = await fresh.anonymous.post("/users/first", body);

  expect(answer.status).toBe(201);
});

test("two set-ups at once give one user: one 201, one 409", async () => {
  const fresh = await freshApp();

  const answers = await Promise.all([
    fresh.anonymous.post("/users/first", setupBody()),
    fresh.anonymous.post("/users/first", setupBody()),
  ]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  const users = await fresh.deps.db
    .selectFrom("users")
    .select("id")
    .where("is_system", "=", false)
    .execute();
  expect(users).toHaveLength(1);
});

test("ten set-ups at once on two replicas give one user", async () => {
  const fresh = await freshApp();
  const replica = await startTestApp({ databaseUrl: fresh.databaseUrl });
  others.unshift(replica);

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? fresh : replica).anonymous.post("/users/first", setupBody()),
    ),
  );

  const statuses = answers.map((answer) => answer.status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(9);
});

test("set-up does not reopen when every user is gone", async () => {
  const fresh = await freshApp();
  await createOwner(fresh);
  await fresh.deps.db
    .updateTable("users")
    .set({ deleted: true })
    .where("is_system", "=", false)
    .execute();

  const answer = await fresh.anonymous.post("/users/first", setupBody());

  expect(answer.status).toBe(409);
});

test("a set-up that is over is refused with 409 before its password is judged", async () => {
  await createOwnerOnce();

  const answer = await app.anonymous.post("/users/first", setupBody({ password: "weak" }));

  expect(answer.status).toBe(409);
});

test("an invalid body is refused with 400 before the 409 of a finished set-up", async () => {
  await createOwnerOnce();

  const answer = await app.anonymous.post("/users/first", setupBody({ email: "no-address" }));

  expect(answer.status).toBe(400);
  expect(answer.json.validations).toMatchObject([{ field: "email" }]);
});

test("a weak first password is refused on its field and creates nobody", async () => {
  const fresh = await freshApp();

  const answer = await fresh.anonymous.post("/users/first", setupBody({ password: "password" }));
  const first = await fresh.anonymous.get("/users/first");

  expect(answer.status).toBe(400);
  expect(answer.json.validations).toMatchObject([{ field: "password" }]);
  expect(first.status).toBe(404);
});

test.each([
  ["an empty body object", {}, ["email", "password", "username"]],
  ["an e-mail with a display name", { email: "A <a@example.com>" }, ["email"]],
  ["an e-mail without a dot in the domain", { email: "a@localhost" }, ["email"]],
  ["a username with an underscore", { username: "a_b" }, ["username"]],
  ["a username of 33 characters", { username: "a".repeat(33) }, ["username"]],
  ["the username me", { username: "me" }, ["username"]],
  ["a full name with outer space", { name: " Ada" }, ["name"]],
])("a set-up with %s is refused naming the fields", async (_what, wishes, fields) => {
  const fresh = await freshApp();
  const body = Object.keys(wishes).length === 0 ? {} : setupBody(wishes);

  const answer = await fresh.anonymous.post("/users/first", body);

  expect(answer.status).toBe(400);
  const found = answer.json.validations.map((one: { field: string }) => one.field).sort();
  expect(found).toEqual(fields);
});

test("set-up is possible while password sign-in is disabled", async () => {
  const fresh = await freshApp({ DISABLE_PASSWORD_AUTH: "true" });

  const answer = await fresh.anonymous.post("/users/first", setupBody());

  expect(answer.status).toBe(201);
});

test("the system user does not count as the first user", async () => {
  const fresh = await freshApp();
  const system = await fresh.deps.db.selectFrom("users").select("is_system").execute();

  const first = await fresh.anonymous.get("/users/first");

  expect(system).toEqual([{ is_system: true }]);
  expect(first.status).toBe(404);
});

let ownerMade: Promise<unknown> | undefined;
function createOwnerOnce(): Promise<unknown> {
  ownerMade ??= createOwner(app);
  return ownerMade;
}
