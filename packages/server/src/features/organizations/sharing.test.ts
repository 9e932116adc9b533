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
let settings: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
beforeEach(async () => {
  team = await createOrganization(owner);
  settings = `${team.path}/settings/workspace-sharing`;
});
afterAll(() => app.stop());

function systemRoles() {
  return app.deps.db
    .selectFrom("custom_roles")
    .selectAll()
    .where("organization_id", "=", team.id)
    .where("is_system", "=", true)
    .orderBy("name")
    .execute();
}

async function may(caller: TestUser, resource_type: string, action: string, owner_id = "") {
  const object = { resource_type, organization_id: team.id, owner_id };
  const answer = await caller.client.post("/authcheck", { checks: { x: { object, action } } });
  return answer.json.x;
}

describe("workspace sharing", () => {
  test("a new organization lets everybody share", async () => {
    const answer = await owner.client.get(settings);

    expect(answer.json).toEqual({
      shareable_workspace_owners: "everyone",
      sharing_disabled: false,
      sharing_globally_disabled: false,
    });
  });

  test("every input of old and new clients means what they expect", async () => {
    const cases: [object, string][] = [
      [{ sharing_disabled: true }, "none"],
      [{}, "everyone"],
      [{ shareable_workspace_owners: "service_accounts" }, "service_accounts"],
      [{ shareable_workspace_owners: "everyone", sharing_disabled: true }, "everyone"],
      [{ shareable_workspace_owners: "none", sharing_disabled: false }, "none"],
      [{ shareable_workspace_owners: "", sharing_disabled: true }, "none"],
      [{ shareable_workspace_owners: null, sharing_disabled: null }, "everyone"],
    ];
    for (const [body, owners] of cases) {
      const answer = await owner.client.patch(settings, body);
      expect([body, answer.status, answer.json]).toEqual([
        body,
        200,
        {
          shareable_workspace_owners: owners,
          sharing_disabled: owners === "none",
          sharing_globally_disabled: false,
        },
      ]);
      expect((await owner.client.get(settings)).json).toEqual(answer.json);
    }
  });

  test("an unknown value is a 400 on its field", async () => {
    const answer = await owner.client.patch(settings, { shareable_workspace_owners: "some" });

    expect(answer.status).toBe(400);
    expect(answer.json.validations).toMatchObject([{ field: "shareable_workspace_owners" }]);
  });

  test("a member reads it and may not change it; the refusal does not name the feature", async () => {
    const user = await createMember(app, owner, team);
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const stranger = await createUser(app, owner);

    const refused = await user.client.patch(settings, {});

    expect((await user.client.get(settings)).status).toBe(200);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain("workspace-sharing");
    expect((await admin.client.patch(settings, {})).status).toBe(200);
    expect((await stranger.client.get(settings)).status).toBe(404);
    expect((await stranger.client.patch(settings, {})).status).toBe(404);
  });

  test("the system roles follow the setting on the next request", async () => {
    const user = await createMember(app, owner, team);
    const robot = await createMember(app, owner, team, { serviceAccount: true });
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const rights = async () => ({
      members: await may(user, "organization_member", "read"),
      groups: await may(user, "group", "read"),
      own: await may(user, "workspace", "share", user.id),
      admin: await may(admin, "workspace", "share", robot.id),
    });

    expect(await rights()).toEqual({ members: true, groups: true, own: true, admin: true });
    await owner.client.patch(settings, { shareable_workspace_owners: "service_accounts" });
    expect(await rights()).toEqual({ members: true, groups: false, own: false, admin: true });
    await owner.client.patch(settings, { shareable_workspace_owners: "none" });
    expect(await rights()).toEqual({ members: false, groups: false, own: false, admin: false });
    await owner.client.patch(settings, {});
    expect(await rights()).toEqual({ members: true, groups: true, own: true, admin: true });
  });

  test("trap 12: where sharing is off, its admins are stopped in the organization, owners in the deployment", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const elsewhere = await createOrganization(owner);
    const shares = (caller: TestUser) => may(caller, "workspace", "share", admin.id);
    expect([await shares(admin), await shares(owner)]).toEqual([true, true]);

    await owner.client.patch(settings, { shareable_workspace_owners: "none" });
    const inOthers = (await owner.client.get(`${elsewhere.path}/settings/workspace-sharing`)).json;
    const raised = await admin.client.post(`${team.path}/members/roles`, {
      name: "sharer",
      organization_permissions: [{ negate: false, resource_type: "workspace", action: "share" }],
    });

    expect(await shares(admin)).toBe(false);
    expect(inOthers.shareable_workspace_owners).toBe("everyone");
    expect(raised.status).toBe(400);
    const strict = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { DISABLE_WORKSPACE_SHARING: "true" },
    });
    try {
      const object = { resource_type: "workspace", organization_id: team.id, owner_id: admin.id };
      const asked = await strict
        .as(owner.client.token ?? "")
        .post("/authcheck", { checks: { x: { object, action: "share" } } });
      expect(asked.json.x).toBe(false);
    } finally {
      await strict.stop();
    }
  });

  test("the change is recorded on the organization", async () => {
    const answer = await owner.client.patch(settings, { shareable_workspace_owners: "none" });

    const entries = await auditOf(answer);
    expect(entries).toMatchObject([
      { action: "write", resource_type: "organization", resource_id: team.id },
    ]);
    expect(entries[0]?.diff).toMatchObject({
      shareable_workspace_owners: { old: "everyone", new: "none", secret: false },
    });
  });

  test("where the deployment forbids sharing, none is reported and the stored setting kept", async () => {
    const strict = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { DISABLE_WORKSPACE_SHARING: "true" },
    });
    try {
      const there = strict.as(owner.client.token ?? "");
      const forbidden = {
        shareable_workspace_owners: "none",
        sharing_disabled: true,
        sharing_globally_disabled: true,
      };

      expect((await there.get(settings)).json).toEqual(forbidden);
      const body = { shareable_workspace_owners: "service_accounts" };
      expect((await there.patch(settings, body)).json).toEqual(forbidden);
    } finally {
      await strict.stop();
    }
    expect((await owner.client.get(settings)).json.shareable_workspace_owners).toBe(
      "service_accounts",
    );
  });
});

describe("system roles", () => {
  test("rows that are missing or wrong are put right when a server starts, others are left alone", async () => {
    const other = await createOrganization(owner);
    await sql`delete from custom_roles
      where organization_id = ${team.id} and name = 'organization-member'`.execute(app.deps.db);
    await sql`update custom_roles set org_permissions = '[]', updated_at = 'epoch'
      where organization_id = ${team.id}`.execute(app.deps.db);
    await sql`update custom_roles set updated_at = 'epoch'
      where organization_id = ${other.id}`.execute(app.deps.db);

    const replicas = await Promise.all(
      [1, 2].map(() => startTestApp({ databaseUrl: app.databaseUrl })),
    );
    await Promise.all(replicas.map((replica) => replica.stop()));

    const repaired = await systemRoles();
    expect(repaired.map(({ name }) => name)).toEqual([
      "organization-member",
      "organization-service-account",
    ]);
    for (const role of repaired) {
      expect(role.org_permissions).toContainEqual({
        negate: false,
        resourceType: "organization",
        action: "read",
      });
      expect(role.updated_at.getTime()).toBeGreaterThan(0);
    }
    const { rows } = await sql<{ touched: number }>`select count(*) as touched from custom_roles
      where organization_id = ${other.id} and updated_at > 'epoch'`.execute(app.deps.db);
    expect(rows).toEqual([{ touched: 0 }]);
  });

  test("trap 14: settings that change at the same moment end with the roles of the last one", async () => {
    await Promise.all(
      ["none", "everyone", "service_accounts", "none"].map((shareable_workspace_owners) =>
        owner.client.patch(settings, { shareable_workspace_owners }),
      ),
    );

    const { json } = await owner.client.get(settings);
    const user = await createMember(app, owner, team);
    const sees = await may(user, "organization_member", "read");
    expect(sees).toBe(json.shareable_workspace_owners !== "none");
  });
});

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}
