import {
  type Answer,
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
const next = "AnotherSecurePassword!";
let app: TestApp;
let owner: TestUser;
let auditor: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  auditor = await createUser(app, owner, { roles: ["auditor"] });
});
afterAll(() => app.stop());

/** The entries of one request, by the id that its answer carries. */
function entriesOf(answer: Answer, of: TestApp = app) {
  return of.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .orderBy("time")
    .execute();
}

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

const tracked = (old: unknown, now: unknown) => ({ old, new: now, secret: false });
const secret = { old: "", new: "", secret: true };

test("a creation leaves one entry with actor, address, agent and every tracked field", async () => {
  const body = newUser({ roles: ["auditor"], name: "Ada" });
  const headers = { "user-agent": "test-agent/1.0" };

  const answer = await owner.client.post("/users", body, { headers });

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    user_id: owner.id,
    organization_id: nilUuid,
    ip: "127.0.0.1",
    user_agent: "test-agent/1.0",
    resource_type: "user",
    resource_id: answer.json.id,
    resource_target: body.username,
    resource_icon: "",
    action: "create",
    status_code: 201,
    additional_fields: {},
  });
  expect(entries[0]?.diff).toEqual({
    id: tracked("", answer.json.id),
    email: tracked("", body.email),
    username: tracked("", body.username),
    name: tracked("", "Ada"),
    status: tracked("", "dormant"),
    rbac_roles: tracked([], ["auditor"]),
    login_type: tracked("", "password"),
    hashed_password: secret,
  });
});

test("a profile change leaves one entry with the changed fields alone", async () => {
  const user = await createUser(app, owner, { name: "Old Name" });
  const username = uniqueName();

  const answer = await owner.client.put(`/users/${user.id}/profile`, {
    username,
    name: "New Name",
    avatar_url: "/emojis/1f600.png",
  });

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    resource_type: "user",
    action: "write",
    resource_id: user.id,
    resource_target: username,
    status_code: 200,
  });
  expect(entries[0]?.diff).toEqual({
    username: tracked(user.username, username),
    name: tracked("Old Name", "New Name"),
  });
});

test.each([
  ["suspend", "active", "suspended"],
  ["activate", "suspended", "active"],
] as const)("%s leaves one entry with the status", async (verb, before, after) => {
  const user = await createUser(app, owner, { status: before });

  const answer = await owner.client.put(`/users/${user.id}/status/${verb}`);

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ action: "write", resource_id: user.id, status_code: 200 });
  expect(entries[0]?.diff).toEqual({ status: tracked(before, after) });
});

test("a repeated status change leaves an entry with an empty diff", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(`/users/${user.id}/status/activate`);

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.diff).toEqual({});
});

test("a role change leaves one entry with both sets", async () => {
  const user = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await owner.client.put(`/users/${user.id}/roles`, { roles: ["user-admin"] });

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.diff).toEqual({ rbac_roles: tracked(["auditor"], ["user-admin"]) });
});

test("a password change leaves one entry that tells only that there was one", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(`/users/${user.id}/password`, { password: next });

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ action: "write", status_code: 204 });
  expect(entries[0]?.diff).toEqual({ hashed_password: secret });
});

test("a deletion leaves one entry", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.delete(`/users/${user.id}`);

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    action: "delete",
    resource_id: user.id,
    resource_target: user.username,
    status_code: 200,
  });
  expect(entries[0]?.diff).toEqual({ deleted: tracked(false, true) });
});

test("a login and a logout leave one entry each, on the user's id, without diff", async () => {
  const user = await createUser(app, owner);

  const login = await app.anonymous.post("/users/login", user);
  const logout = await app.as(login.json.session_token).post("/users/logout");

  const common = { resource_type: "api_key", resource_target: "", user_id: user.id, diff: {} };
  expect(await entriesOf(login)).toMatchObject([
    { ...common, action: "login", resource_id: user.id, status_code: 201 },
  ]);
  expect(await entriesOf(logout)).toMatchObject([
    { ...common, action: "logout", resource_id: user.id, status_code: 200 },
  ]);
});

test("a failed login of a known user is recorded on him, of an unknown one not at all", async () => {
  const user = await createUser(app, owner);

  const known = await app.anonymous.post("/users/login", { email: user.email, password: "x" });
  const unknown = await app.anonymous.post("/users/login", {
    email: "nobody@example.com",
    password: "x",
  });

  expect(await entriesOf(known)).toMatchObject([
    {
      resource_type: "api_key",
      action: "login",
      resource_id: nilUuid,
      resource_target: "",
      user_id: user.id,
      status_code: 401,
      diff: {},
    },
  ]);
  expect(await entriesOf(unknown)).toEqual([]);
});

test("a suspended user's login is recorded as refused", async () => {
  const user = await createUser(app, owner, { status: "suspended" });

  const answer = await app.anonymous.post("/users/login", user);

  expect(await entriesOf(answer)).toMatchObject([{ action: "login", status_code: 401 }]);
});

test("the first user is recorded as registered by himself", async () => {
  const fresh = await startTestApp();
  try {
    const body = newUser();

    const answer = await fresh.anonymous.post("/users/first", body);

    expect(await entriesOf(answer, fresh)).toMatchObject([
      {
        resource_type: "user",
        action: "register",
        resource_id: answer.json.user_id,
        resource_target: body.username,
        user_id: answer.json.user_id,
        status_code: 201,
        diff: { hashed_password: secret, rbac_roles: tracked([], ["owner"]) },
      },
    ]);
  } finally {
    await fresh.stop();
  }
});

test.each([
  ["delete", "DELETE", "", 403],
  ["write", "PUT", "/profile", 404],
  ["write", "PUT", "/status/suspend", 403],
  ["write", "PUT", "/status/activate", 403],
  ["write", "PUT", "/roles", 403],
  ["write", "PUT", "/password", 404],
] as const)(
  "a refused %s by %s …%s leaves one entry with its status and no diff",
  async (action, method, path, status) => {
    const user = await createUser(app, owner);

    const answer = await auditor.client.send(method, `/users/${user.id}${path}`, { body: "{}" });

    expect(answer.status).toBe(status);
    const entries = await entriesOf(answer);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      resource_type: "user",
      action,
      resource_id: user.id,
      resource_target: user.username,
      user_id: auditor.id,
      status_code: status,
      diff: {},
    });
  },
);

test("a change refused for its body is recorded with status 400", async () => {
  const user = await createUser(app, owner);

  const answers = [
    await owner.client.put(`/users/${user.id}/profile`, {}),
    await owner.client.put(`/users/${user.id}/password`, { password: "weak" }),
    await owner.client.put(`/users/${user.id}/roles`, { roles: ["no-such-role"] }),
  ];

  for (const answer of answers) {
    const entries = await entriesOf(answer);
    expect(entries).toMatchObject([{ action: "write", status_code: 400, diff: {} }]);
  }
});

test("a rename onto a taken name is recorded with status 409 under the old name", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(`/users/${user.id}/profile`, { username: owner.username });

  expect(await entriesOf(answer)).toMatchObject([
    { resource_target: user.username, status_code: 409, diff: {} },
  ]);
});

test("refused creations leave no entry, of a race either", async () => {
  const username = uniqueName();
  const wanted = () => owner.client.post("/users", newUser({ username }));

  const raced = await Promise.all([wanted(), wanted(), wanted()]);
  const taken = await wanted();
  const forbidden = await auditor.client.post("/users", newUser());

  const refused = [...raced, taken, forbidden].filter((answer) => answer.status !== 201);
  expect(refused).toHaveLength(4);
  for (const answer of refused) expect(await entriesOf(answer)).toEqual([]);
});

test("requests about users that the caller cannot see leave no entry", async () => {
  const member = await createUser(app, owner);

  const answer = await member.client.delete(`/users/${owner.id}`);

  expect(answer.status).toBe(404);
  expect(await entriesOf(answer)).toEqual([]);
});

test("reading leaves no entry", async () => {
  const answers = [await owner.client.get("/users"), await owner.client.get("/users/me")];

  for (const answer of answers) expect(await entriesOf(answer)).toEqual([]);
});

test("a long or odd user agent is cut to what the column holds", async () => {
  const user = await createUser(app, owner);
  const headers = { "user-agent": `é${"x".repeat(400)}` };

  const answer = await owner.client.put(`/users/${user.id}/status/suspend`, undefined, { headers });

  const entries = await entriesOf(answer);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.user_agent).toHaveLength(256);
});

test("every request has an id of its own", async () => {
  const answers = [await owner.client.get("/users/me"), await owner.client.get("/users/me")];

  const ids = answers.map((answer) => answer.headers["x-coder-request-id"]);
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(ids[0]).not.toBe(ids[1]);
});
