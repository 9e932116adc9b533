import {
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

const crowdSize = 4_000;

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let member: TestUser;
let other: TestUser;
let stranger: TestUser;
let group: { id: string; name: string };
/** Usernames of many members. */
let crowd: string[];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
  member = await createMember(app, owner, team);
  other = await createMember(app, owner, team, { loginType: "none" });
  stranger = await createUser(app, owner, { loginType: "none" });
  crowd = Array.from({ length: crowdSize }, (_, index) => `crowd-${index}`);
  await sql`
    with made as (
      insert into users (id, email, username, created_at, updated_at, status)
      select gen_random_uuid(), name || '@example.com', name, now(), now(), 'active'
      from unnest(${crowd}::text[]) as name returning id)
    insert into organization_members (organization_id, user_id)
    select ${team.id}::uuid, made.id from made`.execute(app.deps.db);
});
afterAll(() => app.stop());
beforeEach(async () => {
  const made = await owner.client.post(`${team.path}/groups`, {
    name: `g-${Math.random()}`.replace(".", "-"),
  });
  group = made.json;
});

const change = (body: unknown, id = group.id, client = owner.client) =>
  client.post(`/groups/${id}/members/bulk`, body);
const add = (user: string) => ({ user, action: "add" });
const remove = (user: string) => ({ user, action: "remove" });
const countNow = async () =>
  (await owner.client.get(`/groups/${group.id}?exclude_members=true`)).json.total_member_count;
const entriesNow = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from audit_logs
    where resource_id = ${group.id}::uuid and action = 'write'`.execute(app.deps.db);
  return rows[0]?.n;
};

describe("a bulk change of a group", () => {
  test("each entry has its result, in order, by id or by username", async () => {
    await change({ entries: [add(other.id)] });

    const done = await change({
      entries: [
        add(member.username.toUpperCase()),
        add(other.id.toUpperCase()),
        add(stranger.username),
        remove("nobody-of-this-name"),
        remove("crowd-1"),
      ],
    });

    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({ committed: true, applied: 1 });
    expect(done.json.results).toEqual([
      { index: 0, user_id: member.id, status: "applied" },
      { index: 1, user_id: other.id, status: "unchanged" },
      { index: 2, status: "refused", code: "not_a_member", message: expect.any(String) },
      { index: 3, status: "refused", code: "not_a_member", message: expect.any(String) },
      { index: 4, user_id: expect.any(String), status: "unchanged" },
    ]);
    expect(done.json.results[2].message).toBe(done.json.results[3].message);
    expect(await countNow()).toBe(2);
  });

  test("all or nothing writes nothing when one entry is refused", async () => {
    const done = await change({
      all_or_nothing: true,
      entries: [add(member.id), add(stranger.id)],
    });

    expect(done.json).toMatchObject({ committed: false, applied: 0 });
    expect(done.json.results.map(({ status }: { status: string }) => status)).toEqual([
      "applied",
      "refused",
    ]);
    expect([await countNow(), await entriesNow()]).toEqual([0, 0]);
  });

  test("a user who is named twice, in any form, is refused twice", async () => {
    const done = await change({
      entries: [add(member.id), remove(member.username), add(other.id)],
    });

    const codes = done.json.results.map(({ code }: { code?: string }) => code);
    expect(codes).toEqual(["duplicate_user", "duplicate_user", undefined]);
    expect(await countNow()).toBe(1);
  });

  test("thousands of members come in one transaction, an audit entry each, and go again", async () => {
    const came = await change({ entries: crowd.map(add) });
    const count = await countNow();
    const entries = await entriesNow();
    const went = await change({ all_or_nothing: true, entries: crowd.map(remove) });

    expect([came.status, came.json.applied, count, entries]).toEqual([
      200,
      crowdSize,
      crowdSize,
      crowdSize,
    ]);
    expect([went.json.applied, await countNow()]).toEqual([crowdSize, 0]);
  }, 60_000);

  test("no entry and more than ten thousand are 400", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => add(`u${index}`));

    for (const body of [{}, { entries: [] }, { entries: many }]) {
      const refused = await change(body);
      expect([refused.status, refused.json.validations[0].field]).toEqual([400, "entries"]);
    }
  });

  test("an entry without a user or with an unknown action is a 400 that names it", async () => {
    const refused = await change({ entries: [add(""), { user: "a", action: "promote" }] });

    expect(refused.status).toBe(400);
    const fields = refused.json.validations.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(["entries[0].user", "entries[1].action"]);
  });

  test("Everyone is refused with 403, a caller without the right with 404, before the body", async () => {
    expect((await change("{", team.id)).status).toBe(403);
    expect((await change("{", group.id, member.client)).status).toBe(404);
  });

  test("the deleted are no members", async () => {
    const gone = await createMember(app, owner, team, { loginType: "none" });
    await owner.client.delete(`/users/${gone.id}`);

    const done = await change({ entries: [add(gone.id), add(gone.username)] });

    expect(done.json.results).toMatchObject([{ code: "not_a_member" }, { code: "not_a_member" }]);
  });

  test("a change that does nothing leaves no audit entry", async () => {
    const done = await change({ entries: [remove(member.id)] });

    expect(done.json).toMatchObject({ committed: true, applied: 0 });
    expect(await entriesNow()).toBe(0);
  });
});
