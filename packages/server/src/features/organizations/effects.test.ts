import {
  type Client,
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
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

/** How long another replica may take (spec users §2.3). */
const otherReplicaMs = 1000;

let here: TestApp;
let there: TestApp;
let owner: TestUser;
let team: TestOrganization;
beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp({ databaseUrl: here.databaseUrl });
  owner = await createOwner(here);
});
beforeEach(async () => {
  team = await createOrganization(owner);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});

/** The same credential on the other replica, its identity in the cache there. */
async function away(user: TestUser): Promise<Client> {
  const token = user.client.token ?? "";
  const client = there.as(token);
  await there.bookkeeping.flush();
  await eventually(async () => {
    expect((await client.get("/users/me")).status).toBe(200);
    return there.identities.peek(token.split("-")[0] ?? "");
  }, "the identity is cached");
  return client;
}

const soon = (what: string, holds: () => Promise<boolean>): Promise<unknown> =>
  eventually(holds, `the other replica knows: ${what}`, otherReplicaMs);

async function may(client: Client, resource_type: string, action: string): Promise<boolean> {
  const object = { resource_type, organization_id: team.id };
  const answer = await client.post("/authcheck", { checks: { x: { object, action } } });
  return answer.json.x;
}

describe("on two replicas", () => {
  test("a new member gets in on the next request, and within a second on the other replica", async () => {
    const user = await createUser(here, owner);
    const client = await away(user);
    expect((await client.get(team.path)).status).toBe(404);

    await owner.client.post(`${team.path}/members/${user.id}`);

    expect((await user.client.get(team.path)).status).toBe(200);
    await soon("added", async () => (await client.get(team.path)).status === 200);
  });

  test("a removed member is out on the next request, and within a second on the other replica", async () => {
    const user = await createMember(here, owner, team);
    const client = await away(user);

    await owner.client.delete(`${team.path}/members/${user.id}`);

    expect((await user.client.get(team.path)).status).toBe(404);
    await soon("removed", async () => (await client.get(team.path)).status === 404);
  });

  test("a role given and taken counts on the next request, and within a second on the other replica", async () => {
    const user = await createMember(here, owner, team);
    const client = await away(user);
    const path = `${team.path}/members/${user.id}/roles`;

    await owner.client.put(path, { roles: ["organization-admin"] });
    expect(await may(user.client, "organization", "update")).toBe(true);
    await soon("given", () => may(client, "organization", "update"));

    await owner.client.put(path, { roles: [] });
    expect(await may(user.client, "organization", "update")).toBe(false);
    await soon("taken", async () => !(await may(client, "organization", "update")));
  });

  test("new contents of a custom role and its deletion reach its holders within a second everywhere", async () => {
    const roles = `${team.path}/members/roles`;
    await owner.client.post(roles, { name: "watcher" });
    const user = await createMember(here, owner, team, { orgRoles: ["watcher"] });
    const client = await away(user);

    const organization_permissions = [{ resource_type: "audit_log", action: "read" }];
    await owner.client.put(roles, { name: "watcher", organization_permissions });
    expect(await may(user.client, "audit_log", "read")).toBe(true);
    await soon("replaced", () => may(client, "audit_log", "read"));

    await owner.client.delete(`${roles}/watcher`);
    expect(await may(user.client, "audit_log", "read")).toBe(false);
    await soon("deleted", async () => !(await may(client, "audit_log", "read")));
  });

  test("a new sharing mode and the end of an organization reach all members within a second everywhere", async () => {
    const user = await createMember(here, owner, team);
    const client = await away(user);

    await owner.client.patch(`${team.path}/settings/workspace-sharing`, { sharing_disabled: true });
    expect(await may(user.client, "organization_member", "read")).toBe(false);
    await soon("not shared", async () => !(await may(client, "organization_member", "read")));

    const admin = await createUser(here, owner, { roles: ["user-admin"] });
    await admin.client.delete(`${team.path}/members/${owner.id}`);
    await owner.client.delete(team.path);
    expect((await user.client.get("/users/me")).json.organization_ids).toEqual([]);
    await soon("deleted", async () => (await client.get(team.path)).status === 404);
  });
});

describe("elsewhere", () => {
  test("a user created with organizations is a member of each, without roles", async () => {
    const second = await createOrganization(owner);
    const user = await createUser(here, owner, { organizationIds: [team.id, second.id] });

    for (const { id, path } of [team, second]) {
      const answer = await owner.client.get(`${path}/members/${user.id}`);
      expect(answer.json).toMatchObject({ organization_id: id, roles: [] });
    }
    const list = await owner.client.get(`/users?q=username:${user.username}`);
    expect(list.json.users[0].organization_ids.toSorted()).toEqual([team.id, second.id].toSorted());
  });

  test("no user is created into a deleted organization, nor into one that goes at the same moment", async () => {
    await owner.client.delete(team.path);
    const body = (organization: TestOrganization, name: string) => ({
      username: name,
      email: `${name}@example.com`,
      login_type: "none",
      organization_ids: [organization.id],
    });
    expect((await owner.client.post("/users", body(team, "too-late"))).status).toBe(404);

    for (let round = 0; round < 6; round += 1) {
      const organization = await createOrganization(owner);
      const [deleted, created] = await Promise.all([
        owner.client.delete(organization.path),
        owner.client.post("/users", body(organization, `in-time-${round}`)),
      ]);
      expect(["200 404", "409 201"]).toContain(`${deleted.status} ${created.status}`);
    }
  });

  test("a deleted user's memberships show nowhere and do not come back with the name", async () => {
    const user = await createMember(here, owner, team, { orgRoles: ["organization-admin"] });
    await owner.client.delete(`/users/${user.id}`);
    const { username, email } = user;

    const again = await createUser(here, owner, { username, email });

    expect((await owner.client.get(`${team.path}/members/${username}`)).status).toBe(404);
    expect((await again.client.get(team.path)).status).toBe(404);
    expect((await owner.client.get(`${team.path}/paginated-members`)).json.count).toBe(1);
  });

  test("the audit log is searched by organization, by type and by who was changed", async () => {
    const user = await createMember(here, owner, team, { orgRoles: ["organization-admin"] });
    await owner.client.post(`${team.path}/members/roles`, { name: "logged" });
    await owner.client.patch(team.path, { description: "x" });
    const auditor = await createMember(here, owner, team, { orgRoles: ["organization-auditor"] });
    const find = async (q: string, caller = owner) => {
      const answer = await caller.client.get(`/audit?q=${encodeURIComponent(q)}&limit=50`);
      return answer.json.audit_logs.map(
        (entry: { action: string; resource_type: string; resource_target: string }) =>
          `${entry.action} ${entry.resource_type} ${entry.resource_target}`,
      );
    };

    const all = await find(`organization:${team.name}`);
    expect(all).toEqual([
      `write organization_member ${auditor.username}`,
      `write organization ${team.name}`,
      "create custom_role logged",
      `write organization_member ${user.username}`,
      `create organization ${team.name}`,
    ]);
    expect(await find(`organization:${team.id} resource_type:custom_role`)).toEqual([
      "create custom_role logged",
    ]);
    expect(await find(`organization:${team.name} resource_id:${user.id}`)).toHaveLength(1);
    expect(await find(`organization:${team.name} resource_target:LOGGED`)).toHaveLength(1);
    expect(await find("", auditor)).toEqual(all);
  });
});
