import {
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { markDormantUsers } from "./jobs.ts";

const never = "0001-01-01T00:00:00Z";
const nilUuid = "00000000-0000-0000-0000-000000000000";
const clock = frozenClock(new Date("2026-03-01T12:00:00Z"));
let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp({ clock });
  owner = await createOwner(app);
});
afterAll(() => app.stop());

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

async function change(user: { id: string }, values: Record<string, unknown>): Promise<void> {
  await app.deps.db.updateTable("users").set(values).where("id", "=", user.id).execute();
}

async function namesFound(query: string): Promise<string[]> {
  const answer = await owner.client.get(`/users?${query}`);
  return (answer.json.users ?? []).map((user: { username: string }) => user.username);
}

test("trap 13: nulls, empty bodies, unknown fields and trailing slashes are accepted", async () => {
  const user = await createUser(app, owner);
  const json = { headers: { "content-type": "application/json" } };
  const body = newUser({ user_status: null, roles: null, organization_id: null, future: { a: 1 } });

  const answers = [
    await owner.client.post("/users/", body),
    await owner.client.put(`/users/${user.id}/status/suspend/`, undefined, json),
    await owner.client.put(`/users/${user.id}/status/activate`, undefined, json),
    await user.client.put("/users/me/gitsshkey", undefined, json),
    await owner.client.get("/users/me/"),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([201, 200, 200, 200, 200]);
});

test("trap 14: success codes are exact, and a missing first user carries the build version", async () => {
  const fresh = await startTestApp();
  try {
    const missing = await fresh.anonymous.get("/users/first");
    const body = newUser();
    const first = await fresh.anonymous.post("/users/first", body);
    const login = await fresh.anonymous.post("/users/login", body);
    const client = fresh.as(login.json.session_token);
    const created = await client.post("/users", newUser());
    const path = `/users/${created.json.id}`;
    const others = [
      await client.put(`${path}/password`, { password: "AnotherSecurePassword!" }),
      await fresh.anonymous.post("/users/otp/request", { email: body.email }),
      await client.delete(path),
      await client.post("/users/logout"),
    ];

    expect(missing.status).toBe(404);
    expect(missing.headers["x-coder-build-version"]).toMatch(/^v\d+\.\d+\.\d+/);
    expect([first, login, created].map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(others.map((answer) => answer.status)).toEqual([204, 204, 200, 200]);
  } finally {
    await fresh.stop();
  }
});

test("trap 15: a limit of 0 is no limit, and an over-run page counts 0", async () => {
  const all = await owner.client.get("/users?limit=0");
  const beyond = await owner.client.get(`/users?limit=5&offset=${all.json.count}`);

  expect(all.json.users.length).toBeGreaterThan(0);
  expect(all.json.count).toBe(all.json.users.length);
  expect(beyond.json).toEqual({ users: [], count: 0 });
});

test("trap 16: never is year 1, keys end in a newline, authmethods is camel case", async () => {
  const created = await owner.client.post("/users", newUser());
  const key = await owner.client.get("/users/me/gitsshkey");
  const methods = await app.anonymous.get("/users/authmethods");

  expect(created.json.last_seen_at).toBe(never);
  expect(key.json.public_key.endsWith("\n")).toBe(true);
  expect(Object.keys(methods.json.oidc).sort()).toEqual(["enabled", "iconUrl", "signInText"]);
});

test("trap 17: look-up, uniqueness and order of usernames all ignore case", async () => {
  const word = uniqueName("t17");
  for (const letter of ["b", "A", "C"]) {
    await createUser(app, owner, { username: `${letter}-${word}` });
  }

  const read = await owner.client.get(`/users/${`a-${word}`.toUpperCase()}`);
  const taken = await owner.client.post("/users", newUser({ username: `a-${word}` }));

  expect(read.json.username).toBe(`A-${word}`);
  expect(taken.status).toBe(409);
  expect(await namesFound(`q=${word}`)).toEqual([`A-${word}`, `b-${word}`, `C-${word}`]);
});

test("trap 18: a rename that changes only the case does not collide with itself", async () => {
  const user = await createUser(app, owner);
  const username = user.username.toUpperCase();

  const recased = await owner.client.put(`/users/${user.id}/profile`, { username });
  const repeated = await owner.client.put(`/users/${user.id}/profile`, { username });

  expect([recased.status, repeated.status]).toEqual([200, 200]);
  expect(repeated.json.username).toBe(username);
});

test("trap 19: 32 hexadecimal digits are an id in paths, and no new username", async () => {
  const user = await createUser(app, owner);
  const hex = user.id.replaceAll("-", "");

  const read = await owner.client.get(`/users/${hex}`);
  const created = await owner.client.post("/users", newUser({ username: hex }));

  expect(read.json.id).toBe(user.id);
  expect(created.status).toBe(400);
});

test("trap 20: updated_at moves with mere activity", async () => {
  const user = await createUser(app, owner);
  const before = await owner.client.get(`/users/${user.id}`);
  clock.advance(5000);

  await user.client.get("/users/me");
  const after = await owner.client.get(`/users/${user.id}`);

  expect(after.json.updated_at).not.toBe(before.json.updated_at);
  expect(after.json.updated_at).toBe(after.json.last_seen_at);
});

test("trap 21: a user created active and never seen is not dormant a moment later", async () => {
  const user = await createUser(app, owner, { loginType: "none" });

  await markDormantUsers(app.deps, "0d0d0d0d-0000-4000-8000-000000000001");
  const read = await owner.client.get(`/users/${user.id}`);

  expect(read.json).toMatchObject({ status: "active", last_seen_at: never });
});

test("trap 22: the empty address of service accounts is shared and found by nobody", async () => {
  const robots = [
    await createUser(app, owner, { serviceAccount: true }),
    await createUser(app, owner, { serviceAccount: true }),
  ];

  const login = await app.anonymous.post("/users/login", { email: "", password: "x" });
  const passcode = await app.anonymous.post("/users/otp/request", { email: "" });
  const byEmpty = await owner.client.get('/users?q=email:""%20service_account:true');
  const byEmptyName = await owner.client.get("/users/%20");

  expect(new Set(robots.map((robot) => robot.id)).size).toBe(2);
  expect([login.status, passcode.status, byEmptyName.status]).toEqual([400, 400, 404]);
  expect(byEmpty.json.count).toBe(2);
  await expect(change(owner, { email: "" })).rejects.toThrow(/users_service_account_email_check/);
});

test("trap 23: appearance, roles and profile are replaced, preferences are merged", async () => {
  const user = await createUser(app, owner, { name: "Ada", roles: ["auditor"] });
  const me = user.client;
  await me.put("/users/me/appearance", { theme_preference: "dark", terminal_font: "fira-code" });
  await me.put("/users/me/preferences", { thinking_display_mode: "preview" });

  const theme = { theme_preference: "light", terminal_font: "geist-mono" };
  const appearance = await me.put("/users/me/appearance", theme);
  const preferences = await me.put("/users/me/preferences", {
    code_diff_display_mode: "always_expanded",
  });
  const roles = await owner.client.put(`/users/${user.id}/roles`, { roles: ["template-admin"] });
  const profile = await me.put("/users/me/profile", { username: user.username });

  expect(appearance.json).toMatchObject(theme);
  expect(preferences.json).toMatchObject({
    thinking_display_mode: "preview",
    code_diff_display_mode: "always_expanded",
  });
  expect(roles.json.roles).toMatchObject([{ name: "template-admin" }]);
  expect("name" in profile.json).toBe(false);
});

test("trap 24: an address that is somebody's username does not sign that user in", async () => {
  const imported = await createUser(app, owner);
  const name = `${uniqueName()}@example.com`;
  await change(imported, { username: name });

  const answer = await app.anonymous.post("/users/login", {
    email: name,
    password: imported.password,
  });

  expect(answer.status).toBe(401);
});

test("trap 25: the role filter finds custom roles whatever their letter case", async () => {
  const holder = await createUser(app, owner);
  await sql`
    insert into custom_roles (id, name) values (gen_random_uuid(), 'Release-Managers')`.execute(
    app.deps.db,
  );
  await change(holder, { rbac_roles: ["Release-Managers"] });

  const found = [
    await namesFound("q=role:Release-Managers"),
    await namesFound("q=role:release-managers,auditor"),
    await namesFound("q=role:release-manager"),
  ];

  expect(found).toEqual([[holder.username], [holder.username], []]);
});
