import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
/** An owner who does not count, because he cannot sign in; he may still act in these tests. */
let second: TestUser;
beforeEach(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  second = await createUser(app, owner, { roles: ["owner"] });
});
afterEach(() => app.stop());

function demote(user: TestUser, as: TestUser) {
  return as.client.put(`/users/${user.id}/roles`, { roles: [] });
}

function remove(user: TestUser, as: TestUser) {
  return as.client.delete(`/users/${user.id}`);
}

async function change(user: TestUser, values: Record<string, unknown>): Promise<void> {
  await app.deps.db.updateTable("users").set(values).where("id", "=", user.id).execute();
}

async function ownersLeft(): Promise<number> {
  const answer = await app.deps.db
    .selectFrom("users")
    .select(["id", "rbac_roles"])
    .where("deleted", "=", false)
    .execute();
  return answer.filter((row) => row.rbac_roles.includes("owner")).length;
}

test("one of two owners may demote or delete the other", async () => {
  const third = await createUser(app, owner, { roles: ["owner"] });

  const demoted = await demote(second, owner);
  const deleted = await remove(third, owner);

  expect([demoted.status, deleted.status]).toEqual([200, 200]);
  expect(await ownersLeft()).toBe(1);
});

test("two owners who demote each other at the same moment cannot both succeed", async () => {
  const answers = await Promise.all([demote(second, owner), demote(owner, second)]);

  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  for (const answer of answers) expect([200, 400, 403, 404, 409]).toContain(answer.status);
  expect(await ownersLeft()).toBe(1);
});

test("two owners who delete each other at the same moment cannot both succeed", async () => {
  const answers = await Promise.all([remove(second, owner), remove(owner, second)]);

  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(await ownersLeft()).toBe(1);
});

test("a demotion and a deletion crossing each other leave an owner", async () => {
  const answers = await Promise.all([demote(second, owner), remove(owner, second)]);

  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(await ownersLeft()).toBe(1);
});

test("two owners on two replicas who demote each other leave an owner", async () => {
  const replica = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const elsewhere = { ...second, client: replica.as(second.client.token ?? "") };

    const answers = await Promise.all([demote(second, owner), demote(owner, elsewhere)]);

    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await ownersLeft()).toBe(1);
  } finally {
    await replica.stop();
  }
});

test.each([
  ["without a login", { login_type: "none" }],
  ["who is a service account", { login_type: "none", is_service_account: true, email: "" }],
])("an owner %s does not count: the other cannot be demoted or deleted", async (_what, values) => {
  await change(second, values);

  const demoted = await demote(owner, second);
  const deleted = await remove(owner, second);

  expect([demoted.status, deleted.status]).toEqual([409, 409]);
  expect((await owner.client.get("/users/me")).json.roles).toMatchObject([{ name: "owner" }]);
});

test("a suspended owner does not count", async () => {
  const third = await createUser(app, owner, { roles: ["owner"] });
  await change(second, { status: "suspended" });
  await change(third, { login_type: "none" });

  const answer = await demote(owner, third);

  expect(answer.status).toBe(409);
});

test("a dormant owner counts, because he can log in", async () => {
  const third = await createUser(app, owner, { roles: ["owner"] });
  await change(second, { status: "dormant" });
  await change(third, { login_type: "none" });

  const answer = await demote(owner, third);

  expect(answer.status).toBe(200);
});

test("an owner who does not count may always go", async () => {
  await change(second, { login_type: "none" });

  const answer = await remove(second, owner);

  expect(answer.status).toBe(200);
});

test("a role change that keeps owner is no loss", async () => {
  await change(second, { login_type: "none" });

  const answer = await second.client.put(`/users/${owner.id}/roles`, {
    roles: ["owner", "auditor"],
  });

  expect(answer.status).toBe(200);
});
