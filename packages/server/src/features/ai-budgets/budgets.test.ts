import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const maximum = 1_000_000_000_000;
const missing = "11111111-1111-4111-8111-111111111111";

let app: TestApp;
let owner: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
});
afterAll(() => app.stop());

async function newGroup(...members: TestUser[]): Promise<{ id: string; name: string }> {
  const name = uniqueName("group");
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name });
  const id = String(made.json.id);
  const add_users = members.map((member) => member.id);
  await owner.client.send("PATCH", `/groups/${id}`, { body: { add_users } });
  return { id, name };
}

async function withOrgRole(role: string): Promise<TestUser> {
  const user = await createUser(app, owner);
  await sql`update organization_members set roles = ${[role]} where user_id = ${user.id}`.execute(
    app.deps.db,
  );
  app.identities.invalidate([user.id]);
  return user;
}

const budgetOf = (id: string) => `/groups/${id}/ai/budget`;
const overrideOf = (user: TestUser) => `/users/${user.id}/ai/budget/override`;

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((validation) => validation.field);
}

async function auditsOf(type: string, id: string) {
  const { rows } = await sql<{
    action: string;
    status_code: number;
    resource_target: string;
    organization_id: string;
    diff: unknown;
  }>`select action, status_code, resource_target, organization_id, diff from audit_logs
     where resource_type = ${type} and resource_id = ${id} order by time`.execute(app.deps.db);
  return rows;
}

const diff = (before: string, after: string) => ({
  spend_limit: { old: before, new: after, secret: false },
});

describe("the budget of a group", () => {
  test("is set, read by its members, changed and removed, each with its audit entry", async () => {
    const member = await createUser(app, owner);
    const group = await newGroup(member);
    const path = budgetOf(group.id);

    const absent = await member.client.get(path);
    const set = await owner.client.put(path, { spend_limit_micros: 500_000_000 });
    const read = await member.client.get(path);
    const changed = await owner.client.put(path, { spend_limit_micros: 0 });
    const removed = await owner.client.delete(path);
    const gone = await owner.client.delete(path);

    expect([absent.status, set.status, changed.status]).toEqual([404, 200, 200]);
    expect(read.json).toEqual(set.json);
    expect(set.json).toMatchObject({ group_id: group.id, spend_limit_micros: 500_000_000 });
    expect(changed.json).toMatchObject({
      spend_limit_micros: 0,
      created_at: set.json.created_at,
    });
    expect([removed.status, removed.text, gone.status]).toEqual([204, "", 404]);
    const audits = await auditsOf("group_ai_budget", group.id);
    expect(audits.filter(({ status_code }) => status_code < 400)).toMatchObject([
      { action: "write", resource_target: group.name, diff: diff("$0.00", "$500.00") },
      { action: "write", organization_id: organization, diff: diff("$500.00", "$0.00") },
      { action: "delete", diff: diff("$0.00", "") },
    ]);
  });

  test("is possible for Everyone", async () => {
    const set = await owner.client.put(budgetOf(organization), { spend_limit_micros: maximum });
    await owner.client.delete(budgetOf(organization));

    expect(set.status).toBe(200);
  });

  test.each([
    [{}],
    [{ spend_limit_micros: null }],
    [{ spend_limit_micros: -1 }],
    [{ spend_limit_micros: maximum + 1 }],
  ])("refuses %j with a validation", async (body) => {
    const { id } = await newGroup();

    const answer = await owner.client.put(budgetOf(id), body);

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["spend_limit_micros"]);
  });

  test.each([
    '{"spend_limit_micros":"5"}',
    '{"spend_limit_micros":1.5}',
    '{"spend_limit_micros":1e3}',
    "{",
    "",
  ])("refuses the body %j", async (body) => {
    const { id } = await newGroup();

    expect((await owner.client.put(budgetOf(id), body)).status).toBe(400);
    expect((await owner.client.get(budgetOf(id))).status).toBe(404);
  });

  test("cannot be changed by members, and their body is not even looked at (trap T4)", async () => {
    const member = await createUser(app, owner);
    const group = await newGroup(member);
    await owner.client.put(budgetOf(group.id), { spend_limit_micros: 5 });

    const put = await member.client.put(budgetOf(group.id), "{ not json");
    const removed = await member.client.delete(budgetOf(group.id));
    const outsider = await createUser(app, owner);
    await sql`delete from organization_members where user_id = ${outsider.id}`.execute(app.deps.db);
    app.identities.invalidate([outsider.id]);
    const stranger = await outsider.client.get(budgetOf(group.id));
    const nobody = await member.client.put(budgetOf(missing), "{ not json");

    expect([put.status, removed.status, stranger.status]).toEqual([404, 404, 404]);
    expect(put.text).toBe(nobody.text);
  });

  test.each(["organization-admin", "organization-user-admin"])("is set by an %s", async (role) => {
    const admin = await withOrgRole(role);
    const { id } = await newGroup();

    const answer = await admin.client.put(budgetOf(id), { spend_limit_micros: 1 });

    expect(answer.status).toBe(200);
  });

  test("goes with its group", async () => {
    const { id } = await newGroup();
    await owner.client.put(budgetOf(id), { spend_limit_micros: 5 });

    await owner.client.delete(`/groups/${id}`);

    const { rows } = await sql`select 1 from group_ai_budgets where group_id = ${id}`.execute(
      app.deps.db,
    );
    expect(rows).toEqual([]);
  });
});

describe("the budget of a user", () => {
  test("is set, read, moved to another group and removed, each with its audit entry", async () => {
    const user = await createUser(app, owner);
    const [first, second] = [await newGroup(user), await newGroup(user)];
    const path = overrideOf(user);

    const absent = await owner.client.get(path);
    const set = await owner.client.put(path, { group_id: first.id, spend_limit_micros: 1_500_000 });
    const own = await user.client.get("/users/me/ai/budget/override");
    const moved = await owner.client.put(path, {
      group_id: second.id,
      spend_limit_micros: 1_500_000,
    });
    const removed = await owner.client.delete(path);
    const gone = await owner.client.delete(path);

    expect([absent.status, set.status, moved.status]).toEqual([404, 200, 200]);
    expect(own.json).toEqual(set.json);
    expect(set.json).toMatchObject({
      user_id: user.id,
      group_id: first.id,
      spend_limit_micros: 1_500_000,
    });
    expect([removed.status, gone.status]).toEqual([204, 404]);
    const audits = await auditsOf("user_ai_budget_override", user.id);
    expect(audits.map(({ action }) => action)).toEqual(["write", "write", "delete"]);
    expect(audits[0]).toMatchObject({
      resource_target: user.username,
      organization_id: organization,
    });
    expect(audits[1]?.diff).toEqual({
      group_name: { old: first.name, new: second.name, secret: false },
      group_id: { old: first.id, new: second.id, secret: false },
    });
  });

  test("can be attributed to Everyone by a member of the organization", async () => {
    const user = await createUser(app, owner);

    const set = await owner.client.put(overrideOf(user), {
      ...{ group_id: organization, spend_limit_micros: 0 },
    });

    expect(set.status).toBe(200);
  });

  test("needs the membership: 400 on group_id", async () => {
    const user = await createUser(app, owner);
    const group = await newGroup();

    const answer = await owner.client.put(overrideOf(user), {
      ...{ group_id: group.id, spend_limit_micros: 5 },
    });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["group_id"]);
  });

  test.each([
    [{}, 400, ["group_id", "spend_limit_micros"]],
    [{ spend_limit_micros: 1 }, 400, ["group_id"]],
    [{ group_id: missing, spend_limit_micros: 1 }, 404, []],
    [{ group_id: missing, spend_limit_micros: -1 }, 400, ["spend_limit_micros"]],
    [{ group_id: missing, spend_limit_micros: maximum + 1 }, 400, ["spend_limit_micros"]],
    [{ group_id: missing }, 400, ["spend_limit_micros"]],
  ])("refuses %j with %i", async (body, status, fields) => {
    const user = await createUser(app, owner);

    const answer = await owner.client.put(overrideOf(user), body);

    expect([answer.status, fieldsOf(answer)]).toEqual([status, fields]);
  });

  test("cannot be lifted by the user himself (trap T4)", async () => {
    const user = await createUser(app, owner);
    const group = await newGroup(user);
    await owner.client.put(overrideOf(user), { group_id: group.id, spend_limit_micros: 5 });

    const put = await user.client.put("/users/me/ai/budget/override", {
      ...{ group_id: group.id, spend_limit_micros: maximum },
    });
    const removed = await user.client.delete("/users/me/ai/budget/override");

    expect([put.status, removed.status]).toEqual([404, 404]);
    expect((await owner.client.get(overrideOf(user))).json.spend_limit_micros).toBe(5);
  });

  test.each(["organization-admin", "organization-user-admin"])(
    "is not set by an %s, who may read it where he may read the user (trap T4)",
    async (role) => {
      const admin = await withOrgRole(role);
      const user = await createUser(app, owner);
      const group = await newGroup(user);
      const body = { group_id: group.id, spend_limit_micros: 5 };

      const put = await admin.client.put(overrideOf(user), body);
      await owner.client.put(overrideOf(user), body);
      const removed = await admin.client.delete(overrideOf(user));

      expect([put.status, removed.status]).toEqual([404, 404]);
      expect((await owner.client.get(overrideOf(user))).status).toBe(200);
    },
  );

  test("is set by a user-admin", async () => {
    const admin = await createUser(app, owner, { roles: ["user-admin"] });
    const user = await createUser(app, owner);
    const group = await newGroup(user);

    const put = await admin.client.put(overrideOf(user), {
      group_id: group.id,
      spend_limit_micros: 5,
    });
    const removed = await admin.client.delete(overrideOf(user));

    expect([put.status, removed.status]).toEqual([200, 204]);
  });

  test("ends with the membership of its group, and no other does", async () => {
    const user = await createUser(app, owner);
    const [group, other] = [await newGroup(user), await newGroup(user)];
    await owner.client.put(overrideOf(user), { group_id: group.id, spend_limit_micros: 5 });

    await owner.client.send("PATCH", `/groups/${other.id}`, { body: { remove_users: [user.id] } });
    const kept = await owner.client.get(overrideOf(user));
    await owner.client.send("PATCH", `/groups/${group.id}`, { body: { remove_users: [user.id] } });
    const ended = await owner.client.get(overrideOf(user));

    expect([kept.status, ended.status]).toEqual([200, 404]);
  });

  test("of Everyone ends with the membership of the organization", async () => {
    const user = await createUser(app, owner);
    await owner.client.put(overrideOf(user), { group_id: organization, spend_limit_micros: 5 });

    await sql`delete from organization_members where user_id = ${user.id}`.execute(app.deps.db);

    expect((await owner.client.get(overrideOf(user))).status).toBe(404);
  });

  test("set while the membership is removed never outlives it (trap T5)", async () => {
    for (let round = 0; round < 12; round += 1) {
      const user = await createUser(app, owner, { loginType: "none" });
      const group = await newGroup(user);

      const [put] = await Promise.all([
        owner.client.put(overrideOf(user), { group_id: group.id, spend_limit_micros: 5 }),
        owner.client.send("PATCH", `/groups/${group.id}`, { body: { remove_users: [user.id] } }),
      ]);

      expect([200, 400]).toContain(put.status);
      expect((await owner.client.get(overrideOf(user))).status).toBe(404);
    }
  });
});
