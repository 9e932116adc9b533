import { randomUUID } from "node:crypto";
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
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

/** An organization with exactly the given members. */
async function makeOrganization(members: readonly TestUser[], wishes: { deleted?: boolean } = {}) {
  const organization = { id: randomUUID(), name: uniqueName("Org") };
  await app.deps.db.insertInto("organizations").values(organization).execute();
  for (const member of members) {
    await app.deps.db
      .insertInto("organization_members")
      .values({ organization_id: organization.id, user_id: member.id })
      .execute();
  }
  if (wishes.deleted) {
    await app.deps.db
      .updateTable("organizations")
      .set({ deleted: true })
      .where("id", "=", organization.id)
      .execute();
  }
  return organization;
}

function namesOf(answer: { json: { name: string }[] }): string[] {
  return answer.json.map((organization) => organization.name);
}

test("a user's organizations are listed with all fields", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.get("/users/me/organizations");

  expect(answer.status).toBe(200);
  expect(answer.json).toHaveLength(1);
  const { id, created_at, updated_at, ...rest } = answer.json[0];
  expect(rest).toEqual({
    default_org_member_roles: [],
    name: "coder",
    display_name: "Coder",
    icon: "",
    description: "Builtin default organization.",
    is_default: true,
  });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(created_at).toMatch(/Z$/);
  expect(updated_at).toMatch(/Z$/);
});

test("a user without organizations has an empty list", async () => {
  const user = await createUser(app, owner);
  await app.deps.db.deleteFrom("organization_members").where("user_id", "=", user.id).execute();

  const answer = await user.client.get("/users/me/organizations");

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual([]);
});

test("deleted organizations are not listed and not found", async () => {
  const user = await createUser(app, owner);
  const gone = await makeOrganization([user], { deleted: true });

  const list = await user.client.get("/users/me/organizations");
  const one = await user.client.get(`/users/me/organizations/${gone.name}`);
  const me = await user.client.get("/users/me");

  expect(namesOf(list)).toEqual(["coder"]);
  expect(one.status).toBe(404);
  expect(me.json.organization_ids).not.toContain(gone.id);
});

test("an organization is found by its name in any letter case, and not by its id", async () => {
  const user = await createUser(app, owner);
  const own = await makeOrganization([user]);

  const answers = [
    await user.client.get(`/users/me/organizations/${own.name}`),
    await user.client.get(`/users/me/organizations/${own.name.toUpperCase()}`),
    await user.client.get(`/users/me/organizations/${own.id}`),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404]);
  expect(answers[0]?.json).toMatchObject({ id: own.id, name: own.name, is_default: false });
});

test("an organization that the user is not a member of is a 404, for an owner too", async () => {
  const user = await createUser(app, owner);
  const foreign = await makeOrganization([owner]);

  const own = await user.client.get(`/users/me/organizations/${foreign.name}`);
  const byOwner = await owner.client.get(`/users/${user.id}/organizations/${foreign.name}`);
  const missing = await user.client.get("/users/me/organizations/no-such-organization");

  expect([own.status, byOwner.status]).toEqual([404, 404]);
  expect(own.text).toBe(missing.text);
});

test("a reader of users sees only those organizations that he may read", async () => {
  const user = await createUser(app, owner);
  const hidden = await makeOrganization([user]);
  const reader = await createUser(app, owner);
  await app.deps.db
    .updateTable("organization_members")
    .set({ roles: ["organization-user-admin"] })
    .where("user_id", "=", reader.id)
    .execute();

  const byOwner = await owner.client.get(`/users/${user.id}/organizations`);
  const byReader = await reader.client.get(`/users/${user.id}/organizations`);
  const one = await reader.client.get(`/users/${user.id}/organizations/${hidden.name}`);

  expect(namesOf(byOwner).sort()).toEqual([hidden.name, "coder"].sort());
  expect(namesOf(byReader)).toEqual(["coder"]);
  expect(one.status).toBe(404);
});

test("a user's memberships beyond the reader's rights stay out of the roles too", async () => {
  const user = await createUser(app, owner);
  const second = await makeOrganization([user]);

  const own = await user.client.get("/users/me/roles");

  expect(Object.keys(own.json.organization_roles)).toContain(second.id);
});

test("the list follows the names", async () => {
  const user = await createUser(app, owner);
  await makeOrganization([user]);
  await makeOrganization([user]);

  const answer = await user.client.get("/users/me/organizations");

  const names = namesOf(answer).map((name) => name.toLowerCase());
  expect(names).toEqual(names.toSorted());
});

test("another member's organizations are a 404", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  const answers = [
    await other.client.get(`/users/${user.id}/organizations`),
    await other.client.get(`/users/${user.id}/organizations/coder`),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
});
