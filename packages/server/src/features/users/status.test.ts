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
let admin: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
});
afterAll(() => app.stop());

function suspend(user: { id: string }, as: TestUser = owner) {
  return as.client.put(`/users/${user.id}/status/suspend`);
}

function activate(user: { id: string }, as: TestUser = owner) {
  return as.client.put(`/users/${user.id}/status/activate`);
}

async function history(userId: string): Promise<string[]> {
  const rows = await app.deps.db
    .selectFrom("user_status_changes")
    .select("new_status")
    .where("user_id", "=", userId)
    .orderBy("changed_at")
    .execute();
  return rows.map((row) => row.new_status);
}

test("a suspended user's session is refused on the next request and works again after activation", async () => {
  const user = await createUser(app, owner);
  await user.client.get("/users/me");

  const suspended = await suspend(user);
  const refused = await user.client.get("/users/me");
  const activated = await activate(user);
  const again = await user.client.get("/users/me");

  expect(suspended.status).toBe(200);
  expect(suspended.json).toMatchObject({ id: user.id, status: "suspended" });
  expect(refused.status).toBe(401);
  expect(refused.json.message).toContain("suspended");
  expect(activated.json.status).toBe("active");
  expect(again.status).toBe(200);
});

test("a suspension is seen by another replica", async () => {
  const replica = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const user = await createUser(app, owner);
    const elsewhere = replica.as(user.client.token ?? "");
    await elsewhere.get("/users/me");

    await suspend(user);

    await expect.poll(async () => (await elsewhere.get("/users/me")).status).toBe(401);
  } finally {
    await replica.stop();
  }
});

test("a suspension deletes no keys and leaves last_seen_at alone", async () => {
  const user = await createUser(app, owner);
  await user.client.get("/users/me");
  const before = await owner.client.get(`/users/${user.id}`);

  await suspend(user);
  const after = await owner.client.get(`/users/${user.id}`);

  const keys = await app.deps.db
    .selectFrom("api_keys")
    .select("id")
    .where("user_id", "=", user.id)
    .execute();
  expect(keys).toHaveLength(1);
  expect(after.json.last_seen_at).toBe(before.json.last_seen_at);
});

test("both calls are idempotent and write history only when the status changes", async () => {
  const user = await createUser(app, owner);

  const statuses = [
    (await suspend(user)).status,
    (await suspend(user)).status,
    (await activate(user)).status,
    (await activate(user)).status,
  ];

  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(await history(user.id)).toEqual(["active", "suspended", "active"]);
});

test("a dormant user can be activated and suspended", async () => {
  const first = await createUser(app, owner, { status: "dormant", loginType: "none" });
  const second = await createUser(app, owner, { status: "dormant", loginType: "none" });

  const activated = await activate(first);
  const suspended = await suspend(second);

  expect(activated.json.status).toBe("active");
  expect(suspended.json.status).toBe("suspended");
});

test("a request body is ignored, even one that is no JSON", async () => {
  const user = await createUser(app, owner);
  const headers = { "content-type": "application/json" };

  const empty = await owner.client.put(`/users/${user.id}/status/suspend`, undefined, { headers });
  const broken = await owner.client.put(`/users/${user.id}/status/activate`, "{");

  expect([empty.status, broken.status]).toEqual([200, 200]);
});

test("nobody suspends himself: 400 that says so", async () => {
  const plain = await createUser(app, owner);

  const answers = [await suspend(owner), await suspend(admin, admin), await suspend(plain, plain)];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
  for (const answer of answers) expect(answer.json.message).toMatch(/suspend yourself/);
});

test("one may activate oneself with the right to do so", async () => {
  const answer = await activate(admin, admin);

  expect(answer.status).toBe(200);
});

test("an owner cannot be suspended before he lost the role", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });

  const byOwner = await suspend(second);
  const byAdmin = await suspend(second, admin);
  await owner.client.put(`/users/${second.id}/roles`, { roles: [] });
  const demoted = await suspend(second);

  expect([byOwner.status, byAdmin.status, demoted.status]).toEqual([400, 400, 200]);
});

test("a promotion to owner and a suspension at once never leave a suspended owner", async () => {
  const user = await createUser(app, owner);

  const [suspended, promoted] = await Promise.all([
    suspend(user),
    owner.client.put(`/users/${user.id}/roles`, { roles: ["owner"] }),
  ]);

  expect(promoted.status).toBe(200);
  expect([200, 400]).toContain(suspended.status);
});

test("a user-admin suspends and activates users", async () => {
  const user = await createUser(app, owner);

  const answers = [await suspend(user, admin), await activate(user, admin)];

  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
});

test.each(["auditor", "template-admin"])(
  "a %s may read but not change the status: 403",
  async (role) => {
    const reader = await createUser(app, owner, { roles: [role] });
    const user = await createUser(app, owner);

    const answers = [await suspend(user, reader), await activate(user, reader)];

    expect(answers.map((answer) => answer.status)).toEqual([403, 403]);
  },
);

test("another member is not found", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  const answers = [await suspend(user, other), await activate(user, other)];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
});

test("a member who activates himself lacks the right: 403", async () => {
  const user = await createUser(app, owner);

  const answer = await activate(user, user);

  expect(answer.status).toBe(403);
});

test("the status of deleted, system and unknown users cannot be changed: 404, the same bytes", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);
  const ids = [
    gone.id,
    "c42fdf75-3097-471c-8c33-fb52454d81c0",
    "11111111-1111-4111-8111-111111111111",
  ];

  const answers = [];
  for (const id of ids) answers.push(await suspend({ id }), await activate({ id }));

  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test.each(["GET", "POST", "DELETE"] as const)("%s on a status is a 405", async (method) => {
  const answer = await owner.client.send(method, `/users/${admin.id}/status/suspend`);

  expect(answer.status).toBe(405);
  expect(answer.text).toBe("");
});

test("there is no call that makes a user dormant", async () => {
  const answer = await owner.client.put(`/users/${admin.id}/status/dormant`);

  expect(answer.status).toBe(404);
});
