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
import { dayOf, periodOf } from "./period.ts";

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

async function newGroup(
  org: string,
  ...members: TestUser[]
): Promise<{ id: string; name: string }> {
  const name = uniqueName("group");
  const made = await owner.client.post(`/organizations/${org}/groups`, { name });
  const id = String(made.json.id);
  await owner.client.send("PATCH", `/groups/${id}`, {
    body: { add_users: members.map((member) => member.id) },
  });
  return { id, name };
}

async function newOrganization(...members: TestUser[]): Promise<string> {
  const made = await owner.client.post("/organizations", { name: uniqueName("org") });
  const id = String(made.json.id);
  for (const member of members) {
    await owner.client.post(`/organizations/${id}/members/${member.id}`);
  }
  return id;
}

async function spent(
  user: TestUser,
  groupId: string,
  micros: string | number,
  day = dayOf(new Date()),
) {
  await sql`insert into ai_user_daily_spend as d (user_id, effective_group_id, day, spend_micros)
    values (${user.id}, ${groupId}, ${day}::date, ${String(micros)}::bigint)
    on conflict (user_id, effective_group_id, day) do update
      set spend_micros = d.spend_micros + excluded.spend_micros`.execute(app.deps.db);
}

const limit = (groupId: string, micros: number) =>
  owner.client.put(`/groups/${groupId}/ai/budget`, { spend_limit_micros: micros });

const thisPeriod = () => {
  const { start, end } = periodOf(new Date());
  const wire = (date: Date) => date.toISOString().replace(".000Z", "Z");
  return { period_start: wire(start), period_end: wire(end) };
};

const lastMonth = () => dayOf(new Date(periodOf(new Date()).start.getTime() - 1));

describe("the spend of a user", () => {
  test("is that of the current month in his effective group, with its limit", async () => {
    const user = await createUser(app, owner);
    const group = await newGroup(organization, user);
    await limit(group.id, 100);
    await spent(user, group.id, 30);
    await spent(user, group.id, 12, dayOf(periodOf(new Date()).start));
    await spent(user, group.id, 1000, lastMonth());
    await spent(user, organization, 5000);

    const answer = await user.client.get("/users/me/ai/spend");

    expect(answer.json).toEqual({
      user_id: user.id,
      effective_group_id: group.id,
      effective_budget: { spend_limit_micros: 100, limit_source: "group" },
      ...thisPeriod(),
      current_spend_micros: 42,
    });
  });

  test("without a budget is unlimited, and starts anew in another group", async () => {
    const user = await createUser(app, owner);
    await spent(user, organization, 7);
    const before = await user.client.get("/users/me/ai/spend");
    const group = await newGroup(organization, user);
    await limit(group.id, 50);

    const after = await user.client.get("/users/me/ai/spend");

    expect(before.json).toMatchObject({ effective_budget: null, current_spend_micros: 7 });
    expect(after.json).toMatchObject({ effective_group_id: group.id, current_spend_micros: 0 });
  });

  test("keeps every digit beyond 2^53 (trap T6)", async () => {
    const user = await createUser(app, owner);
    await spent(user, organization, "9007199254740993");

    const answer = await user.client.get("/users/me/ai/spend");

    expect(answer.text).toContain('"current_spend_micros":9007199254740993');
  });

  test("is read by administrators of the site and hidden from other members", async () => {
    const user = await createUser(app, owner);
    const admin = await createUser(app, owner, { roles: ["user-admin"] });
    const other = await createUser(app, owner);

    const read = await admin.client.get(`/users/${user.username}/ai/spend`);
    const hidden = await other.client.get(`/users/${user.id}/ai/spend`);

    expect([read.status, hidden.status]).toEqual([200, 404]);
  });

  test("of a user without any organization has no group", async () => {
    const user = await createUser(app, owner);
    await sql`delete from organization_members where user_id = ${user.id}`.execute(app.deps.db);

    const answer = await owner.client.get(`/users/${user.id}/ai/spend`);

    expect(answer.json).toMatchObject({ effective_group_id: null, effective_budget: null });
  });
});

describe("the spend of a group", () => {
  test("adds all users, and the limits of those whose spend goes to it", async () => {
    const [a, b, c, d] = await Promise.all(Array.from({ length: 4 }, () => createUser(app, owner)));
    if (!a || !b || !c || !d) throw new Error("users");
    const group = await newGroup(organization, a, b, c);
    const higher = await newGroup(organization, c);
    await limit(group.id, 100);
    await limit(higher.id, 900);
    await owner.client.put(`/users/${b.id}/ai/budget/override`, {
      ...{ group_id: group.id, spend_limit_micros: 7 },
    });
    await spent(a, group.id, 10);
    await spent(d, group.id, 5);

    const answer = await owner.client.get(`/groups/${group.id}/ai/spend`);

    expect(answer.json).toEqual({
      group_id: group.id,
      spend_limit_micros: 100,
      total_spend_limit_micros: 107,
      current_spend_micros: 15,
      ...thisPeriod(),
    });
  });

  test("has no limits without a budget, and the total 0 where nobody is attributed", async () => {
    const user = await createUser(app, owner);
    const plain = await newGroup(organization, user);
    const empty = await newGroup(organization);
    await limit(empty.id, 100);

    const without = await owner.client.get(`/groups/${plain.id}/ai/spend`);
    const nobody = await owner.client.get(`/groups/${empty.id}/ai/spend`);

    expect(without.json).toMatchObject({
      spend_limit_micros: null,
      total_spend_limit_micros: null,
    });
    expect(nobody.json).toMatchObject({ spend_limit_micros: 100, total_spend_limit_micros: 0 });
  });

  test.each([
    ["not-a-uuid", 400],
    [missing, 404],
  ])("of %s is %i", async (id, status) => {
    expect((await owner.client.get(`/groups/${id}/ai/spend`)).status).toBe(status);
  });

  test("of several groups of an organization leaves out others and what cannot be read", async () => {
    const member = await createUser(app, owner);
    const home = await newOrganization(member);
    // Otherwise members may read every group of their organization, to share with it.
    await owner.client.send("PATCH", `/organizations/${home}/settings/workspace-sharing`, {
      body: { shareable_workspace_owners: "none" },
    });
    const mine = await newGroup(home, member);
    const other = await newGroup(home);
    const elsewhere = await newGroup(organization);
    const ids = [mine.id, other.id, elsewhere.id, missing];
    const path = `/organizations/${home}/groups/ai/spend?group_ids=${ids.join(",")}`;

    const all = await owner.client.get(path);
    const own = await member.client.get(path);
    const shown = (answer: { json: { groups: { group_id: string }[] } }) =>
      answer.json.groups.map((group) => group.group_id);

    expect(shown(all)).toEqual([mine.id, other.id].sort());
    expect(shown(own)).toEqual([mine.id]);
  });

  test.each([
    "",
    "?group_ids=",
    "?group_ids=x",
    `?group_ids=${missing}&more=1`,
    `?group_ids=${Array(101).fill(missing).join(",")}`,
  ])("of several groups refuses %s", async (query) => {
    const answer = await owner.client.get(`/organizations/${organization}/groups/ai/spend${query}`);

    expect(answer.status).toBe(400);
  });
});

describe("the spend of members", () => {
  test("is that of the group, with its budget where it is the one that counts", async () => {
    const [a, b] = [await createUser(app, owner), await createUser(app, owner)];
    const group = await newGroup(organization, a, b);
    const higher = await newGroup(organization, b);
    await limit(group.id, 100);
    await limit(higher.id, 900);
    await spent(a, group.id, 10);
    await spent(b, group.id, 4);
    await spent(b, higher.id, 400);
    const query = `members/ai/spend?user_ids=${a.id},${b.id},${owner.id},${missing}`;

    const byId = await owner.client.get(`/groups/${group.id}/${query}`);
    const byName = await owner.client.get(
      `/organizations/${organization}/groups/${group.name}/${query}`,
    );

    const expected = [
      {
        user_id: a.id,
        effective_group_id: group.id,
        group_budget: { spend_limit_micros: 100 },
        group_spend_micros: 10,
      },
      { user_id: b.id, effective_group_id: higher.id, group_spend_micros: 4 },
    ].sort((one, two) => (one.user_id < two.user_id ? -1 : 1));
    expect(byId.json).toEqual({ ...thisPeriod(), members: expected });
    expect(byName.json).toEqual(byId.json);
  });

  test("never names a group of another organization, not even to the owner (trap T2)", async () => {
    const user = await createUser(app, owner);
    const group = await newGroup(organization, user);
    const foreign = await newGroup(await newOrganization(user), user);
    await limit(foreign.id, 900);

    const answer = await owner.client.get(
      `/groups/${group.id}/members/ai/spend?user_ids=${user.id}`,
    );

    expect(answer.json.members).toEqual([
      { user_id: user.id, effective_group_id: null, group_spend_micros: 0 },
    ]);
    expect(answer.text).not.toContain(foreign.id);
  });

  test("shows a plain member his own row alone", async () => {
    const [a, b] = [await createUser(app, owner), await createUser(app, owner)];
    const group = await newGroup(organization, a, b);

    const answer = await a.client.get(
      `/groups/${group.id}/members/ai/spend?user_ids=${a.id},${b.id}`,
    );

    expect(answer.json.members.map((row: { user_id: string }) => row.user_id)).toEqual([a.id]);
  });

  test("of Everyone covers the members of the organization (trap T18)", async () => {
    const user = await createUser(app, owner);

    const answer = await owner.client.get(
      `/groups/${organization}/members/ai/spend?user_ids=${user.id}`,
    );

    expect(answer.json.members).toHaveLength(1);
  });
});
