import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { userListStatement } from "./list-store.ts";

let app: TestApp;
let owner: TestUser;
let member: TestUser;
/** Seven users in the order of the list, all with this word in their name. */
const word = uniqueName("page");
const names = ["1-a", "A-b", "a-c", "B-d", "b-e", "c-f", "Z-g"].map((name) => `${name}-${word}`);
const users: TestUser[] = [];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  member = await createUser(app, owner);
  for (const username of names.toReversed()) {
    users.unshift(await createUser(app, owner, { username }));
  }
});
afterAll(() => app.stop());

/** The page of the seven users. */
async function page(query: string, as: TestUser = owner) {
  const answer = await as.client.get(`/users?q=${word}${query === "" ? "" : `&${query}`}`);
  return {
    status: answer.status,
    names: (answer.json.users ?? []).map((user: { username: string }) => user.username),
    count: answer.json.count,
    fields: (answer.json.validations ?? []).map((one: { field: string }) => one.field),
  };
}

const idOf = (index: number): string => users[index]?.id ?? "";

test("users are listed byte-wise by lower-cased name", async () => {
  const found = await page("");

  expect(found.status).toBe(200);
  expect(found.names).toEqual(names);
  expect(found.count).toBe(7);
});

test("the list without parameters holds everybody but system users", async () => {
  const answer = await owner.client.get("/users");

  expect(answer.status).toBe(200);
  expect(answer.json.count).toBe(answer.json.users.length);
  const ids = answer.json.users.map((user: { id: string }) => user.id);
  expect(ids).toContain(owner.id);
  expect(ids).toContain(member.id);
  expect(ids).not.toContain("c42fdf75-3097-471c-8c33-fb52454d81c0");
});

test("a listed user is the very object that reading him gives", async () => {
  const listed = await owner.client.get(`/users?q=username:${names[0]}`);
  const read = await owner.client.get(`/users/${idOf(0)}`);

  expect(listed.json.users).toEqual([read.json]);
});

test("a user without organizations has an empty list of them", async () => {
  const lonely = await createUser(app, owner);
  await app.deps.db.deleteFrom("organization_members").where("user_id", "=", lonely.id).execute();

  const listed = await owner.client.get(`/users?q=username:${lonely.username}`);

  expect(listed.json.users[0].organization_ids).toEqual([]);
});

test("limit and offset cut the page and leave the count", async () => {
  const [first, last, beyond] = await Promise.all([
    page("limit=3"),
    page("limit=3&offset=6"),
    page("limit=3&offset=7"),
  ]);

  expect(first).toMatchObject({ names: names.slice(0, 3), count: 7 });
  expect(last).toMatchObject({ names: names.slice(6), count: 7 });
  expect(beyond).toMatchObject({ names: [], count: 0 });
});

test("a page that is exactly full still counts everything behind it", async () => {
  const found = await page("limit=7");

  expect(found).toMatchObject({ names, count: 7 });
});

test("a limit of 0 means no limit, with an offset too", async () => {
  const all = await page("limit=0");
  const rest = await page("limit=0&offset=5");

  expect(all.names).toEqual(names);
  expect(rest).toMatchObject({ names: names.slice(5), count: 7 });
});

test("after_id continues strictly behind the row, and counts the remainder", async () => {
  const found = await page(`after_id=${idOf(2)}`);
  const limited = await page(`after_id=${idOf(2)}&limit=2`);
  const moved = await page(`after_id=${idOf(2)}&limit=2&offset=3`);

  expect(found).toMatchObject({ names: names.slice(3), count: 4 });
  expect(limited).toMatchObject({ names: names.slice(3, 5), count: 4 });
  expect(moved).toMatchObject({ names: names.slice(6), count: 4 });
});

test("after_id of the last row gives an empty page with count 0", async () => {
  const found = await page(`after_id=${idOf(6)}`);

  expect(found).toMatchObject({ names: [], count: 0 });
});

test("walking by after_id meets every user once", async () => {
  const met: string[] = [];
  let after = "";
  for (;;) {
    const answer = await owner.client.get(`/users?q=${word}&limit=2${after}`);
    if (answer.json.users.length === 0) break;
    for (const user of answer.json.users) met.push(user.username);
    after = `&after_id=${answer.json.users.at(-1).id}`;
  }

  expect(met).toEqual(names);
});

test.each([
  ["all", {}],
  ["those of one status", { statuses: ["active"] }],
])("of %s, the number of those after a user is read from an index alone", async (_of, filter) => {
  const page = {
    sort: "username",
    descending: false,
    afterId: owner.id,
    limit: 1,
    offset: 0,
  } as const;
  const statement = userListStatement({ kind: "all" }, filter, page);

  const plan = await app.deps.db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    await sql`set local enable_bitmapscan = off`.execute(tx);
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${statement}`.execute(tx);
    return rows.map((row) => row["QUERY PLAN"]);
  });

  // The rows themselves, and the user behind whom the page begins, come from the table.
  const scans = plan.filter((line) => / on users u/.test(line));
  expect(
    scans.filter((line) => !/Index Only Scan using users_by_|using users_pkey/.test(line)),
  ).toEqual([]);
});

test("after_id may name a row that the filter leaves out", async () => {
  const found = await page(`after_id=${owner.id}`);

  const expected = names.filter((name) => name.toLowerCase() > owner.username);
  expect(found).toMatchObject({ names: expected, count: expected.length });
});

test("after_id may name a deleted or a suspended user", async () => {
  const deleted = await createUser(app, owner, { username: `a-d-${word}` });
  await owner.client.delete(`/users/${deleted.id}`);
  const suspended = await createUser(app, owner, { username: `b-a-${uniqueName("other")}` });
  await owner.client.put(`/users/${suspended.id}/status/suspend`);

  const afterDeleted = await page(`after_id=${deleted.id}`);
  const afterSuspended = await page(`after_id=${suspended.id}`);

  expect(afterDeleted.names).toEqual(names.slice(3));
  expect(afterSuspended.names).toEqual(names.slice(3));
});

test("an unknown after_id gives an empty page with count 0", async () => {
  const found = await page("after_id=11111111-1111-4111-8111-111111111111");

  expect(found).toMatchObject({ status: 200, names: [], count: 0 });
});

test("after_id is read in every form of a UUID", async () => {
  const found = await page(`after_id=${idOf(5).replaceAll("-", "").toUpperCase()}`);

  expect(found.names).toEqual(names.slice(6));
});

test.each([
  ["after_id", "after_id=nobody"],
  ["limit", "limit=-1"],
  ["limit", "limit=x"],
  ["limit", "limit=2147483648"],
  ["limit", "limit=1.5"],
  ["limit", "limit=1&limit=2"],
  ["offset", "offset=-1"],
  ["offset", "offset=9999999999999999999"],
  ["sort", "sort=email"],
  ["sort", "sort=--username"],
])("a bad %s is refused with 400 on it: %s", async (field, query) => {
  const found = await page(query);

  expect(found.status).toBe(400);
  expect(found.fields).toEqual([field]);
});

test("all bad parameters are reported together", async () => {
  const found = await page("limit=-1&offset=x&after_id=y");

  expect(found.fields.sort()).toEqual(["after_id", "limit", "offset"]);
});

test("empty and unknown parameters are ignored", async () => {
  const found = await page("limit=&offset=&after_id=&sort=&colour=red");

  expect(found).toMatchObject({ status: 200, names });
});

test("sort turns around with a minus, and after_id follows it", async () => {
  const all = await page("sort=-username");
  const rest = await page(`sort=-username&after_id=${idOf(2)}`);

  expect(all.names).toEqual(names.toReversed());
  expect(rest).toMatchObject({ names: [names[1], names[0]], count: 2 });
});

test.each(["created_at", "last_seen_at"] as const)(
  "sort by %s breaks ties by id, in both directions, and pages by after_id",
  async (column) => {
    const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset));
    for (const [index, user] of users.entries()) {
      const change = { [column]: day(Math.floor(index / 2)) };
      await app.deps.db.updateTable("users").set(change).where("id", "=", user.id).execute();
    }
    const ordered = users
      .map((user, index) => ({ user, group: Math.floor(index / 2) }))
      .toSorted((a, b) => a.group - b.group || (a.user.id < b.user.id ? -1 : 1))
      .map(({ user }) => user);
    const expected = ordered.map((user) => user.username);

    const up = await page(`sort=${column}`);
    const down = await page(`sort=-${column}`);
    const rest = await page(`sort=${column}&after_id=${ordered[2]?.id}`);
    const restDown = await page(`sort=-${column}&after_id=${ordered[2]?.id}`);

    expect(up.names).toEqual(expected);
    expect(down.names).toEqual(expected.toReversed());
    expect(rest.names).toEqual(expected.slice(3));
    expect(restDown.names).toEqual([expected[1], expected[0]]);
  },
);

test("a member sees only himself, and is counted alone", async () => {
  const answer = await member.client.get("/users");

  expect(answer.status).toBe(200);
  expect(answer.json.count).toBe(1);
  expect(answer.json.users.map((user: { id: string }) => user.id)).toEqual([member.id]);
});

test("a member's search and cursor reveal nobody", async () => {
  const search = await page("", member);
  const cursor = await member.client.get(`/users?after_id=${idOf(0)}`);

  expect(search).toMatchObject({ status: 200, names: [], count: 0 });
  const ids = cursor.json.users.map((user: { id: string }) => user.id);
  expect(ids.filter((id: string) => id !== member.id)).toEqual([]);
});

test.each(["auditor", "template-admin", "user-admin"])("a %s sees everybody", async (role) => {
  const reader = await createUser(app, owner, { roles: [role] });

  const found = await page("", reader);

  expect(found).toMatchObject({ names, count: 7 });
});

test("an organization administrator sees everybody, so that he can add members", async () => {
  const reader = await createUser(app, owner);
  await app.deps.db
    .updateTable("organization_members")
    .set({ roles: ["organization-admin"] })
    .where("user_id", "=", reader.id)
    .execute();

  const found = await page("", reader);

  expect(found.count).toBe(7);
});

test("deleted users are never listed", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answer = await owner.client.get(`/users?q=${gone.username}`);

  expect(answer.json).toEqual({ users: [], count: 0 });
});

test("the list accepts a trailing slash and doubled slashes", async () => {
  const slash = await owner.client.get("/api/v2/users/");
  const doubled = await owner.client.get("//api//v2//users");

  expect([slash.status, doubled.status]).toEqual([200, 200]);
});

test("without a session the list is refused with 401", async () => {
  const answer = await app.anonymous.get("/users");

  expect(answer.status).toBe(401);
});
