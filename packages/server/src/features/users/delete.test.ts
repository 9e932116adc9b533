import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let admin: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
});
afterAll(() => app.stop());

function remove(user: { id: string }, as: TestUser = owner) {
  return as.client.delete(`/users/${user.id}`);
}

async function rowsOf(
  table: "api_keys" | "user_links" | "gitsshkeys" | "user_deleted",
  id: string,
) {
  const { rows } = await sql<{ user_id: string }>`
    select t.user_id from ${sql.table(table)} t where t.user_id = ${id}::uuid`.execute(app.deps.db);
  return rows.length;
}

test("a deletion answers 200 with an acknowledgement and ends every session at once", async () => {
  const user = await createUser(app, owner);
  await user.client.get("/users/me");

  const answer = await remove(user);
  const refused = await user.client.get("/users/me");

  expect(answer.status).toBe(200);
  expect(answer.json.message).not.toBe("");
  expect(refused.status).toBe(401);
});

test("keys, links and SSH key go with the user, a deletion row stays", async () => {
  const user = await createUser(app, owner, { loginType: "github" });
  await sql`insert into user_links (user_id, login_type) values (${user.id}::uuid, 'github')`.execute(
    app.deps.db,
  );

  await remove(user);

  const counts = [
    await rowsOf("api_keys", user.id),
    await rowsOf("user_links", user.id),
    await rowsOf("gitsshkeys", user.id),
    await rowsOf("user_deleted", user.id),
  ];
  expect(counts).toEqual([0, 0, 0, 1]);
});

test("a deleted user is read by id, and by his name no more", async () => {
  const user = await createUser(app, owner);

  await remove(user);
  const byId = await owner.client.get(`/users/${user.id}`);
  const byName = await owner.client.get(`/users/${user.username}`);

  expect(byId.status).toBe(200);
  expect(byId.json.username).toBe(user.username);
  expect(byName.status).toBe(404);
});

test("nobody deletes himself: 403", async () => {
  const member = await createUser(app, owner);

  const answers = [await remove(owner), await remove(admin, admin), await remove(member, member)];

  expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
});

test("a user-admin deletes members", async () => {
  const user = await createUser(app, owner);

  const answer = await remove(user, admin);

  expect(answer.status).toBe(200);
});

test("only owners delete owners", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });

  const byAdmin = await remove(second, admin);
  const byOwner = await remove(second);

  expect([byAdmin.status, byOwner.status]).toEqual([403, 200]);
});

test.each(["auditor", "template-admin"])(
  "a %s may read but not delete users: 403",
  async (role) => {
    const reader = await createUser(app, owner, { roles: [role] });
    const user = await createUser(app, owner);

    const answer = await remove(user, reader);

    expect(answer.status).toBe(403);
  },
);

test("another member, an unknown, a deleted and a system user are the same 404", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);
  const gone = await createUser(app, owner);
  await remove(gone);

  const answers = [
    await remove(user, other),
    await remove({ id: "11111111-1111-4111-8111-111111111111" }),
    await remove(gone),
    await remove({ id: "c42fdf75-3097-471c-8c33-fb52454d81c0" }),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
});

test("of two deletions of one user at once one is a 404", async () => {
  const user = await createUser(app, owner);

  const answers = await Promise.all([remove(user), remove(user, admin)]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404]);
  expect(await rowsOf("user_deleted", user.id)).toBe(1);
});

test("the database itself refuses a key for a deleted user", async () => {
  const user = await createUser(app, owner);
  await remove(user);

  const insert = sql`
    insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at,
                          login_type, scopes, allow_list)
    values ('abcdefghij', 'x', ${user.id}::uuid, now(), now(), now(), now(), 'password',
            '{coder:all}', '{*:*}')`.execute(app.deps.db);

  await expect(insert).rejects.toThrow(/deleted/);
});

test("the database itself refuses a link for a deleted user", async () => {
  const user = await createUser(app, owner, { loginType: "github" });
  await remove(user);

  const insert = sql`
    insert into user_links (user_id, login_type) values (${user.id}::uuid, 'github')`.execute(
    app.deps.db,
  );

  await expect(insert).rejects.toThrow(/deleted/);
});

test("reading the SSH key of a deleted or a system user makes none", async () => {
  const user = await createUser(app, owner);
  await remove(user);
  const system = "c42fdf75-3097-471c-8c33-fb52454d81c0";

  const answers = [
    await owner.client.get(`/users/${user.id}/gitsshkey`),
    await owner.client.get(`/users/${system}/gitsshkey`),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
  expect(await rowsOf("gitsshkeys", user.id)).toBe(0);
  expect(await rowsOf("gitsshkeys", system)).toBe(0);
});

test("a deletion and a promotion at once never delete an owner behind a user-admin's back", async () => {
  const user = await createUser(app, owner);

  const [deleted, promoted] = await Promise.all([
    remove(user, admin),
    owner.client.put(`/users/${user.id}/roles`, { roles: ["owner"] }),
  ]);

  const outcomes = [
    [200, 404],
    [403, 200],
  ];
  expect(outcomes).toContainEqual([deleted.status, promoted.status]);
});
