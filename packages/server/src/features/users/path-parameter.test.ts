import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  user = await createUser(app, owner, { username: uniqueName("Mixed") });
});
afterAll(() => app.stop());

const unknown = "11111111-1111-4111-8111-111111111111";

test("me is the caller", async () => {
  const me = await user.client.get("/users/me");

  expect(me.status).toBe(200);
  expect(me.json.id).toBe(user.id);
});

test("me is recognised in lower case alone", async () => {
  const answer = await user.client.get("/users/ME");

  expect(answer.status).toBe(404);
});

test.each([
  ["canonical", (id: string) => id],
  ["upper case", (id: string) => id.toUpperCase()],
  ["32 digits", (id: string) => id.replaceAll("-", "")],
  ["urn", (id: string) => `urn:uuid:${id}`],
  ["braces", (id: string) => `%7B${id}%7D`],
])("the id is read in its %s form", async (_form, written) => {
  const answer = await owner.client.get(`/users/${written(user.id)}`);

  expect(answer.status).toBe(200);
  expect(answer.json.id).toBe(user.id);
});

test("a username is found in any letter case", async () => {
  const answers = [
    await owner.client.get(`/users/${user.username}`),
    await owner.client.get(`/users/${user.username.toUpperCase()}`),
  ];

  expect(answers.map((answer) => answer.json.id)).toEqual([user.id, user.id]);
});

test("an e-mail is no reference to a user", async () => {
  const answer = await owner.client.get(`/users/${encodeURIComponent(user.email)}`);

  expect(answer.status).toBe(404);
});

test("a trailing slash is accepted", async () => {
  const answer = await owner.client.get(`/users/${user.id}/`);

  expect(answer.status).toBe(200);
});

test("a missing and an unreadable user are the same 404, byte for byte", async () => {
  const answers = [
    await user.client.get(`/users/${owner.id}`),
    await user.client.get(`/users/${owner.username}`),
    await user.client.get(`/users/${unknown}`),
    await user.client.get("/users/nobody-of-this-name"),
    await user.client.get("/users/%00"),
    await user.client.get(`/users/${"x".repeat(400)}`),
    await user.client.get("/users/%F0%9F%98%80"),
  ];

  expect(answers[0]?.status).toBe(404);
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
});

test("the 404 of a resource differs from the 404 of a route", async () => {
  const resource = await owner.client.get(`/users/${unknown}`);
  const route = await owner.client.get(`/users/${user.id}/no-such-thing`);

  expect([resource.status, route.status]).toEqual([404, 404]);
  expect(resource.json.message).not.toBe(route.json.message);
});

test.each([
  ["GET", ""],
  ["GET", "/roles"],
  ["GET", "/appearance"],
  ["GET", "/preferences"],
  ["GET", "/gitsshkey"],
  ["GET", "/organizations"],
  ["GET", "/organizations/coder"],
  ["GET", "/login-type"],
  ["DELETE", ""],
  ["PUT", "/profile"],
  ["PUT", "/status/suspend"],
  ["PUT", "/status/activate"],
  ["PUT", "/appearance"],
  ["PUT", "/preferences"],
  ["PUT", "/password"],
  ["PUT", "/roles"],
  ["PUT", "/gitsshkey"],
] as const)(
  "%s …%s of an unreadable user is the constant 404 before the body",
  async (method, path) => {
    const foreign = await user.client.send(method, `/users/${owner.id}${path}`, {
      body: "{ no json",
    });
    const missing = await user.client.send(method, `/users/${unknown}${path}`, {
      body: "{ no json",
    });

    expect(foreign.status).toBe(404);
    expect(foreign.text).toBe(missing.text);
  },
);

test.each([
  ["DELETE", ""],
  ["PUT", "/profile"],
  ["PUT", "/status/suspend"],
  ["PUT", "/status/activate"],
  ["PUT", "/appearance"],
  ["PUT", "/preferences"],
  ["PUT", "/password"],
  ["PUT", "/roles"],
  ["PUT", "/gitsshkey"],
] as const)("%s …%s of a deleted user is a 404 for an owner too", async (method, path) => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answer = await owner.client.send(method, `/users/${gone.id}${path}`, { body: "{}" });

  expect(answer.status).toBe(404);
});

test("the name of a deleted user belongs to his successor", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);
  const successor = await createUser(app, owner, { username: gone.username });

  const byName = await owner.client.get(`/users/${gone.username}`);
  const byId = await owner.client.get(`/users/${gone.id}`);

  expect(byName.json.id).toBe(successor.id);
  expect(byId.json.id).toBe(gone.id);
});

test("a user of an older release whose name is 32 hexadecimal digits is reached by id alone", async () => {
  const hex = "0123456789abcdef0123456789abcdef";
  const imported = await createUser(app, owner);
  await app.deps.db
    .updateTable("users")
    .set({ username: hex })
    .where("id", "=", imported.id)
    .execute();

  const byName = await owner.client.get(`/users/${hex}`);
  const byId = await owner.client.get(`/users/${imported.id}`);

  expect([byName.status, byId.status]).toEqual([404, 200]);
});

test.each(["first", "authmethods", "login", "logout", "validate-password"])(
  "the static path %s wins over a user of that name",
  async (name) => {
    const named = await createUser(app, owner);
    await app.deps.db
      .updateTable("users")
      .set({ username: name })
      .where("id", "=", named.id)
      .execute();

    const answer = await owner.client.get(`/users/${name}`);

    expect(answer.json?.id).toBeUndefined();
  },
);

test("without a session every path below a user is a 401, for known and unknown users alike", async () => {
  const known = await app.anonymous.get(`/users/${user.id}`);
  const missing = await app.anonymous.get(`/users/${unknown}`);

  expect([known.status, missing.status]).toEqual([401, 401]);
  expect(known.text).toBe(missing.text);
});
