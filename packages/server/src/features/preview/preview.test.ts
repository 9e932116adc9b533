import {
  type Answer,
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
let group: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  team = await createOrganization(owner);
  group = (await owner.client.post(`${team.path}/groups`, { name: uniqueName("group") })).json.id;
});

const preview = (change: object, caller = owner): Promise<Answer> =>
  caller.client.post("/authcheck/preview", { change });
const putIn = (users: readonly TestUser[]) =>
  owner.client.send("PATCH", `/groups/${group}`, {
    body: { add_users: users.map(({ id }) => id) },
  });
const usersOf = (entries: { user_id: string }[]): string[] => [
  ...new Set(entries.map(({ user_id }) => user_id)),
];

test("of more than a thousand users the first by name are listed, all counted, and the answer says so", async () => {
  const prefix = uniqueName("p");
  await sql`
    with made as (
      insert into users (id, email, username, created_at, updated_at, status)
      select gen_random_uuid(), name || '@example.com', name, now(), now(), 'active'
      from (select ${prefix}::text || lpad(n::text, 4, '0') as name from generate_series(1, 1001) n) as s
      returning id),
    joined as (
      insert into organization_members (organization_id, user_id)
      select ${team.id}::uuid, made.id from made returning user_id)
    select count(*) from joined`.execute(app.deps.db);
  await sql`
    insert into group_members (group_id, user_id)
    select ${group}::uuid, om.user_id from organization_members om join users u on u.id = om.user_id
    where om.organization_id = ${team.id}::uuid and starts_with(u.username, ${prefix})`.execute(
    app.deps.db,
  );

  const all = await preview({ kind: "group", group_id: group, delete: true });
  const last = await owner.client.get(`/users/${prefix}1001`);
  await owner.client.send("PATCH", `/groups/${group}`, { body: { remove_users: [last.json.id] } });
  const fitting = await preview({ kind: "group", group_id: group, delete: true });

  expect(all.json).toMatchObject({ gains: [], users: 1001, truncated: true });
  expect(usersOf(all.json.losses)).toHaveLength(1000);
  expect(usersOf(all.json.losses)).not.toContain(last.json.id);
  expect(fitting.json).toMatchObject({ gains: [], users: 1000, truncated: false });
  expect(fitting.json.losses).toEqual(all.json.losses);
});

test("users whom the caller may not read are counted and not listed", async () => {
  const role = { negate: false, resource_type: "group" };
  await owner.client.post(`${team.path}/members/roles`, {
    name: "keeper",
    organization_permissions: ["read", "update", "delete"].map((action) => ({ ...role, action })),
  });
  const keeper = await createMember(app, owner, team, { orgRoles: ["keeper"] });
  const other = await createMember(app, owner, team, { loginType: "none" });
  await putIn([keeper, other]);

  const seen = await preview({ kind: "group", group_id: group, delete: true }, keeper);
  const whole = await preview({ kind: "group", group_id: group, delete: true });

  expect(seen.json).toMatchObject({ users: 2, truncated: false });
  expect(usersOf(seen.json.losses)).toEqual([keeper.id]);
  expect(seen.text).not.toContain(other.id);
  expect(usersOf(whole.json.losses).sort()).toEqual([keeper.id, other.id].sort());
});

test("who may not make the change is refused as the change would be", async () => {
  const member = await createMember(app, owner, team);
  const stranger = await createUser(app, owner);

  for (const caller of [member, stranger]) {
    const asked = await preview({ kind: "group", group_id: group, delete: true }, caller);
    const done = await caller.client.delete(`/groups/${group}`);

    expect([asked.status, asked.json]).toEqual([done.status, done.json]);
    expect(asked.status).toBe(404);
  }
});

test("losing the last administrator is refused as the change would be, and changes nothing", async () => {
  const fresh = await startTestApp();
  try {
    const first = await createOwner(fresh);
    const organization = await createOrganization(first);
    const roles = ["organization-admin"];
    const admin = await createMember(fresh, first, organization, { orgRoles: roles });
    const keeper = await createUser(fresh, first, { roles: ["user-admin"] });
    await sql`update users set rbac_roles = '{}' where id = ${first.id}`.execute(fresh.deps.db);
    const target = { organization_id: organization.id, user_id: admin.id };
    const path = `${organization.path}/members/${admin.id}`;

    const leaving = await preview({ kind: "member", ...target, action: "remove" }, keeper);
    const left = await keeper.client.delete(path);

    expect([leaving.status, leaving.json]).toEqual([409, left.json]);
    expect((await keeper.client.get(path)).json.roles).toMatchObject([{ name: roles[0] }]);
  } finally {
    await fresh.stop();
  }
});
