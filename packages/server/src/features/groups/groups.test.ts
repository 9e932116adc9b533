import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let member: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  member = await createUser(app, owner);
  const organizations = await owner.client.get("/users/me/organizations");
  organization = organizations.json[0].id;
});
afterAll(() => app.stop());

const unknownId = "4f4c1f1e-8c4b-4c6a-9b8e-000000000000";

async function newGroup(name = uniqueName("group")): Promise<{ id: string; name: string }> {
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name });
  if (made.status !== 201) throw new Error(`group: ${made.status} ${made.text}`);
  return made.json;
}

const patch = (id: string, body: unknown, client = owner.client) =>
  client.send("PATCH", `/groups/${id}`, { body });

describe("creating a group", () => {
  test("a new group has no members and the given attributes", async () => {
    const name = uniqueName("Group");

    const made = await owner.client.post("/organizations/default/groups", {
      name,
      display_name: "Design people",
      avatar_url: "/emojis/1f4e6.png",
      quota_allowance: 7,
    });

    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      id: expect.any(String),
      name,
      display_name: "Design people",
      organization_id: organization,
      organization_name: "coder",
      organization_display_name: "Coder",
      members: [],
      total_member_count: 0,
      avatar_url: "/emojis/1f4e6.png",
      quota_allowance: 7,
      source: "user",
    });
  });

  for (const [what, body, field] of [
    ["no name", {}, "name"],
    ["a reserved name", { name: "eVeryone" }, "name"],
    ["the name new", { name: "new" }, "name"],
    ["a name with blanks", { name: "a b" }, "name"],
    ["a long name", { name: "a".repeat(256) }, "name"],
    ["a display name with blanks at its end", { name: "a", display_name: "x " }, "display_name"],
    ["a display name of 65 bytes", { name: "a", display_name: "x".repeat(65) }, "display_name"],
    ["a script as picture", { name: "a", avatar_url: "javascript:alert(1)" }, "avatar_url"],
    ["a negative quota", { name: "a", quota_allowance: -1 }, "quota_allowance"],
    ["a quota beyond 32 bits", { name: "a", quota_allowance: 2147483648 }, "quota_allowance"],
  ] as const) {
    test(`${what} is a 400 that names the field`, async () => {
      const made = await owner.client.post(`/organizations/${organization}/groups`, body);

      expect(made.status).toBe(400);
      expect(made.json.validations[0].field).toBe(field);
    });
  }

  test("a name that exists in another letter case is a 409 on the name", async () => {
    const { name } = await newGroup();

    const again = await owner.client.post(`/organizations/${organization}/groups`, {
      name: name.toUpperCase(),
    });

    expect(again.status).toBe(409);
    expect(again.json.validations[0].field).toBe("name");
  });

  test("of twenty simultaneous creations of one name exactly one succeeds", async () => {
    const name = uniqueName("race");

    const made = await Promise.all(
      Array.from({ length: 20 }, () =>
        owner.client.post(`/organizations/${organization}/groups`, { name }),
      ),
    );

    const statuses = made.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  test("a plain member is answered 404", async () => {
    const made = await member.client.post(`/organizations/${organization}/groups`, { name: "a" });

    expect(made.status).toBe(404);
  });
});

describe("reading groups", () => {
  test("a group is found by id, and by name only in its letter case", async () => {
    const { id, name } = await newGroup(uniqueName("Case"));

    const byId = await owner.client.get(`/groups/${id.toUpperCase()}`);
    const byName = await owner.client.get(`/organizations/coder/groups/${name}`);
    const otherCase = await owner.client.get(`/organizations/coder/groups/${name.toLowerCase()}`);

    expect([byId.status, byId.json.name]).toEqual([200, name]);
    expect(byName.json).toEqual(byId.json);
    expect(otherCase.status).toBe(404);
  });

  test("a name in place of the id is a 400, an unknown id a 404", async () => {
    const { name } = await newGroup();

    expect((await owner.client.get(`/groups/${name}`)).status).toBe(400);
    expect((await owner.client.get(`/groups/${unknownId}`)).status).toBe(404);
  });

  test("Everyone has the organization's id and all of its members", async () => {
    const byId = await owner.client.get(`/groups/${organization}`);
    const byName = await owner.client.get("/organizations/default/groups/Everyone");

    const ids = byId.json.members.map(({ id }: { id: string }) => id);
    expect(byId.json).toMatchObject({ id: organization, name: "Everyone" });
    expect(ids).toEqual(expect.arrayContaining([owner.id, member.id]));
    expect(byId.json.total_member_count).toBe(ids.length);
    expect(byName.json).toEqual(byId.json);
  });

  test("exclude_members leaves the members out and keeps their number", async () => {
    const { id } = await newGroup();
    await patch(id, { add_users: [member.id] });

    for (const [given, members] of [
      ["true", 0],
      ["1", 0],
      ["false", 1],
      ["perhaps", 1],
    ] as const) {
      const shown = await owner.client.get(`/groups/${id}?exclude_members=${given}`);

      expect([given, shown.json.members.length]).toEqual([given, members]);
      expect(shown.json.total_member_count).toBe(1);
    }
  });

  test("a member sees himself alone among the members, and the whole number", async () => {
    const other = await createUser(app, owner);
    const { id } = await newGroup();
    await patch(id, { add_users: [member.id, other.id] });

    const shown = await member.client.get(`/groups/${id}`);
    const page = await member.client.get(`/groups/${id}/members`);

    expect(shown.json.members.map((user: { id: string }) => user.id)).toEqual([member.id]);
    expect(shown.json.total_member_count).toBe(2);
    expect(page.json).toMatchObject({ count: 1, users: [{ id: member.id }] });
  });
});

describe("listing groups", () => {
  let inside: { id: string; name: string };
  beforeEach(async () => {
    inside = await newGroup();
    await patch(inside.id, { add_users: [member.id] });
  });
  const idsOf = (answer: { json: { id: string }[] }) => answer.json.map(({ id }) => id);

  test("groups come with Everyone first and then by name", async () => {
    const listed = await owner.client.get(`/organizations/${organization}/groups`);

    const names = listed.json.map(({ name }: { name: string }) => name);
    expect(names[0]).toBe("Everyone");
    const rest = names.slice(1).map((name: string) => name.toLowerCase());
    expect(rest).toEqual(rest.toSorted());
    expect(await owner.client.get("/groups?organization=default")).toMatchObject({
      json: listed.json,
    });
  });

  test("has_member takes an id, a username and me, and includes Everyone", async () => {
    for (const given of [member.id, member.id.toUpperCase(), member.username.toUpperCase()]) {
      const listed = await owner.client.get(`/groups?has_member=${given}`);

      expect(idsOf(listed)).toEqual(expect.arrayContaining([organization, inside.id]));
    }
    const mine = await member.client.get("/groups?has_member=me");
    expect(idsOf(mine)).toEqual(expect.arrayContaining([organization, inside.id]));
  });

  test("group_ids takes commas and repetition and ignores unknown ids", async () => {
    const other = await newGroup();

    const listed = await owner.client.get(
      `/groups?group_ids=${inside.id},${unknownId}&group_ids=${other.id}`,
    );

    expect(idsOf(listed).sort()).toEqual([inside.id, other.id].sort());
  });

  test("filters narrow each other down", async () => {
    const other = await newGroup();

    const listed = await owner.client.get(
      `/groups?organization=coder&has_member=${member.username}&group_ids=${inside.id},${other.id}`,
    );

    expect(idsOf(listed)).toEqual([inside.id]);
  });

  for (const query of [
    "organization=nowhere",
    "has_member=nobody-at-all",
    "group_ids=x",
    "unknown=1",
    "organization=a&organization=b",
  ]) {
    test(`${query} is a 400`, async () => {
      expect((await owner.client.get(`/groups?${query}`)).status).toBe(400);
    });
  }

  test("well-formed ids of nobody and nothing give an empty list", async () => {
    for (const query of [`organization=${unknownId}`, `has_member=${unknownId}`]) {
      const listed = await owner.client.get(`/groups?${query}`);

      expect([listed.status, listed.json]).toEqual([200, []]);
    }
  });

  test("no refusal contains what old clients take for a missing user", async () => {
    for (const query of ["organization=nowhere", "has_member=nobody-at-all"]) {
      const refused = await owner.client.get(`/groups?${query}`);

      expect(refused.text).not.toContain("must be an existing uuid or username");
    }
  });

  test("pages of groups come without members, with the whole number", async () => {
    const name = uniqueName("paged");
    for (const suffix of ["a", "b", "c"]) await newGroup(`${name}-${suffix}`);
    const path = `/organizations/default/paginated-groups?q=${name.toUpperCase()}`;

    const first = await owner.client.get(`${path}&limit=2`);
    const rest = await owner.client.get(`${path}&after_id=${first.json.groups[1].id}`);
    const beyond = await owner.client.get(`${path}&offset=9`);

    expect(first.json).toMatchObject({ count: 3, groups: [{ members: [] }, { members: [] }] });
    expect(rest.json).toMatchObject({ count: 3, groups: [{ name: `${name}-c` }] });
    expect(beyond.json).toEqual({ count: 3, groups: [] });
  });
});

describe("listing the members of a group", () => {
  test("pages are sorted by username, searched like users, and tell the whole number", async () => {
    const prefix = uniqueName("m");
    const users: TestUser[] = [];
    for (const suffix of ["c", "a", "b"]) {
      const wishes = { username: `${prefix}-${suffix}`, loginType: "none" } as const;
      users.push(await createUser(app, owner, wishes));
    }
    const { id, name } = await newGroup();
    await patch(id, { add_users: users.map((user) => user.id) });
    const namesOf = (answer: { json: { users: { username: string }[] } }) =>
      answer.json.users.map(({ username }) => username.slice(prefix.length + 1));

    const all = await owner.client.get(`/groups/${id}/members?limit=0`);
    const page = await owner.client.get(`/groups/${id}/members?limit=1&offset=1`);
    const after = await owner.client.get(`/groups/${id}/members?after_id=${users[1]?.id}`);
    const beyond = await owner.client.get(`/groups/${id}/members?offset=5`);
    const found = await owner.client.get(`/groups/${id}/members?q=${prefix}-B`);
    const byName = await owner.client.get(`/organizations/coder/groups/${name}/members`);

    expect(namesOf(all)).toEqual(["a", "b", "c"]);
    expect([namesOf(page), page.json.count]).toEqual([["b"], 3]);
    expect([namesOf(after), after.json.count]).toEqual([["b", "c"], 3]);
    expect(beyond.json).toEqual({ users: [], count: 3 });
    expect([namesOf(found), found.json.count]).toEqual([["b"], 1]);
    expect(byName.json).toEqual(all.json);
  });

  test("an unknown cursor gives an empty page, a negative limit a 400", async () => {
    const path = `/groups/${organization}/members`;

    const unknown = await owner.client.get(`${path}?after_id=${unknownId}`);

    expect(unknown.json.users).toEqual([]);
    expect((await owner.client.get(`${path}?limit=-1`)).status).toBe(400);
    expect((await owner.client.get(`${path}?q=nonsense:1`)).status).toBe(400);
  });

  test("the deleted leave every list and number, the suspended stay", async () => {
    const gone = await createUser(app, owner);
    const suspended = await createUser(app, owner);
    const { id } = await newGroup();
    await patch(id, { add_users: [gone.id, suspended.id] });
    await owner.client.put(`/users/${suspended.id}/status/suspend`);
    await owner.client.delete(`/users/${gone.id}`);

    const shown = await owner.client.get(`/groups/${id}`);

    expect(shown.json.total_member_count).toBe(1);
    expect(shown.json.members).toMatchObject([{ id: suspended.id, status: "suspended" }]);
  });
});

test("a group of a deleted organization is not found by its id", async () => {
  const made = await sql<{ id: string }>`
    with o as (insert into organizations (id, name) values (gen_random_uuid(), 'gone') returning id)
    insert into groups (id, name, organization_id) select o.id, 'Everyone', o.id from o
    returning id`.execute(app.deps.db);
  const id = made.rows[0]?.id ?? "";
  expect((await owner.client.get(`/groups/${id}`)).status).toBe(200);

  await sql`update organizations set deleted = true where id = ${id}::uuid`.execute(app.deps.db);

  expect((await owner.client.get(`/groups/${id}`)).status).toBe(404);
  expect((await owner.client.get(`/groups?group_ids=${id}`)).json).toEqual([]);
});
