import {
  type Answer,
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const prebuilds = "c42fdf75-3097-471c-8c33-fb52454d81c0";

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

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

const member = (user: { id: string }): string => `${team.path}/members/${user.id}`;
const rolesOf = (answer: Answer): string[] =>
  answer.json.roles.map(({ name }: { name: string }) => name);

describe("adding", () => {
  test("trap 17: a new membership is a 200 without user data, whatever the body", async () => {
    const user = await createUser(app, owner);

    const answer = await owner.client.post(member(user), "{ nonsense");

    expect(answer.status).toBe(200);
    const { created_at, updated_at, ...rest } = answer.json;
    expect(rest).toEqual({ user_id: user.id, organization_id: team.id, roles: [] });
    expect(created_at).toBe(updated_at);
    const own = await user.client.get("/users/me");
    expect(own.json.organization_ids).toContain(team.id);
  });

  test("it is recorded on the user, in the organization", async () => {
    const user = await createUser(app, owner);

    const answer = await owner.client.post(member(user));

    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({
      action: "create",
      resource_type: "organization_member",
      resource_id: user.id,
      resource_target: user.username,
      organization_id: team.id,
      status_code: 200,
    });
    expect(entry?.diff).toMatchObject({
      username: { old: "", new: user.username, secret: false },
      user_id: { old: "", new: user.id, secret: false },
    });
  });

  test("who is a member already cannot be added, also of two requests at the same moment", async () => {
    const user = await createUser(app, owner);

    const answers = await Promise.all(
      Array.from({ length: 4 }, () => owner.client.post(member(user))),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
  });

  test("users are found by name in any case; suspended users and service accounts can be added", async () => {
    const suspended = await createUser(app, owner, { status: "suspended" });
    const robot = await createUser(app, owner, { serviceAccount: true });

    const byName = `${team.path}/members/${suspended.username.toUpperCase()}`;
    expect((await owner.client.post(byName)).json.user_id).toBe(suspended.id);
    expect((await owner.client.post(member(robot))).status).toBe(200);
  });

  test("a system user cannot be added", async () => {
    expect((await owner.client.post(member({ id: prebuilds }))).status).toBe(400);
  });

  test("an organization user admin adds users by their names", async () => {
    const wishes = { orgRoles: ["organization-user-admin"] };
    const admin = await createMember(app, owner, team, wishes);
    const user = await createUser(app, owner);

    expect((await admin.client.post(`${team.path}/members/${user.username}`)).status).toBe(200);
  });

  test("trap 8: without the right nobody learns whether a user exists", async () => {
    const auditor = await createUser(app, owner, { roles: ["auditor"] });
    const plain = await createMember(app, owner, team);
    const user = await createUser(app, owner);

    for (const caller of [auditor, plain]) {
      const known = await caller.client.post(member(user));
      const unknown = await caller.client.post(`${team.path}/members/nobody-of-this-name`);
      expect([known.status, known.text]).toEqual([404, unknown.text]);
    }
  });

  test("the right to create members without the right to assign their role is a 403", async () => {
    const permissions = [
      { resource_type: "organization_member", action: "create" },
      { resource_type: "assign_org_role", action: "assign" },
    ];
    const create = (name: string, count: number) =>
      owner.client.post(`${team.path}/members/roles`, {
        name,
        organization_permissions: permissions.slice(0, count),
      });
    await create("greeter", 1);
    await create("assigner", 2);
    const user = await createUser(app, owner);
    for (const role of ["greeter", "assigner"]) {
      const caller = await createMember(app, owner, team, {
        orgRoles: [role],
        roles: ["template-admin"],
      });

      expect([role, (await caller.client.post(member(user))).status]).toEqual([role, 403]);
    }
  });
});

describe("removal", () => {
  test("trap 17: a removal is an empty 204, and the member has no access any more", async () => {
    const user = await createMember(app, owner, team);
    expect((await user.client.get(team.path)).status).toBe(200);

    const answer = await owner.client.delete(member(user));

    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect((await user.client.get(team.path)).status).toBe(404);
    expect((await user.client.get("/users/me")).json.organization_ids).toEqual([]);
    expect((await owner.client.delete(member(user))).status).toBe(404);
  });

  test("roles and groups of the organization end with it, and are recorded", async () => {
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
    const other = await createOrganization(owner);
    await owner.client.post(`${other.path}/members/${user.id}`);
    const groups = [team, other].map(({ id: organization_id }, at) => ({
      id: crypto.randomUUID(),
      organization_id,
      name: `group-${at}`,
    }));
    const { db } = app.deps;
    await db.insertInto("groups").values(groups).execute();
    const entries = groups.map(({ id }) => ({ group_id: id, user_id: user.id }));
    await db.insertInto("group_members").values(entries).execute();

    const answer = await owner.client.delete(member(user));

    const left = await db
      .selectFrom("group_members")
      .select("group_id")
      .where("user_id", "=", user.id)
      .execute();
    expect(left).toEqual([{ group_id: groups[1]?.id }]);
    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({
      action: "delete",
      resource_id: user.id,
      organization_id: team.id,
      additional_fields: { groups_left: [{ id: groups[0]?.id, name: "group-0" }] },
    });
    expect(entry?.diff).toMatchObject({
      roles: { old: ["organization-auditor"], new: [], secret: false },
    });
    await owner.client.post(member(user));
    expect((await owner.client.get(member(user))).json.roles).toEqual([]);
  });

  test("trap 9: nobody removes himself, under any form of his id", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const bare = admin.id.replaceAll("-", "");
    const forms = ["me", admin.id, admin.id.toUpperCase(), bare, admin.username.toUpperCase()];

    for (const form of forms) {
      const answer = await admin.client.delete(`${team.path}/members/${form}`);
      expect([form, answer.status]).toEqual([form, 400]);
    }
    expect((await owner.client.get(member(admin))).status).toBe(200);
  });

  test("a system user can be removed", async () => {
    await sql`insert into organization_members (organization_id, user_id)
      values (${team.id}, ${prebuilds})`.execute(app.deps.db);

    expect((await owner.client.delete(member({ id: prebuilds }))).status).toBe(204);
  });

  test("auditors and plain members cannot remove anybody", async () => {
    const user = await createMember(app, owner, team);
    const plain = await createMember(app, owner, team);
    const auditor = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });

    for (const caller of [plain, auditor]) {
      const answer = await caller.client.delete(member(user));
      expect(answer.status).toBe(404);
      expect(await auditOf(answer)).toMatchObject([{ action: "delete", status_code: 404 }]);
    }
  });
});

describe("roles of a member", () => {
  const put = (caller: TestUser, user: { id: string }, roles: unknown) =>
    caller.client.put(`${member(user)}/roles`, { roles });

  test("the set is replaced, repeats collapse, and the membership is touched", async () => {
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
    const before = await owner.client.get(member(user));

    const answer = await put(owner, user, ["agents-access", "organization-admin", "agents-access"]);

    expect(answer.status).toBe(200);
    expect(answer.json.roles).toEqual([
      { name: "agents-access", display_name: "Coder Agents User", organization_id: team.id },
      { name: "organization-admin", display_name: "Organization Admin", organization_id: team.id },
    ]);
    expect(answer.json).not.toHaveProperty("username");
    expect(answer.json.updated_at > before.json.updated_at).toBe(true);
    expect(rolesOf(await owner.client.get(member(user)))).toEqual(rolesOf(answer));
  });

  test("trap 16: null and absent are the empty set, an empty body is a 400", async () => {
    for (const body of ['{"roles":null}', "{}", '{"roles":[]}']) {
      const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
      const answer = await owner.client.put(`${member(user)}/roles`, body);
      expect([body, answer.status, answer.json.roles]).toEqual([body, 200, []]);
    }
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
    expect((await owner.client.put(`${member(user)}/roles`)).status).toBe(400);
  });

  test("implied roles are accepted and not stored", async () => {
    const user = await createMember(app, owner, team);

    const answer = await put(owner, user, [
      "organization-member",
      "organization-service-account",
      "organization-auditor",
    ]);

    expect(rolesOf(answer)).toEqual(["organization-auditor"]);
  });

  test("unknown names, site roles, qualified names and roles of elsewhere are a 400 on roles", async () => {
    const other = await createOrganization(owner);
    await owner.client.post(`${other.path}/members/roles`, { name: "elsewhere" });
    const user = await createMember(app, owner, team);
    const names = ["nothing", "owner", "member", `organization-admin:${team.id}`, "elsewhere", ""];

    for (const name of names) {
      const answer = await put(owner, user, [name]);
      expect([name, answer.status]).toEqual([name, 400]);
      expect(answer.json.validations).toMatchObject([{ field: "roles" }]);
    }
  });

  test("an organization user admin gives agents-access and nothing stronger, nor takes it", async () => {
    const wishes = { orgRoles: ["organization-user-admin"] };
    const admin = await createMember(app, owner, team, wishes);
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });

    expect((await put(admin, user, ["organization-auditor", "agents-access"])).status).toBe(200);
    expect((await put(admin, user, ["organization-auditor", "organization-admin"])).status).toBe(
      400,
    );
    expect((await put(admin, user, ["agents-access"])).status).toBe(400);
    expect(rolesOf(await owner.client.get(member(user)))).toEqual([
      "organization-auditor",
      "agents-access",
    ]);
  });

  test("an organization admin gives every role of his organization", async () => {
    await owner.client.post(`${team.path}/members/roles`, { name: "custom" });
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const user = await createMember(app, owner, team);

    const answer = await put(admin, user, ["organization-admin", "custom"]);

    expect(rolesOf(answer)).toEqual(["organization-admin", "custom"]);
  });

  test("without the right to assign even a change of nothing is a 403, and is recorded", async () => {
    const plain = await createMember(app, owner, team);
    const user = await createMember(app, owner, team);

    const answer = await put(plain, user, []);

    expect(answer.status).toBe(403);
    expect(await auditOf(answer)).toMatchObject([
      { action: "write", resource_id: user.id, organization_id: team.id, status_code: 403 },
    ]);
  });

  test("trap 9: nobody changes his own roles, under any form of his id", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });

    for (const form of ["me", admin.id.toUpperCase(), admin.username.toUpperCase()]) {
      const answer = await admin.client.put(`${team.path}/members/${form}/roles`, { roles: [] });
      expect([form, answer.status]).toEqual([form, 400]);
    }
    // The owner of the deployment may not either.
    expect((await put(owner, owner, ["organization-admin"])).status).toBe(400);
  });

  test("trap 19: a stored role that no longer exists neither blocks a change nor survives it", async () => {
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
    await sql`update organization_members set roles = '{gone,organization-auditor}'
      where user_id = ${user.id}`.execute(app.deps.db);

    const answer = await put(owner, user, ["gone", "organization-auditor", "agents-access"]);

    expect(rolesOf(answer)).toEqual(["organization-auditor", "agents-access"]);
  });

  test("the change is recorded with both sets", async () => {
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });

    const answer = await put(owner, user, ["organization-admin"]);

    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({
      action: "write",
      resource_type: "organization_member",
      resource_id: user.id,
      resource_target: user.username,
    });
    expect(entry?.diff).toMatchObject({
      roles: { old: ["organization-auditor"], new: ["organization-admin"], secret: false },
    });
  });

  test("roles in organizations are shown to those who may read the membership", async () => {
    const user = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });

    const answer = await owner.client.get(`/users/${user.id}/roles`);

    expect(answer.json.organization_roles).toEqual({ [team.id]: ["organization-auditor"] });
  });
});
