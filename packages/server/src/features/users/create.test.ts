import {
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const nilUuid = "00000000-0000-0000-0000-000000000000";
let app: TestApp;
let owner: TestUser;
let admin: TestUser;
let member: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
  member = await createUser(app, owner);
});
afterAll(() => app.stop());

/** A body that is accepted, with the given changes. */
function newUser(wishes: Record<string, unknown> = {}) {
  const username = uniqueName();
  return {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: [nilUuid],
    ...wishes,
  };
}

function create(wishes: Record<string, unknown> = {}, as: TestUser = owner) {
  return as.client.post("/users", newUser(wishes));
}

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((one) => one.field).sort();
}

async function usersNamed(username: string): Promise<number> {
  const rows = await app.deps.db
    .selectFrom("users")
    .select("id")
    .where("username", "=", username)
    .execute();
  return rows.length;
}

test("a created user is shown with all fields and starts dormant and never seen", async () => {
  const body = newUser({ name: "Grace Hopper" });

  const answer = await owner.client.post("/users", body);

  expect(answer.status).toBe(201);
  const { id, created_at, updated_at, organization_ids, ...rest } = answer.json;
  expect(rest).toEqual({
    username: body.username,
    email: body.email,
    name: "Grace Hopper",
    status: "dormant",
    login_type: "password",
    last_seen_at: "0001-01-01T00:00:00Z",
    roles: [],
    has_ai_seat: false,
  });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(created_at).toBe(updated_at);
  expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/);
  expect(organization_ids).toHaveLength(1);
  expect(organization_ids[0]).not.toBe(nilUuid);
});

test("a created user can sign in, has an SSH key and is a member without roles", async () => {
  const body = newUser();
  const created = await owner.client.post("/users", body);

  const login = await app.anonymous.post("/users/login", body);
  const roles = await owner.client.get(`/users/${created.json.id}/roles`);
  const keys = await app.deps.db
    .selectFrom("gitsshkeys")
    .select("user_id")
    .where("user_id", "=", created.json.id)
    .execute();

  expect(login.status).toBe(201);
  expect(roles.json).toEqual({
    roles: [],
    organization_roles: { [created.json.organization_ids[0]]: [] },
  });
  expect(keys).toHaveLength(1);
});

test.each(["active", "dormant", "suspended"])("a user can be created %s", async (status) => {
  const answer = await create({ user_status: status });

  expect(answer.json.status).toBe(status);
});

test("null in every optional field equals absence", async () => {
  const answer = await create({ name: null, user_status: null, roles: null, login_type: null });

  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ status: "dormant", roles: [], login_type: "password" });
});

test("a user-admin creates users", async () => {
  const answer = await create({}, admin);

  expect(answer.status).toBe(201);
});

test.each(["member", "auditor", "template-admin"])("a %s may not create users", async (role) => {
  const user = role === "member" ? member : await createUser(app, owner, { roles: [role] });

  const answer = await create({}, user);

  expect(answer.status).toBe(403);
});

test("a caller without the right learns neither what is wrong nor who exists", async () => {
  const answers = await Promise.all([
    create({ email: owner.email }, member),
    create({ username: owner.username }, member),
    create({}, member),
    member.client.post("/users", "{ not json"),
    member.client.post("/users", {}),
  ]);

  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(403);
});

test("without a session a creation is refused with 401", async () => {
  const answer = await app.anonymous.post("/users", newUser());

  expect(answer.status).toBe(401);
});

test("every failing field is reported at once", async () => {
  const body = newUser({ username: "a_b", name: " x", email: "x", login_type: "ldap" });

  const answer = await owner.client.post("/users", body);

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(["email", "login_type", "name", "username"]);
});

test.each([
  ["a body that is no JSON", "{", undefined],
  ["a wrong type", JSON.stringify({ username: 1 }), undefined],
  ["a malformed organization id", JSON.stringify(newUser({ organization_ids: ["x"] })), undefined],
])("%s is refused with 400", async (_what, body) => {
  const answer = await owner.client.post("/users", body);

  expect(answer.status).toBe(400);
  expect(answer.json.message).not.toBe("");
});

test.each([
  ["username", { username: "" }],
  ["username", { username: "new" }],
  ["username", { username: "create" }],
  ["username", { username: "me" }],
  ["username", { username: "ME" }],
  ["username", { username: "login" }],
  ["username", { username: "otp" }],
  ["username", { username: "first" }],
  ["username", { username: "a--b" }],
  ["username", { username: "-a" }],
  ["username", { username: "ä" }],
  ["username", { username: "a".repeat(33) }],
  ["username", { username: "0123456789abcdef0123456789ABCDEF" }],
  ["email", { email: "" }],
  ["email", { email: "Ada <ada@example.com>" }],
  ["email", { email: "ada@example.123" }],
  ["name", { name: "Ada " }],
  ["name", { name: "x".repeat(129) }],
  ["user_status", { user_status: "sleeping" }],
  ["login_type", { login_type: "ldap" }],
])("the %s of %j is refused with 400 on its field", async (field, wishes) => {
  const answer = await create(wishes);

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual([field]);
});

test.each([
  { username: "z".repeat(32) },
  { username: uniqueName("MixedCase") },
  { name: "ä".repeat(128) },
  { email: `"quoted.${uniqueName()}"@example.com` },
  { email: `${uniqueName()}@büro.example` },
])("the limits of the name and address rules are inclusive: %j", async (wishes) => {
  const answer = await create(wishes);

  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject(wishes);
});

test.each(["github", "none"])("a user of login type %s has no password", async (loginType) => {
  const without = await create({ login_type: loginType, password: "" });
  const withOne = await create({ login_type: loginType });

  expect(without.status).toBe(201);
  expect(without.json.login_type).toBe(loginType);
  expect(withOne.status).toBe(400);
  expect(fieldsOf(withOne)).toEqual(["password"]);
});

test.each(["oidc", "token", "oauth2_provider_app"])(
  "a user of login type %s cannot be created here",
  async (loginType) => {
    const answer = await create({ login_type: loginType, password: "" });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["login_type"]);
  },
);

test("a password account needs a strong password", async () => {
  const answers = await Promise.all(
    ["", "password", "a".repeat(65)].map((password) => create({ password })),
  );

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
  for (const answer of answers) expect(fieldsOf(answer)).toEqual(["password"]);
});

test("without an organization a creation is refused on that field", async () => {
  const empty = await create({ organization_ids: [] });
  const absent = await create({ organization_ids: null });

  expect([empty.status, absent.status]).toEqual([400, 400]);
  expect(fieldsOf(empty)).toEqual(["organization_ids"]);
});

test("an unknown organization is a 404", async () => {
  const answer = await create({ organization_ids: ["11111111-1111-4111-8111-111111111111"] });

  expect(answer.status).toBe(404);
});

test("a username or address in use is a 409 on its field, whatever the case", async () => {
  const taken = await createUser(app, owner);

  const name = await create({ username: taken.username.toUpperCase() });
  const email = await create({ email: taken.email.toUpperCase() });
  const both = await create({ username: taken.username, email: taken.email });

  expect([name.status, email.status, both.status]).toEqual([409, 409, 409]);
  expect([name, email, both].map(fieldsOf)).toEqual([
    ["username"],
    ["email"],
    ["email", "username"],
  ]);
});

test("names and addresses of deleted users are free at once", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answer = await create({ username: gone.username, email: gone.email });

  expect(answer.status).toBe(201);
});

test("a taken name is told before the organization is looked at, and that before the password", async () => {
  const unknown = ["11111111-1111-4111-8111-111111111111"];

  const taken = await create({
    username: owner.username,
    organization_ids: unknown,
    password: "weak",
  });
  const missing = await create({ organization_ids: unknown, password: "weak" });
  const weak = await create({ password: "weak", roles: ["no-such-role"] });

  expect([taken.status, missing.status, weak.status]).toEqual([409, 404, 400]);
  expect(fieldsOf(weak)).toEqual(["password"]);
});

test("the older single organization id is appended to the list", async () => {
  const answer = await create({ organization_ids: [], organization_id: defaultId });

  expect(answer.status).toBe(201);
  expect(answer.json.organization_ids).toEqual([defaultId]);
});

test("the nil id means the default organization, and repeats count once", async () => {
  const answer = await create({ organization_ids: [nilUuid, defaultId, defaultId.toUpperCase()] });

  expect(answer.status).toBe(201);
  expect(answer.json.organization_ids).toEqual([defaultId]);
});

test("disable_login means login type none where none is given, and nothing else", async () => {
  const disabled = await create({ disable_login: true, password: "" });
  const explicit = await create({ disable_login: true, login_type: "password" });

  expect(disabled.json.login_type).toBe("none");
  expect(explicit.json.login_type).toBe("password");
});

test("of five creations of one name at once one succeeds and the others are 409", async () => {
  const username = uniqueName();

  const answers = await Promise.all(
    Array.from({ length: 5 }, () => create({ username, email: `${uniqueName()}@example.com` })),
  );

  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
  expect(await usersNamed(username)).toBe(1);
});

test("with password sign-in disabled only password accounts are refused, with 403", async () => {
  const strict = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { DISABLE_PASSWORD_AUTH: "true" },
  });
  try {
    const client = strict.as(owner.client.token ?? "");
    const password = await client.post("/users", newUser());
    const github = await client.post("/users", newUser({ login_type: "github", password: "" }));

    expect([password.status, github.status]).toEqual([403, 201]);
  } finally {
    await strict.stop();
  }
});

let defaultId = "";
beforeAll(async () => {
  const answer = await owner.client.get("/users/me");
  defaultId = answer.json.organization_ids[0];
});
