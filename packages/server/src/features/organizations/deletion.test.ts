import {
  type Answer,
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

const nilUuid = "00000000-0000-0000-0000-000000000000";

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

describe("deletion", () => {
  test("an organization with one member and nothing else is deleted, and its name is free again", async () => {
    const { path, id, name } = await createOrganization(owner);

    const answer = await owner.client.delete(path);

    expect(answer.status).toBe(200);
    expect(answer.json.message).not.toBe("");
    expect(await auditOf(answer)).toMatchObject([
      { action: "delete", resource_id: id, resource_target: name, organization_id: id },
    ]);
    expect((await owner.client.post("/organizations", { name })).status).toBe(201);
  });

  test("trap 7: a deleted organization is found nowhere, not even by id", async () => {
    const { path, id } = await createOrganization(owner);
    const settings = { id: crypto.randomUUID(), kind: "group", settings: "{}" };
    await app.deps.db
      .insertInto("idp_sync_settings")
      .values({ ...settings, organization_id: id })
      .execute();
    await owner.client.delete(path);

    const requests = [
      owner.client.get(path),
      owner.client.patch(path, { description: "x" }),
      owner.client.delete(path),
      owner.client.get(`${path}/members`),
      owner.client.get(`${path}/paginated-members`),
      owner.client.get(`${path}/members/roles`),
      owner.client.get(`${path}/settings/workspace-sharing`),
      owner.client.post(`${path}/members/${owner.id}`),
    ];
    for (const answer of await Promise.all(requests)) expect(answer.status).toBe(404);
    const me = await owner.client.get("/users/me");
    expect(me.json.organization_ids).not.toContain(id);
    const memberships = await app.deps.db
      .selectFrom("organization_members")
      .select("user_id")
      .where("organization_id", "=", id)
      .execute();
    expect(memberships).toEqual([]);
    const left = await app.deps.db
      .selectFrom("idp_sync_settings")
      .select("id")
      .where("organization_id", "=", id)
      .execute();
    expect(left).toEqual([]);
  });

  test("the default organization is never deleted, under any of its names", async () => {
    const { json } = await owner.client.get("/organizations/default");
    for (const reference of ["default", nilUuid, json.id, json.name]) {
      const answer = await owner.client.delete(`/organizations/${reference}`);
      expect([reference, answer.status]).toEqual([reference, 400]);
    }
  });

  test("what is still in it refuses with 409 and is counted in words", async () => {
    const organization = await createOrganization(owner);
    const second = await createMember(app, owner, organization);
    const suspended = await createMember(app, owner, organization, { status: "suspended" });
    await app.deps.db
      .insertInto("groups")
      .values({ id: crypto.randomUUID(), name: "team", organization_id: organization.id })
      .execute();

    const answer = await owner.client.delete(organization.path);

    expect(answer.status).toBe(409);
    expect(answer.json.detail).toContain("2 members, 1 group");
    expect(await auditOf(answer)).toMatchObject([{ action: "delete", status_code: 409, diff: {} }]);
    await owner.client.delete(`${organization.path}/members/${second.id}`);
    await owner.client.delete(`${organization.path}/members/${suspended.id}`);
    const rest = await owner.client.delete(organization.path);
    expect(rest.json.detail).toContain("1 group");
  });

  test("deleted users in it are no obstacle, suspended ones are", async () => {
    const organization = await createOrganization(owner);
    const gone = await createMember(app, owner, organization);
    const suspended = await createMember(app, owner, organization, { status: "suspended" });
    await owner.client.delete(`/users/${gone.id}`);

    const refused = await owner.client.delete(organization.path);
    await owner.client.delete(`/users/${suspended.id}`);
    const done = await owner.client.delete(organization.path);

    expect(refused.json.detail).toContain("1 member that");
    expect(done.status).toBe(200);
  });

  test("trap 13: a member who enters while it is deleted is either in the way or stays outside", async () => {
    for (let round = 0; round < 8; round += 1) {
      const organization = await createOrganization(owner);
      const user = await createUser(app, owner);

      const [deleted, added] = await Promise.all([
        owner.client.delete(organization.path),
        owner.client.post(`${organization.path}/members/${user.id}`),
      ]);

      const outcome = `${deleted.status} ${added.status}`;
      expect(["200 404", "409 200"]).toContain(outcome);
    }
  });

  test("nothing enters a deleted organization, whoever writes", async () => {
    const { path, id } = await createOrganization(owner);
    await owner.client.delete(path);
    const user = await createUser(app, owner);

    const enter = app.deps.db
      .insertInto("organization_members")
      .values({ organization_id: id, user_id: user.id })
      .execute();

    await expect(enter).rejects.toMatchObject({
      constraint: "organization_members_organization_not_deleted",
    });
  });
});
