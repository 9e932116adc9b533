import {
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

/** More members than a page sorts out, and than a list reads at once. */
const crowdSize = 5_200;

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let member: TestUser;
/** A group of all members of `team` but the owner. */
let group: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
  member = await createUser(app, owner, { organizationIds: [team.id], username: "walker" });
  const made = await owner.client.post(`${team.path}/groups`, { name: "crowd" });
  group = made.json.id;
  await sql`
    with made as (
      insert into users (id, email, username, created_at, updated_at, status)
      select gen_random_uuid(), n || '@example.com', (case when n % 2 = 0 then 'u' else 'U' end) || md5(n::text),
        now(), now(), 'active'
      from generate_series(2, ${crowdSize}::int) as s(n) returning id)
    insert into organization_members (organization_id, user_id)
    select ${team.id}::uuid, made.id from made`.execute(app.deps.db);
  await sql`
    insert into group_members (group_id, user_id)
    select ${group}::uuid, om.user_id from organization_members om
    where om.organization_id = ${team.id}::uuid and om.user_id <> ${owner.id}::uuid`.execute(
    app.deps.db,
  );
  await sql`analyze users, organization_members, group_members`.execute(app.deps.db);
});
afterAll(() => app.stop());

interface Page {
  users: { id: string; username: string }[];
  count: number;
}
const page = async (id: string, query: string, caller = owner): Promise<Page> =>
  (await caller.client.get(`/groups/${id}/members?${query}`)).json;
const idsOf = ({ users }: Page): string[] => users.map(({ id }) => id);

for (const [what, id, size] of [
  ["a large group", () => group, crowdSize],
  ["Everyone of a large organization", () => team.id, crowdSize + 1],
] as const) {
  test(`pages of ${what} are parts of the whole list by username`, async () => {
    const whole = await page(id(), "limit=0");
    const all = idsOf(whole);
    const names = whole.users.map(({ username }) => username.toLowerCase());

    const first = await page(id(), "limit=3");
    const middle = await page(id(), "limit=3&offset=2600");
    const after = await page(id(), `limit=3&after_id=${all[4000]}`);
    const last = await page(id(), `offset=${size - 2}`);
    const beyond = await page(id(), `offset=${size}`);

    expect([all.length, new Set(all).size, whole.count]).toEqual([size, size, size]);
    expect(names).toEqual([...names].sort());
    expect([idsOf(first), first.count]).toEqual([all.slice(0, 3), size]);
    expect([idsOf(middle), middle.count]).toEqual([all.slice(2600, 2603), size]);
    expect([idsOf(after), after.count]).toEqual([all.slice(4001, 4004), size]);
    expect([idsOf(last), last.count]).toEqual([all.slice(-2), size]);
    expect(beyond).toEqual({ users: [], count: size });
  });
}

test("a search and a reader who sees only himself are counted by what they find", async () => {
  const searched = await page(group, "q=walk");
  const own = await page(group, "limit=10", member);

  expect([idsOf(searched), searched.count]).toEqual([[member.id], 1]);
  expect([idsOf(own), own.count]).toEqual([[member.id], 1]);
});

test("lists of groups with very many members are whole, in order, and read like any other", async () => {
  const ids = `${team.id},${group}`;
  const one = async (id: string) => (await owner.client.get(`/groups/${id}`)).text.trim();

  const listed = await owner.client.get(`/groups?group_ids=${ids}`);
  const ofTeam = await owner.client.get(`${team.path}/groups`);
  const small = await owner.client.get(`/groups?group_ids=${ids}&exclude_members=true`);

  expect([listed.status, listed.headers["content-type"]]).toEqual([
    200,
    small.headers["content-type"],
  ]);
  expect(listed.text.trim()).toBe(`[${await one(team.id)},${await one(group)}]`);
  expect(ofTeam.text).toBe(listed.text);
});
