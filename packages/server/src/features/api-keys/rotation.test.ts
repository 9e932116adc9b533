import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const tokens = "/users/me/keys/tokens";
const week = 604_800_000_000_000;
const idOf = (token: string): string => token.split("-")[0] ?? "";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
/** A token of the user, before and after a rotation whose grace period runs. */
let old: string;
let fresh: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await createUser(app, owner);
  old = (await user.client.post(tokens, { lifetime: 2 * week })).json.key;
  fresh = (await rotate(user, old)).json.key;
});

function rotate(by: TestUser, token: string, grace = 3600) {
  return by.client.post(`/users/me/keys/${idOf(token)}/rotate`, { grace_seconds: grace });
}

const statuses = () =>
  Promise.all([old, fresh].map(async (token) => (await app.as(token).get("/users/me")).status));

test("both secrets work while the grace period runs", async () => {
  expect(await statuses()).toEqual([200, 200]);
});

test("a suspension ends both secrets, and activation gives them back", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);
  const during = await statuses();
  await owner.client.put(`/users/${user.id}/status/activate`);

  expect(during).toEqual([401, 401]);
  expect(await statuses()).toEqual([200, 200]);
});

test("a password change ends both secrets for good", async () => {
  const body = { old_password: user.password, password: "AnotherSecurePassword!" };
  const changed = await user.client.put("/users/me/password", body);

  expect(changed.status).toBe(204);
  expect(await statuses()).toEqual([401, 401]);
});

test("deleting the key ends both secrets", async () => {
  await user.client.delete(`/users/me/keys/${idOf(old)}`);

  expect(await statuses()).toEqual([401, 401]);
});

test("deleting the user ends both secrets", async () => {
  await owner.client.delete(`/users/${user.id}`);

  expect(await statuses()).toEqual([401, 401]);
});

test("a rotation caps the lifetime by what the owner of the key may have now", async () => {
  const before = await user.client.get(`/users/me/keys/${idOf(old)}`);
  await owner.client.put(`/users/${user.id}/roles`, { roles: ["owner"] });

  const answer = await rotate(user, fresh, 0);

  const after = (await user.client.get(`/users/me/keys/${idOf(old)}`)).json;
  expect(answer.status).toBe(201);
  expect(before.json.lifetime_seconds).toBe(1_209_600);
  expect(after.lifetime_seconds).toBe(1_209_600);
  const lifetimeMs = Date.parse(after.expires_at) - Date.parse(after.updated_at);
  expect(lifetimeMs).toBe(604_800_000);
});

test("the token of a suspended user may be rotated, and works after activation", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);

  const rotated = (await rotate(owner, fresh, 0)).json.key;
  const during = (await app.as(rotated).get("/users/me")).status;
  await owner.client.put(`/users/${user.id}/status/activate`);

  expect(during).toBe(401);
  expect((await app.as(rotated).get("/users/me")).status).toBe(200);
  expect(await statuses()).toEqual([401, 401]);
});

test("a token may be made for a suspended user, and works after activation", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);

  const made = await owner.client.post(`/users/${user.id}/keys/tokens`, {});
  const during = (await app.as(made.json.key).get("/users/me")).status;
  await owner.client.put(`/users/${user.id}/status/activate`);

  expect([made.status, during]).toEqual([201, 401]);
  expect((await app.as(made.json.key).get("/users/me")).status).toBe(200);
});

test("the grace period ends with the old expiry at the latest", async () => {
  const short = (await user.client.post(tokens, { lifetime: 60_000_000_000 })).json.key;
  const expiry = (await user.client.get(`/users/me/keys/${idOf(short)}`)).json.expires_at;

  await rotate(user, short, 86_400);

  const row = await app.deps.db
    .selectFrom("api_keys")
    .select("api_keys.previous_expires_at")
    .where("api_keys.id", "=", idOf(short))
    .executeTakeFirstOrThrow();
  expect(row.previous_expires_at).toEqual(new Date(expiry));
});

test.each([-1, 86_401, 1.5, "60"])("a grace period of %j seconds is refused", async (grace) => {
  const path = `/users/me/keys/${idOf(fresh)}/rotate`;

  const answer = await user.client.post(path, { grace_seconds: grace });

  expect(answer.status).toBe(400);
  expect(await statuses()).toEqual([200, 200]);
});
