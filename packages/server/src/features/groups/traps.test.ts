import {
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let member: TestUser;
let stranger: TestUser;
let group: { id: string; name: string };
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
  member = await createMember(app, owner, team);
  stranger = await createUser(app, owner);
});
afterAll(() => app.stop());
beforeEach(async () => {
  group = (await owner.client.post(`${team.path}/groups`, { name: uniqueName("group") })).json;
});

const patch = (body: unknown, id = group.id) =>
  owner.client.send("PATCH", `/groups/${id}`, { body });
const put = (groupId: string, userId: string) =>
  sql`insert into group_members (group_id, user_id) values (${groupId}, ${userId})`.execute(
    app.deps.db,
  );
const prebuilds = "c42fdf75-3097-471c-8c33-fb52454d81c0";

test("trap 5: the database keeps strangers out of a group, whoever writes", async () => {
  await expect(put(group.id, stranger.id)).rejects.toThrow(/only members of the organization/);
  await put(group.id, prebuilds);

  const shown = await owner.client.get(`/groups/${group.id}`);

  expect(shown.json).toMatchObject({ members: [], total_member_count: 0 });
});

test("trap 5: a membership that ends while its user is put into a group leaves nobody behind", async () => {
  for (let round = 0; round < 10; round += 1) {
    const user = await createMember(app, owner, team, { loginType: "none" });

    await Promise.all([
      patch({ add_users: [user.id] }),
      owner.client.delete(`${team.path}/members/${user.id}`),
    ]);

    const { rows } = await sql`
      select 1 from group_members where user_id = ${user.id}::uuid`.execute(app.deps.db);
    expect(rows).toEqual([]);
  }
});

test("trap 6: nobody is put into Everyone, and its id in a user's place names nobody", async () => {
  await expect(put(team.id, member.id)).rejects.toThrow(/in the group Everyone already/);

  const asUser = await owner.client.get(`/groups?has_member=${team.id}`);
  const added = await patch({ add_users: [team.id] });

  expect([asUser.status, asUser.json]).toEqual([200, []]);
  expect(added.status).toBe(400);
});

test("trap 7: the groups of a deleted organization are gone; the suspended count, the deleted do not", async () => {
  const other = await createOrganization(owner);
  const suspended = await createMember(app, owner, team, { loginType: "none" });
  const deleted = await createMember(app, owner, team, { loginType: "none" });
  await patch({ add_users: [suspended.id, deleted.id] });
  await owner.client.put(`/users/${suspended.id}/status/suspend`);
  await owner.client.delete(`/users/${deleted.id}`);
  await owner.client.delete(other.path);

  const shown = await owner.client.get(`/groups/${group.id}`);

  expect(shown.json.total_member_count).toBe(1);
  expect((await owner.client.get(`/groups/${other.id}`)).status).toBe(404);
  expect((await patch({ add_users: [deleted.id] })).status).toBe(400);
});

test("trap 8: what one may not read answers like what does not exist", async () => {
  await patch({ add_users: [member.id] });
  const unknown = "4f4c1f1e-8c4b-4c6a-9b8e-000000000000";
  const ask = async (query: string) => {
    const answer = await stranger.client.get(`/groups?${query}`);
    const [, asked = ""] = query.split("=");
    return [answer.status, answer.text.replaceAll(asked, "it")];
  };

  expect(await ask(`organization=${team.id}`)).toEqual(await ask(`organization=${unknown}`));
  expect(await ask(`organization=${team.name}`)).toEqual(await ask("organization=nowhere"));
  expect(await ask(`has_member=${member.id}`)).toEqual(await ask(`has_member=${unknown}`));
  expect(await ask(`has_member=${member.username}`)).toEqual(await ask("has_member=nobody"));
  for (const path of ["", "/members"]) {
    const foreign = await stranger.client.get(`/groups/${group.id}${path}`);
    const missing = await stranger.client.get(`/groups/${unknown}${path}`);
    expect([foreign.status, foreign.text]).toEqual([missing.status, missing.text]);
  }
});

test("trap 8: a member of the organization cannot ask which groups somebody else is in", async () => {
  await patch({ add_users: [member.id] });
  const colleague = await createMember(app, owner, team);

  const byId = await colleague.client.get(`/groups?has_member=${member.id}`);
  const byName = await colleague.client.get(`/groups?has_member=${member.username}`);

  expect([byId.status, byId.json, byName.status]).toEqual([200, [], 400]);
});

test("trap 10: every form of a UUID means the same user, in both lists and for Everyone", async () => {
  const bare = member.id.replaceAll("-", "");
  const forms = [member.id.toUpperCase(), bare, `{${member.id}}`, `urn:uuid:${member.id}`];

  for (const form of forms) {
    const added = await patch({ add_users: [form] });
    const twice = await patch({ add_users: [member.id, form] });
    const removed = await patch({ remove_users: [form] });

    expect([added.status, twice.status, removed.status]).toEqual([200, 400, 200]);
    expect(removed.json.members).toEqual([]);
  }
  expect((await patch({ add_users: [bare] }, team.id.toUpperCase())).status).toBe(403);
});

test("trap 11: pictures are addresses that a browser only shows", async () => {
  for (const avatar_url of [
    "javascript:alert(1)",
    "//evil.example/x",
    "data:text/html,x",
    "x.png",
  ]) {
    expect([avatar_url, (await patch({ avatar_url })).status]).toEqual([avatar_url, 400]);
  }
  for (const avatar_url of ["/emojis/1f4e6.png", "https://example.com/x.png", "data:image/png,x"]) {
    expect([avatar_url, (await patch({ avatar_url })).status]).toEqual([avatar_url, 200]);
  }
});

test("trap 15: names are unique in any letter case, in one organization and not across them", async () => {
  const other = await createOrganization(owner);

  const same = await owner.client.post(`${team.path}/groups`, { name: group.name.toUpperCase() });
  const elsewhere = await owner.client.post(`${other.path}/groups`, { name: group.name });

  expect([same.status, elsewhere.status]).toEqual([409, 201]);
});

test("trap 16: null and absent lists are empty ones", async () => {
  const nulls = await patch({ add_users: null, remove_users: null, quota_allowance: null });
  const absent = await patch({});

  expect([nulls.status, absent.status]).toEqual([200, 200]);
  expect(nulls.json).toEqual(absent.json);
});

test("trap 17: creation is 201, change 200, deletion 200 with an acknowledgement", async () => {
  const made = await owner.client.post(`${team.path}/groups`, { name: uniqueName("codes") });
  const changed = await patch({ quota_allowance: 1 }, made.json.id);
  const deleted = await owner.client.delete(`/groups/${made.json.id}`);

  expect([made.status, changed.status, deleted.status]).toEqual([201, 200, 200]);
  expect(Object.keys(deleted.json)).toEqual(["message"]);
  expect((await owner.client.get(`/groups/${made.json.id}`)).status).toBe(404);
});

test("trap 18: the number of members is whole where the list is not", async () => {
  const other = await createMember(app, owner, team, { loginType: "none" });
  await patch({ add_users: [member.id, other.id] });

  const own = await member.client.get(`/groups/${group.id}`);
  const without = await owner.client.get(`/groups/${group.id}?exclude_members=true`);

  expect([own.json.members.length, own.json.total_member_count]).toEqual([1, 2]);
  expect([without.json.members.length, without.json.total_member_count]).toEqual([0, 2]);
});

test("trap 20: a limit of 0 is none, and an offset works without a limit", async () => {
  const other = await createMember(app, owner, team, { loginType: "none" });
  await patch({ add_users: [member.id, other.id] });

  const all = await owner.client.get(`/groups/${group.id}/members?limit=0`);
  const rest = await owner.client.get(`/groups/${group.id}/members?offset=1`);

  expect([all.json.users.length, rest.json.users.length, rest.json.count]).toEqual([2, 1, 2]);
});

test("trap 21: a slash at the end changes nothing", async () => {
  const plain = await owner.client.get(`/groups/${group.id}/members?q=`);
  const slash = await owner.client.get(`/groups/${group.id}/members/?q=`);

  expect([slash.status, slash.text]).toEqual([plain.status, plain.text]);
});
