import {
  createMember,
  createOrganization,
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
beforeEach(async () => {
  team = await createOrganization(owner);
});
afterAll(() => app.stop());

const set = (roles: readonly string[] | null, as: TestUser = owner) =>
  as.client.send("PATCH", team.path, { body: { default_org_member_roles: roles } });

async function may(user: TestUser, resource_type: string, action: string): Promise<boolean> {
  const object = { resource_type, organization_id: team.id };
  const answer = await user.client.post("/authcheck", { checks: { x: { object, action } } });
  return answer.json.x;
}

test("an organization begins without roles for every member", async () => {
  const shown = await owner.client.get(team.path);

  expect(shown.json.default_org_member_roles).toEqual([]);
});

test("every member has them from the next request on, and loses them with the next one", async () => {
  const member = await createMember(app, owner, team);
  const stranger = await createUser(app, owner);
  const before = await may(member, "audit_log", "read");

  const given = await set(["organization-auditor"]);
  const during = await Promise.all(
    [member, stranger].map((user) => may(user, "audit_log", "read")),
  );
  const taken = await set([]);
  const after = await may(member, "audit_log", "read");

  expect([given.status, given.json.default_org_member_roles]).toEqual([
    200,
    ["organization-auditor"],
  ]);
  expect([before, ...during, after]).toEqual([false, true, false, false]);
  expect(taken.json.default_org_member_roles).toEqual([]);
});

test("service accounts have them too", async () => {
  const robot = await createUser(app, owner, { serviceAccount: true, organizationIds: [team.id] });

  await set(["organization-auditor"]);
  const told = await owner.client.get(`/users/${robot.id}/permissions`);

  expect(told.json.effective).toContainEqual(
    expect.objectContaining({ resource_type: "audit_log", organization_id: team.id }),
  );
});

test("another replica knows within a second", async () => {
  const away = await startTestApp({ databaseUrl: app.databaseUrl });
  const member = await createMember(app, owner, team);
  const there = { ...member, client: away.as(member.client.token ?? "") };
  expect(await may(there, "audit_log", "read")).toBe(false);

  await set(["organization-auditor"]);

  await eventually(() => may(there, "audit_log", "read"), "the other replica knows", 1000);
  await away.stop();
});

test("a member's own roles are shown without them, and are not changed by them", async () => {
  const member = await createMember(app, owner, team, { orgRoles: ["organization-user-admin"] });

  await set(["organization-auditor"]);
  const shown = await owner.client.get(`${team.path}/members/${member.id}`);
  const told = await owner.client.get(`/users/${member.id}/permissions`);

  expect(shown.json.roles.map((role: { name: string }) => role.name)).toEqual([
    "organization-user-admin",
  ]);
  expect(told.json.effective).toContainEqual(
    expect.objectContaining({ resource_type: "audit_log", organization_id: team.id }),
  );
});

test("absent and null keep them", async () => {
  await set(["organization-auditor"]);

  const renamed = await owner.client.send("PATCH", team.path, { body: { description: "x" } });
  const asNull = await set(null);

  expect(renamed.json.default_org_member_roles).toEqual(["organization-auditor"]);
  expect(asNull.json.default_org_member_roles).toEqual(["organization-auditor"]);
});

test("site roles, unknown ones and those of other organizations are a 400 on the field", async () => {
  const other = await createOrganization(owner);
  await owner.client.post(`${other.path}/members/roles`, { name: "theirs" });

  for (const name of ["owner", "nonsense", "theirs", `organization-admin:${team.id}`]) {
    const answer = await set([name]);
    expect([name, answer.status]).toEqual([name, 400]);
    expect(answer.json.validations).toMatchObject([{ field: "default_org_member_roles" }]);
  }
});

test("an organization admin sets them in his organization; who may not assign roles may not", async () => {
  const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
  const editor = await createMember(app, owner, team, { orgRoles: [] });
  await owner.client.post(`${team.path}/members/roles`, {
    name: "editor",
    organization_permissions: [{ resource_type: "organization", action: "update" }],
  });
  await owner.client.put(`${team.path}/members/${editor.id}/roles`, { roles: ["editor"] });

  const byAdmin = await set(["organization-template-admin"], admin);
  const renamed = await editor.client.send("PATCH", team.path, { body: { description: "mine" } });
  const byEditor = await set(["organization-admin"], editor);
  const emptied = await set([], editor);

  expect(byAdmin.status).toBe(200);
  expect(renamed.status).toBe(200);
  expect([byEditor.status, emptied.status]).toEqual([403, 403]);
  expect((await owner.client.get(team.path)).json.default_org_member_roles).toEqual([
    "organization-template-admin",
  ]);
});

test("a deleted custom role is no default any more, and a later one of its name does not become one", async () => {
  const role = {
    name: "helper",
    organization_permissions: [{ resource_type: "group", action: "update" }],
  };
  const member = await createMember(app, owner, team);
  await owner.client.post(`${team.path}/members/roles`, role);
  await set(["helper", "organization-auditor"]);
  const held = await may(member, "group", "update");

  await owner.client.delete(`${team.path}/members/roles/helper`);
  const shown = await owner.client.get(team.path);
  await owner.client.post(`${team.path}/members/roles`, role);

  expect(held).toBe(true);
  expect(shown.json.default_org_member_roles).toEqual(["organization-auditor"]);
  expect(await may(member, "group", "update")).toBe(false);
});

test("a stored name that no longer resolves never makes a request fail", async () => {
  const member = await createMember(app, owner, team);
  await sql`update organizations set default_org_member_roles = '{gone}' where id = ${team.id}`.execute(
    app.deps.db,
  );

  const read = await member.client.get(team.path);
  const changed = await set(["organization-auditor"]);

  expect([read.status, changed.status]).toEqual([200, 200]);
  expect(changed.json.default_org_member_roles).toEqual(["organization-auditor"]);
});

test("a change is recorded with both lists", async () => {
  await set(["organization-auditor"]);

  const log = await owner.client.get(
    `/audit?q=${encodeURIComponent(`resource_type:organization resource_id:${team.id} action:write`)}`,
  );

  expect(log.json.audit_logs[0].diff.default_org_member_roles).toEqual({
    old: [],
    new: ["organization-auditor"],
    secret: false,
  });
});
