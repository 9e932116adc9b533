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
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let users: TestUser[];
let group: { id: string; name: string };
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
  users = [];
  for (let n = 0; n < 4; n += 1) {
    users.push(await createMember(app, owner, team, { loginType: "none" }));
  }
});
afterAll(() => app.stop());
beforeEach(async () => {
  const made = await owner.client.post(`${team.path}/groups`, { name: uniqueName("group") });
  group = made.json;
});

const patch = (body: unknown, id = group.id, client = owner.client) =>
  client.send("PATCH", `/groups/${id}`, { body });
const idOf = (index: number) => users[index]?.id ?? "";
const membersNow = async () => {
  const shown = await owner.client.get(`/groups/${group.id}`);
  return shown.json.members.map(({ id }: { id: string }) => id).sort();
};
const auditOf = async (action: string) => {
  const log = await owner.client.get(`/audit?q=resource_type:group action:${action}`);
  return log.json.audit_logs.filter(
    (entry: { resource_id: string }) => entry.resource_id === group.id,
  );
};

describe("attributes", () => {
  test("absent and null leave them, empty clears what can be empty, 0 sets the quota", async () => {
    const full = { display_name: "Shown", avatar_url: "/x.png", quota_allowance: 5 };
    const set = await patch(full);
    const left = await patch({ name: null, display_name: null, avatar_url: null, add_users: null });
    const cleared = await patch({ name: "", display_name: "", avatar_url: "", quota_allowance: 0 });

    expect(set.json).toMatchObject(full);
    expect(left.json).toMatchObject({ name: group.name, ...full });
    expect(cleared.json).toMatchObject({
      name: group.name,
      display_name: "",
      avatar_url: "",
      quota_allowance: 0,
    });
  });

  test("a rename keeps the id, and its own name in another letter case is free", async () => {
    const recased = await patch({ name: group.name.toUpperCase() });
    const renamed = await patch({ name: uniqueName("renamed") });

    expect([recased.status, recased.json.name]).toEqual([200, group.name.toUpperCase()]);
    expect([renamed.status, renamed.json.id]).toEqual([200, group.id]);
  });

  test("a name that another group has is a 409 on the name and changes nothing", async () => {
    const other = await owner.client.post(`${team.path}/groups`, { name: uniqueName("other") });

    const refused = await patch({ name: other.json.name, add_users: [idOf(0)] });

    expect(refused.status).toBe(409);
    expect(refused.json.validations[0].field).toBe("name");
    expect(await membersNow()).toEqual([]);
  });

  for (const [field, value] of [
    ["name", "everyONE"],
    ["name", "a b"],
    ["display_name", " x"],
    ["avatar_url", "javascript:alert(1)"],
    ["quota_allowance", -1],
    ["quota_allowance", 2147483648],
  ] as const) {
    test(`${field} ${JSON.stringify(value)} is a 400 on it`, async () => {
      const refused = await patch({ [field]: value });

      expect([refused.status, refused.json.validations[0].field]).toEqual([400, field]);
    });
  }
});

describe("members", () => {
  test("adding and removing shows in the answer; removing who is out does nothing", async () => {
    const added = await patch({ add_users: [idOf(0), idOf(1)] });
    const removed = await patch({ remove_users: [idOf(1), idOf(2)] });

    expect(added.json.total_member_count).toBe(2);
    expect(removed.json.members.map(({ id }: { id: string }) => id)).toEqual([idOf(0)]);
  });

  test("who is in both lists ends up outside", async () => {
    const both = await patch({ add_users: [idOf(0), idOf(1)], remove_users: [idOf(0)] });

    expect(both.json.members.map(({ id }: { id: string }) => id)).toEqual([idOf(1)]);
  });

  test("every wrong user is named, and nothing is applied when any part fails", async () => {
    await patch({ add_users: [idOf(0)] });
    const stranger = await createUser(app, owner, { loginType: "none" });

    const refused = await patch({
      display_name: "Changed",
      add_users: [idOf(0), idOf(1), idOf(1), stranger.id],
      remove_users: [stranger.id],
    });

    expect(refused.status).toBe(400);
    const fields = refused.json.validations.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(["add_users[0]", "add_users[2]", "add_users[3]", "remove_users[0]"]);
    expect((await owner.client.get(`/groups/${group.id}`)).json.display_name).toBe("");
    expect(await membersNow()).toEqual([idOf(0)]);
  });

  test("usernames are not accepted", async () => {
    const refused = await patch({ add_users: [users[0]?.username], remove_users: ["x"] });

    const fields = refused.json.validations.map(({ field }: { field: string }) => field);
    expect([refused.status, fields]).toEqual([400, ["add_users[0]", "remove_users[0]"]]);
  });

  test("a plain member may not change a group that he reads", async () => {
    const reader = await createMember(app, owner, team);

    expect((await patch({ add_users: [reader.id] }, group.id, reader.client)).status).toBe(404);
    expect((await reader.client.get(`/groups/${group.id}`)).status).toBe(200);
    expect((await reader.client.delete(`/groups/${group.id}`)).status).toBe(404);
  });

  test("concurrent patches of one group neither lose nor duplicate members", async () => {
    const crowd: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      crowd.push((await createMember(app, owner, team, { loginType: "none" })).id);
    }
    const [leaving = "", ...coming] = crowd;
    await patch({ add_users: [leaving] });

    const done = await Promise.all([
      ...coming.map((id) => patch({ add_users: [id] })),
      ...coming.map((id) => patch({ add_users: [id] })),
      patch({ remove_users: [leaving] }),
      patch({ quota_allowance: 3 }),
    ]);

    const statuses = done.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(coming.length + 2);
    expect(statuses.filter((status) => status === 400)).toHaveLength(coming.length);
    expect(await membersNow()).toEqual([...coming].sort());
    expect((await owner.client.get(`/groups/${group.id}`)).json.quota_allowance).toBe(3);
  });

  test("of simultaneous renames to one name exactly one succeeds, the others are 409", async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () =>
        owner.client.post(`${team.path}/groups`, { name: uniqueName("race") }),
      ),
    );
    const name = uniqueName("wanted");

    const done = await Promise.all(made.map(({ json }) => patch({ name }, json.id)));

    const statuses = done.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409, 409]);
  });
});

describe("Everyone", () => {
  test("quota and picture change, its own name counts as unchanged", async () => {
    const changed = await patch(
      { name: "Everyone", quota_allowance: 9, avatar_url: "/e" },
      team.id,
    );

    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({ id: team.id, quota_allowance: 9, avatar_url: "/e" });
    expect(changed.json.members.length).toBeGreaterThan(3);
  });

  for (const [what, body, status] of [
    ["a rename", { name: "All" }, 400],
    ["a change of its letter case", { name: "everyone" }, 400],
    ["a display name", { display_name: "All" }, 400],
    ["adding", { add_users: ["4f4c1f1e-8c4b-4c6a-9b8e-000000000000"] }, 403],
    ["removing", { remove_users: ["4f4c1f1e-8c4b-4c6a-9b8e-000000000000"] }, 403],
  ] as const) {
    test(`${what} is refused with ${status}`, async () => {
      expect((await patch(body, team.id)).status).toBe(status);
    });
  }

  test("it cannot be deleted", async () => {
    expect((await owner.client.delete(`/groups/${team.id}`)).status).toBe(400);
  });
});

describe("groups that SCIM manages", () => {
  beforeEach(async () => {
    await sql`update groups set managed_by = 'scim' where id = ${group.id}`.execute(app.deps.db);
  });

  test("name, members and existence are the provider's: 409", async () => {
    for (const body of [{ name: "other" }, { add_users: [idOf(0)] }, { remove_users: [idOf(0)] }]) {
      expect((await patch(body)).status).toBe(409);
    }
    const bulk = { entries: [{ user: idOf(0), action: "add" }] };
    const changed = await owner.client.post(`/groups/${group.id}/members/bulk`, bulk);
    expect([changed.status, (await owner.client.delete(`/groups/${group.id}`)).status]).toEqual([
      409, 409,
    ]);
  });

  test("quota, picture and display name stay ours, and the source is told as oidc", async () => {
    const body = { quota_allowance: 2, avatar_url: "/p", display_name: "Shown" };

    const changed = await patch(body);

    expect(changed.json).toMatchObject({ ...body, source: "oidc" });
  });
});

describe("the audit log", () => {
  test("creation, change and deletion leave one entry each, with the member lists", async () => {
    await patch({ add_users: [idOf(0), idOf(1)] });
    await patch({ remove_users: [idOf(1)], quota_allowance: 4 });
    await owner.client.delete(`/groups/${group.id}`);

    const [created] = await auditOf("create");
    const [second, first] = await auditOf("write");
    const [deleted] = await auditOf("delete");

    expect(created).toMatchObject({
      resource_target: group.name,
      organization: { id: team.id },
      is_deleted: true,
      diff: { name: { old: "", new: group.name, secret: false } },
    });
    const both = [idOf(0), idOf(1)].sort();
    expect(first.diff).toEqual({ members: { old: [], new: both, secret: false } });
    expect(second.diff).toEqual({
      members: { old: both, new: [idOf(0)], secret: false },
      quota_allowance: { old: 0, new: 4, secret: false },
    });
    expect(deleted.diff.members).toEqual({ old: [idOf(0)], new: [], secret: false });
  });

  test("a refused change is an entry with its status and without a diff", async () => {
    await patch({ name: "new" });

    const [refused] = await auditOf("write");

    expect(refused).toMatchObject({ status_code: 400, diff: {} });
  });

  test("organization auditors find the entries of their organization's groups", async () => {
    const auditor = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });

    const log = await auditor.client.get(`/audit?q=resource_type:group resource_id:${group.id}`);

    expect(log.json.audit_logs).toMatchObject([{ action: "create", resource_id: group.id }]);
  });
});

describe("effects elsewhere", () => {
  const allowed = async (user: TestUser) => {
    const check = { action: "read", object: { resource_type: "group", resource_id: group.id } };
    const told = await user.client.post("/authcheck", { checks: { group: check } });
    return told.json.group;
  };

  test("who enters a group may read it on the next request, also on another replica", async () => {
    const replica = await startTestApp({ databaseUrl: app.databaseUrl });
    try {
      const closed = await createOrganization(owner);
      await owner.client.send("PATCH", `${closed.path}/settings/workspace-sharing`, {
        body: { shareable_workspace_owners: "none" },
      });
      const made = await owner.client.post(`${closed.path}/groups`, { name: "closed" });
      group = made.json;
      const user = await createMember(app, owner, closed);
      const there = { ...user, client: replica.as(user.client.token ?? "") };
      expect([await allowed(user), await allowed(there)]).toEqual([false, false]);

      await patch({ add_users: [user.id] });

      expect(await allowed(user)).toBe(true);
      await eventually(() => allowed(there), "the other replica knows", 1000);
      await owner.client.delete(`/groups/${group.id}`);
      await eventually(async () => !(await allowed(there)), "and forgets", 1000);
    } finally {
      await replica.stop();
    }
  });

  test("who leaves the organization is out of its groups", async () => {
    const leaver = await createMember(app, owner, team, { loginType: "none" });
    await patch({ add_users: [leaver.id, idOf(0)] });

    await owner.client.delete(`${team.path}/members/${leaver.id}`);

    expect(await membersNow()).toEqual([idOf(0)]);
  });
});
