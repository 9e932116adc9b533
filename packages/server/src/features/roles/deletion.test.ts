import {
  type Answer,
  createMember,
  createOrganization,
  createOwner,
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
const remove = (name: string, caller = owner): Promise<Answer> =>
  caller.client.delete(`${team.path}/members/roles/${name}`);

async function storedRoles(user: TestUser): Promise<string[]> {
  const answer = await owner.client.get(`${team.path}/members/${user.id}`);
  return answer.json.roles.map(({ name }: { name: string }) => name);
}

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

describe("deletion", () => {
  test("trap 4: a role of the same name made later finds no old holders", async () => {
    await create({ name: "phoenix", organization_permissions: [readGroups] });
    const user = await createMember(app, owner, team, {
      orgRoles: ["organization-auditor", "phoenix", "agents-access"],
    });

    const answer = await remove("Phoenix");
    await create({ name: "phoenix", organization_permissions: [readAudit] });

    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await storedRoles(user)).toEqual(["organization-auditor", "agents-access"]);
    expect(await auditOf(answer)).toMatchObject([
      { action: "delete", resource_type: "custom_role", resource_target: "phoenix" },
    ]);
  });

  test("trap 4: an assignment at the same moment leaves no name behind", async () => {
    for (let round = 0; round < 6; round += 1) {
      await create({ name: "fleeting" });
      const user = await createMember(app, owner, team);
      const path = `${team.path}/members/${user.id}/roles`;

      const [removed, assigned] = await Promise.all([
        remove("fleeting"),
        owner.client.put(path, { roles: ["fleeting"] }),
      ]);

      expect(removed.status).toBe(204);
      expect([200, 400]).toContain(assigned.status);
      expect(await storedRoles(user)).toEqual([]);
    }
  });

  test("trap 3: members of other organizations keep their role of the same name", async () => {
    const other = await createOrganization(owner);
    await create({ name: "common" });
    await create({ name: "common", organization_permissions: [readAudit] }, owner, other);
    const user = await createMember(app, owner, team, { orgRoles: ["common"] });
    await owner.client.post(`${other.path}/members/${user.id}`);
    await owner.client.put(`${other.path}/members/${user.id}/roles`, { roles: ["common"] });
    const object = (id: string) => ({ resource_type: "audit_log", organization_id: id });
    const checks = {
      here: { object: object(team.id), action: "read" },
      there: { object: object(other.id), action: "read" },
    };
    expect((await user.client.post("/authcheck", { checks })).json).toEqual({
      here: false,
      there: true,
    });

    await remove("common");

    expect(await storedRoles(user)).toEqual([]);
    const { rows } = await sql<{ roles: string[] }>`select roles from organization_members
      where user_id = ${user.id} and organization_id = ${other.id}`.execute(app.deps.db);
    expect(rows).toEqual([{ roles: ["common"] }]);
  });

  test("reserved names are a 400, unknown ones a 404, and without the right it is a 403", async () => {
    await create({ name: "kept" });
    const user = await createMember(app, owner, team);

    expect((await remove("organization-admin")).status).toBe(400);
    expect((await remove("Organization-Member")).status).toBe(400);
    expect((await remove("nothing")).status).toBe(404);
    expect((await remove("%00")).status).toBe(404);
    expect((await remove("kept", user)).status).toBe(403);
    expect((await remove("nothing", user)).status).toBe(403);
  });
});
