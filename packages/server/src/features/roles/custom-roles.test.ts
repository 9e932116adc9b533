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

const readGroups = { negate: false, resource_type: "group", action: "read" };
const readAudit = { negate: false, resource_type: "audit_log", action: "read" };

const create = (body: unknown, caller = owner, organization = team): Promise<Answer> =>
  caller.client.post(`${organization.path}/members/roles`, body);
const update = (body: unknown, caller = owner): Promise<Answer> =>
  caller.client.put(`${team.path}/members/roles`, body);
const fieldsOf = (answer: Answer): string[] =>
  (answer.json.validations ?? []).map(({ field }: { field: string }) => field);

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

describe("the list of roles", () => {
  test("built-in roles with their contents, then custom ones by name; system roles stay hidden", async () => {
    await create({ name: "zebra" });
    await create({ name: "Apple", organization_permissions: [readGroups] });

    const answer = await owner.client.get(`${team.path}/members/roles`);

    expect(answer.json.map(({ name }: { name: string }) => name)).toEqual([
      "organization-admin",
      "organization-auditor",
      "organization-user-admin",
      "organization-template-admin",
      "organization-workspace-creation-ban",
      "agents-access",
      "apple",
      "zebra",
    ]);
    expect(answer.json[0]).toMatchObject({
      organization_id: team.id,
      display_name: "Organization Admin",
      assignable: true,
      built_in: true,
    });
    expect(answer.json[0].organization_permissions.length).toBeGreaterThan(10);
    expect(answer.json[6]).toEqual({
      name: "apple",
      organization_id: team.id,
      display_name: "",
      site_permissions: [],
      user_permissions: [],
      organization_permissions: [readGroups],
      organization_member_permissions: [],
      assignable: true,
      built_in: false,
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(answer.json[0]).not.toHaveProperty("updated_at");
  });

  test("a member sees the roles and can assign none, a stranger sees nothing", async () => {
    await create({ name: "custom" });
    const user = await createMember(app, owner, team);
    const stranger = await createUser(app, owner);

    const answer = await user.client.get(`${team.path}/members/roles`);

    expect(answer.json).toHaveLength(7);
    expect(answer.json.filter(({ assignable }: { assignable: boolean }) => assignable)).toEqual([]);
    expect((await stranger.client.get(`${team.path}/members/roles`)).status).toBe(404);
  });

  test("an organization user admin can assign agents-access alone", async () => {
    await create({ name: "custom" });
    const wishes = { orgRoles: ["organization-user-admin"] };
    const admin = await createMember(app, owner, team, wishes);

    const answer = await admin.client.get(`${team.path}/members/roles`);

    const assignable = answer.json.filter((role: { assignable: boolean }) => role.assignable);
    expect(assignable).toMatchObject([{ name: "agents-access" }]);
  });
});

describe("creation", () => {
  test("trap 17: the answer is a single role under a 200, its name in lower case", async () => {
    const answer = await create({
      name: "Reviewer",
      display_name: "Code Reviewer",
      organization_permissions: [readGroups, readGroups],
    });

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      name: "reviewer",
      organization_id: team.id,
      display_name: "Code Reviewer",
      site_permissions: [],
      user_permissions: [],
      organization_permissions: [readGroups],
      organization_member_permissions: [],
    });
  });

  test("trap 16: lists that are null or absent are empty, as command lines send a role they read", async () => {
    const lists = {
      site_permissions: null,
      user_permissions: null,
      organization_permissions: null,
      organization_member_permissions: null,
    };

    const answer = await create({ name: "empty", organization_id: team.id, ...lists });

    expect(answer.status).toBe(200);
    expect(answer.json.organization_permissions).toEqual([]);
  });

  test("trap 1: the organization is that of the path, whatever the body says", async () => {
    const other = await createOrganization(owner);

    const answer = await create({ name: "here", organization_id: other.id });

    expect(answer.json.organization_id).toBe(team.id);
    const there = await owner.client.get(`${other.path}/members/roles`);
    expect(there.json).toHaveLength(6);
  });

  test("trap 1: nobody puts into a role what he may not do in this organization", async () => {
    const other = await createOrganization(owner);
    await create({
      name: "role-maker",
      organization_permissions: [
        { resource_type: "assign_org_role", action: "create" },
        { resource_type: "assign_org_role", action: "update" },
        readGroups,
      ],
    });
    const maker = await createMember(app, owner, team, { orgRoles: ["role-maker"] });
    await owner.client.post(`${other.path}/members/${maker.id}`);
    await owner.client.put(`${other.path}/members/${maker.id}/roles`, {
      roles: ["organization-admin"],
    });

    const held = await create({ name: "ok", organization_permissions: [readGroups] }, maker);
    const beyond = await create({ name: "no", organization_permissions: [readAudit] }, maker);
    // His own workspaces are his by being a member: that is no right over everybody's.
    const own = { resource_type: "workspace", action: "delete" };
    const others = await create({ name: "no", organization_permissions: [own] }, maker);
    const raised = await update({ name: "ok", organization_permissions: [readAudit] }, maker);

    expect(held.status).toBe(200);
    for (const answer of [beyond, others, raised]) {
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ["organization_permissions"]]);
    }
  });

  test("trap 1: the scopes of the key limit what a role made with it may hold", async () => {
    const token = await owner.client.post("/users/me/keys/tokens", { token_name: "roles" });
    const key: string = token.json.key;
    // Internal scopes cannot be asked for; old keys may have them.
    await sql`update api_keys set scopes = '{organization:*,assign_org_role:*}'
      where id = ${key.split("-")[0]}`.execute(app.deps.db);
    const narrow = { ...owner, client: app.as(key) };

    const beyond = await create({ name: "no", organization_permissions: [readAudit] }, narrow);
    const covered = { resource_type: "organization", action: "read" };
    const within = await create({ name: "ok", organization_permissions: [covered] }, narrow);

    expect([beyond.status, within.status]).toEqual([400, 200]);
  });

  test("trap 2: reserved names are refused in every spelling", async () => {
    const reserved = [
      "Organization-Admin",
      "owner",
      "Member",
      "organization-member",
      "organization-service-account",
      "agents-access",
      "custom-site-role",
      "custom-organization-role",
      "prebuilds-orchestrator",
      "System",
      "organization-workspace-access",
    ];
    for (const name of reserved) {
      const answer = await create({ name });
      expect([name, answer.status, fieldsOf(answer)]).toEqual([name, 400, ["name"]]);
    }
  });

  test("names outside the rule are refused", async () => {
    for (const name of ["", "a b", "-a", "a--b", "new", "create", "x".repeat(33), "a:b"]) {
      const answer = await create({ name });
      expect([name, answer.status, fieldsOf(answer)]).toEqual([name, 400, ["name"]]);
    }
  });

  test("permissions of other levels, wildcards, negations and unknown ones are refused by their field", async () => {
    const cases: [object, string][] = [
      [{ site_permissions: [readGroups] }, "site_permissions"],
      [{ user_permissions: [readGroups] }, "user_permissions"],
      [{ organization_member_permissions: [readGroups] }, "organization_member_permissions"],
      [{ organization_permissions: [{ ...readGroups, negate: true }] }, "organization_permissions"],
      [{ organization_permissions: [{ ...readGroups, action: "*" }] }, "organization_permissions"],
      [
        { organization_permissions: [{ ...readGroups, action: "fly" }] },
        "organization_permissions",
      ],
      [
        { organization_permissions: [{ resource_type: "*", action: "read" }] },
        "organization_permissions",
      ],
      [{ organization_permissions: [{}] }, "organization_permissions"],
      [{ display_name: " padded " }, "display_name"],
    ];
    for (const [body, field] of cases) {
      const answer = await create({ name: "refused", ...body });
      expect([body, answer.status, fieldsOf(answer)]).toEqual([body, 400, [field]]);
    }
  });

  test("a name in use is a 400 in any case, and free in other organizations", async () => {
    const other = await createOrganization(owner);
    await create({ name: "twice" });

    const answer = await create({ name: "TWICE" });

    expect([answer.status, fieldsOf(answer)]).toEqual([400, ["name"]]);
    expect((await create({ name: "twice" }, owner, other)).status).toBe(200);
  });

  test("of many who create one name at the same moment, one succeeds", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ name: "race" })));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
  });

  test("it is recorded with its permissions", async () => {
    const answer = await create({ name: "logged", organization_permissions: [readGroups] });

    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({
      action: "create",
      resource_type: "custom_role",
      resource_target: "logged",
      organization_id: team.id,
    });
    expect(entry?.diff).toEqual({
      name: { old: "", new: "logged", secret: false },
      org_permissions: { old: [], new: ["group:read"], secret: false },
    });
  });
});

describe("replacement", () => {
  test("what is not given is emptied, and holders lose it on their next request", async () => {
    await create({ name: "watcher", display_name: "W", organization_permissions: [readAudit] });
    const user = await createMember(app, owner, team, { orgRoles: ["watcher"] });
    const check = {
      checks: {
        x: { object: { resource_type: "audit_log", organization_id: team.id }, action: "read" },
      },
    };
    const before = await user.client.post("/authcheck", check);

    const answer = await update({ name: "WATCHER" });
    const after = await user.client.post("/authcheck", check);

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      name: "watcher",
      display_name: "",
      organization_permissions: [],
    });
    expect([before.json.x, after.json.x]).toEqual([true, false]);
    expect((await auditOf(answer))[0]?.diff).toEqual({
      display_name: { old: "W", new: "", secret: false },
      org_permissions: { old: ["audit_log:read"], new: [], secret: false },
    });
  });

  test("permissions that this release does not know are dropped, others are checked as ever", async () => {
    await create({ name: "old" });
    const stale = { resource_type: "notebook", action: "read" };

    const kept = await update({ name: "old", organization_permissions: [stale, readGroups] });
    const wild = { resource_type: "*", action: "*" };
    const refused = await update({ name: "old", organization_permissions: [wild] });
    const negative = { ...readGroups, negate: true };

    expect(kept.json.organization_permissions).toEqual([readGroups]);
    expect(refused.status).toBe(400);
    expect((await update({ name: "old", organization_permissions: [negative] })).status).toBe(400);
  });

  test("an unknown role is a 404, a reserved one a 400, one of elsewhere a 404", async () => {
    const other = await createOrganization(owner);
    await create({ name: "elsewhere" }, owner, other);

    expect((await update({ name: "nothing" })).status).toBe(404);
    expect((await update({ name: "elsewhere" })).status).toBe(404);
    expect((await update({ name: "organization-admin" })).status).toBe(400);
    expect((await update({ name: "organization-member" })).status).toBe(400);
  });
});
