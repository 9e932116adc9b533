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
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
});
afterAll(() => app.stop());

function create(wishes: Record<string, unknown>, as: TestUser = owner) {
  const username = uniqueName();
  return as.client.post("/users", {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: [nilUuid],
    ...wishes,
  });
}

function createService(wishes: Record<string, unknown> = {}) {
  return create({ service_account: true, email: "", password: "", ...wishes });
}

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((one) => one.field).sort();
}

test("a service account has no address, no password and login type none", async () => {
  const answer = await createService();

  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ email: "", login_type: "none", is_service_account: true });
});

test("any number of service accounts share the empty address", async () => {
  const answers = [await createService(), await createService(), await createService()];

  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
});

test.each([
  ["login_type", { login_type: "password" }],
  ["login_type", { login_type: "github" }],
  ["password", { password: goodPassword }],
  ["email", { email: "robot@example.com" }],
])("a service account with a %s is refused with 400", async (field, wishes) => {
  const answer = await createService(wishes);

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual([field]);
});

test("a service account may name its login type none", async () => {
  const answer = await createService({ login_type: "none" });

  expect(answer.status).toBe(201);
});

test("a person is not shown as service account", async () => {
  const answer = await create({});

  expect("is_service_account" in answer.json).toBe(false);
});

test("an owner creates users with any site role", async () => {
  const roles = ["auditor", "template-admin", "user-admin", "owner"];

  const answer = await create({ roles });

  expect(answer.status).toBe(201);
  expect(answer.json.roles.map((role: { name: string }) => role.name).sort()).toEqual(roles.sort());
});

test("repeated roles are stored once", async () => {
  const answer = await create({ roles: ["auditor", "auditor"] });

  expect(answer.json.roles).toEqual([{ name: "auditor", display_name: "Auditor" }]);
});

test("an explicit member role is accepted and neither stored nor shown", async () => {
  const answer = await create({ roles: ["member"] }, admin);

  expect(answer.status).toBe(201);
  expect(answer.json.roles).toEqual([]);
});

test.each(["owner", "user-admin", "template-admin", "auditor"])(
  "a user-admin who creates a user with the role %s is refused with 403",
  async (role) => {
    const answer = await create({ roles: [role] }, admin);

    expect(answer.status).toBe(403);
  },
);

test.each(["no-such-role", "organization-admin", "Owner"])(
  "the role %s is unknown at creation: 400 on roles",
  async (role) => {
    const answer = await create({ roles: [role] });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["roles"]);
  },
);

test("a refused role leaves no user behind", async () => {
  const username = uniqueName();

  await create({ username, roles: ["owner"] }, admin);

  const rows = await app.deps.db
    .selectFrom("users")
    .select("id")
    .where("username", "=", username)
    .execute();
  expect(rows).toEqual([]);
});

test("a creation writes the first entry of the status history", async () => {
  const answer = await create({ user_status: "active" });

  const rows = await app.deps.db
    .selectFrom("user_status_changes")
    .select(["new_status", "changed_at"])
    .where("user_id", "=", answer.json.id)
    .execute();
  expect(rows).toEqual([{ new_status: "active", changed_at: new Date(answer.json.updated_at) }]);
});
