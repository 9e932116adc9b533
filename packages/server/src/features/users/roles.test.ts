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

function setRoles(user: { id: string }, roles: unknown, as: TestUser = owner) {
  return as.client.put(`/users/${user.id}/roles`, { roles });
}

function rolesOf(answer: { json: { roles: { name: string }[] } }): string[] {
  return answer.json.roles.map((role) => role.name).sort();
}

test("the roles are replaced, without repeats, and shown with display names", async () => {
  const user = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await setRoles(user, ["template-admin", "user-admin", "template-admin"]);

  expect(answer.status).toBe(200);
  expect(
    answer.json.roles.toSorted((a: { name: string }, b: { name: string }) =>
      a.name < b.name ? -1 : 1,
    ),
  ).toEqual([
    { name: "template-admin", display_name: "Template Admin" },
    { name: "user-admin", display_name: "User Admin" },
  ]);
});

test.each([[null], [[]]])("roles %j take every role away", async (roles) => {
  const user = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await setRoles(user, roles);

  expect(answer.status).toBe(200);
  expect(answer.json.roles).toEqual([]);
});

test("an empty body takes every role away", async () => {
  const user = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await owner.client.put(`/users/${user.id}/roles`, {});

  expect(answer.json.roles).toEqual([]);
});

test("a new role works on the next request, a lost one no more", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);
  const read = async () => (await user.client.get(`/users/${other.id}`)).status;

  const before = await read();
  await setRoles(user, ["auditor"]);
  const during = await read();
  await setRoles(user, []);
  const after = await read();

  expect([before, during, after]).toEqual([404, 200, 404]);
});

test("an explicit member role is accepted and neither stored nor shown", async () => {
  const user = await createUser(app, owner);

  const answer = await setRoles(user, ["member", "auditor"]);
  const roles = await owner.client.get(`/users/${user.id}/roles`);

  expect(rolesOf(answer)).toEqual(["auditor"]);
  expect(roles.json.roles).toEqual(["auditor"]);
});

test("nobody changes his own roles: 400 before the body is judged", async () => {
  const member = await createUser(app, owner);

  const answers = [
    await setRoles(owner, ["owner"]),
    await setRoles(admin, [], admin),
    await setRoles(member, ["owner"], member),
    await owner.client.put("/users/me/roles", "{ not json"),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
});

test.each([["no-such-role"], ["organization-admin"], ["Owner"], [""]])(
  "the role %j is refused with 400 on roles, and nothing changes",
  async (role) => {
    const user = await createUser(app, owner, { roles: ["auditor"] });

    const answer = await setRoles(user, ["template-admin", role]);
    const after = await owner.client.get(`/users/${user.id}`);

    expect(answer.status).toBe(400);
    expect(answer.json.validations).toMatchObject([{ field: "roles" }]);
    expect(rolesOf(after)).toEqual(["auditor"]);
  },
);

test("a body of the wrong type is a 400", async () => {
  const user = await createUser(app, owner);

  const answers = [await setRoles(user, "owner"), await setRoles(user, [1])];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
});

test.each(["owner", "user-admin", "template-admin", "auditor"])(
  "a user-admin can neither grant nor take %s: 400",
  async (role) => {
    const holder = await createUser(app, owner, { roles: [role] });
    const plain = await createUser(app, owner);

    const grant = await setRoles(plain, [role], admin);
    const take = await setRoles(holder, [], admin);
    const stored = await owner.client.get(`/users/${holder.id}`);

    expect([grant.status, take.status]).toEqual([400, 400]);
    expect(rolesOf(stored)).toEqual([role]);
  },
);

test("a user-admin may leave roles as they are, since only changes are decided", async () => {
  const holder = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await setRoles(holder, ["auditor"], admin);

  expect(answer.status).toBe(200);
});

test.each(["auditor", "template-admin"])(
  "a %s lacks the right to assign: 403 even for no change, whatever the roles are called",
  async (role) => {
    const reader = await createUser(app, owner, { roles: [role] });
    const user = await createUser(app, owner);

    const answers = [
      await setRoles(user, [], reader),
      await setRoles(user, ["owner"], reader),
      await setRoles(user, ["no-such-role"], reader),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  },
);

test("another member is not found", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  const answer = await setRoles(user, [], other);

  expect(answer.status).toBe(404);
});

test("deleted and system users keep their roles: 404", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answers = [
    await setRoles(gone, ["auditor"]),
    await setRoles({ id: "c42fdf75-3097-471c-8c33-fb52454d81c0" }, ["auditor"]),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
});

test("the roles are read by the user himself and by administrators, as names", async () => {
  const user = await createUser(app, owner, { roles: ["auditor"] });

  const own = await user.client.get("/users/me/roles");
  const read = await admin.client.get(`/users/${user.id}/roles`);

  expect(own.status).toBe(200);
  expect(own.json.roles).toEqual(["auditor"]);
  expect(Object.values(own.json.organization_roles)).toEqual([[]]);
  expect(read.json).toEqual(own.json);
});

test("organization roles appear under their organization", async () => {
  const user = await createUser(app, owner);
  await app.deps.db
    .updateTable("organization_members")
    .set({ roles: ["organization-auditor"] })
    .where("user_id", "=", user.id)
    .execute();

  const answer = await owner.client.get(`/users/${user.id}/roles`);

  expect(Object.values(answer.json.organization_roles)).toEqual([["organization-auditor"]]);
});

test("roles are personal: a reader of users gets a 404", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const user = await createUser(app, owner);

  const answer = await auditor.client.get(`/users/${user.id}/roles`);

  expect(answer.status).toBe(404);
});

test("the login type is told to the user himself alone", async () => {
  const user = await createUser(app, owner);

  const own = await user.client.get("/users/me/login-type");
  const byOwner = await owner.client.get(`/users/${user.id}/login-type`);
  const byOther = await user.client.get(`/users/${owner.id}/login-type`);

  expect(own.status).toBe(200);
  expect(own.json).toEqual({ login_type: "password" });
  expect([byOwner.status, byOther.status]).toEqual([403, 404]);
});
