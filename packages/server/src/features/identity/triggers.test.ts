import {
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { type RawBuilder, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
let bystander: TestUser;
/** A connection that is not the server's: what it writes is known from notifications alone. */
let stranger: pg.Client;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  bystander = await createUser(app, owner);
  stranger = new pg.Client({ connectionString: app.databaseUrl });
  await stranger.connect();
});
afterAll(async () => {
  await stranger.end();
  await app.stop();
});
beforeEach(async () => {
  user = await createUser(app, owner);
});

const keyIdOf = (holder: TestUser): string => (holder.client.token ?? "").split("-")[0] ?? "";

/** Leaves both users in the cache. */
async function warm(): Promise<void> {
  await app.bookkeeping.flush();
  await eventually(async () => {
    for (const holder of [user, bystander]) await holder.client.get("/users/me");
    return app.identities.peek(keyIdOf(user)) && app.identities.peek(keyIdOf(bystander));
  }, "both are cached");
}

const write = (statement: RawBuilder<unknown>): Promise<unknown> => {
  const { sql: text, parameters } = statement.compile(app.deps.db);
  return stranger.query(text, [...parameters]);
};

async function soonDropped(holder: TestUser): Promise<void> {
  const dropped = () => app.identities.peek(keyIdOf(holder)) === undefined;
  await eventually(dropped, "the identity is dropped", 1000);
}

interface Change {
  before?: (id: string) => RawBuilder<unknown>;
  change: (id: string) => RawBuilder<unknown>;
}

const seat = (id: string) => sql`
  insert into ai_seat_state (user_id, first_used_at, last_used_at, last_event_type)
  values (${id}, now(), now(), 'task')`;
const link = (id: string) => sql`
  insert into user_links (user_id, login_type, linked_id) values (${id}, 'github', ${id})`;
const group = (id: string) => sql`
  with made as (
    insert into groups (id, name, organization_id)
    select gen_random_uuid(), ${id}, o.id from organizations o where o.is_default returning id)
  insert into group_members (group_id, user_id) select made.id, ${id} from made`;

/** Every write that a cached identity depends on (spec users §2.3), each about one user. */
const ofOneUser: Readonly<Record<string, Change>> = {
  "a new name": { change: (id) => sql`update users set name = 'x' where id = ${id}` },
  "an avatar": { change: (id) => sql`update users set avatar_url = '/x' where id = ${id}` },
  "a status": { change: (id) => sql`update users set status = 'dormant' where id = ${id}` },
  roles: { change: (id) => sql`update users set rbac_roles = '{auditor}' where id = ${id}` },
  "a password": {
    change: (id) => sql`update users set hashed_password = 'x'::bytea where id = ${id}`,
  },
  "a login type": { change: (id) => sql`update users set login_type = 'none' where id = ${id}` },
  "a deletion": { change: (id) => sql`update users set deleted = true where id = ${id}` },
  "scopes of a key": {
    change: (id) => sql`update api_keys set scopes = '{user:read}' where user_id = ${id}`,
  },
  "an allow-list": {
    change: (id) => sql`update api_keys set allow_list = '{user:*}' where user_id = ${id}`,
  },
  "a deleted key": { change: (id) => sql`delete from api_keys where user_id = ${id}` },
  "organization roles": {
    change: (id) => sql`update organization_members set roles = '{organization-admin}'
      where user_id = ${id}`,
  },
  "a lost membership": {
    change: (id) => sql`delete from organization_members where user_id = ${id}`,
  },
  "a new group": { change: group },
  "a lost group": {
    before: group,
    change: (id) => sql`delete from group_members where user_id = ${id}`,
  },
  "a new link": { change: link },
  "a changed link": {
    before: link,
    change: (id) => sql`update user_links set oauth_expiry = now() where user_id = ${id}`,
  },
  "a lost link": {
    before: link,
    change: (id) => sql`delete from user_links where user_id = ${id}`,
  },
  "a seat": { change: seat },
  "a lost seat": {
    before: seat,
    change: (id) => sql`delete from ai_seat_state where user_id = ${id}`,
  },
};

for (const [what, { before, change }] of Object.entries(ofOneUser)) {
  test(`${what} drops the identity of that user within a second, and nobody else's`, async () => {
    if (before !== undefined) await write(before(user.id));
    await warm();
    const kept = app.identities.peek(keyIdOf(bystander));

    await write(change(user.id));

    await soonDropped(user);
    expect(app.identities.peek(keyIdOf(bystander))).toBe(kept);
  });
}

/** Writes that may concern anybody. */
const ofEverybody: Readonly<Record<string, RawBuilder<unknown>>> = {
  "a custom role": sql`insert into custom_roles (id, name, organization_id)
    select gen_random_uuid(), 'custom', o.id from organizations o where o.is_default`,
  "a changed role": sql`update custom_roles set display_name = 'x'`,
  "a deleted role": sql`delete from custom_roles where name = 'custom'`,
  "sharing rules": sql`update organizations set shareable_workspace_owners = 'none'`,
};
for (const [what, statement] of Object.entries(ofEverybody)) {
  test(`${what} drops every identity within a second`, async () => {
    await warm();

    await write(statement);

    await soonDropped(user);
    await soonDropped(bystander);
  });
}

test("a write about hundreds of users at once reaches every replica", async () => {
  await write(sql`
    insert into users (id, username, email, status, login_type, created_at, updated_at)
    select gen_random_uuid(), 'crowd-' || n, 'crowd-' || n || '@example.com', 'active', 'none',
      now(), now()
    from generate_series(1, 500) n`);
  await warm();

  await write(
    sql`update users set name = 'crowd' where username like 'crowd-%' or id = ${user.id}`,
  );

  await soonDropped(user);
});

test("an update that changes nothing drops nothing", async () => {
  await warm();
  const kept = app.identities.peek(keyIdOf(user));

  await write(sql`update users set name = name where id = ${user.id}`);
  // Notifications come in order: what came after a later one has been heard.
  await write(sql`update users set name = name || 'x' where id = ${bystander.id}`);
  await soonDropped(bystander);

  expect(app.identities.peek(keyIdOf(user))).toBe(kept);
});

test("a session from an identity provider ends with its link", async () => {
  const key = newApiKey();
  await write(link(user.id));
  await write(sql`
    insert into api_keys (id, hashed_secret, user_id, expires_at, login_type, lifetime_seconds,
      ip_address, scopes, allow_list, last_used, created_at, updated_at)
    values (${key.id}, ${sha256(key.secret)}, ${user.id}, now() + interval '1 day', 'github', 86400,
      '0.0.0.0', '{coder:all}', '{*:*}', now(), now(), now())`);
  const client = app.as(key.token);
  expect((await client.get("/users/me")).status).toBe(200);

  await write(sql`delete from user_links where user_id = ${user.id}`);

  await eventually(async () => (await client.get("/users/me")).status === 401, "ended", 1000);
});

test("a key with a scope that this release does not know opens nothing", async () => {
  await write(sql`update api_keys set scopes = '{no:such}' where user_id = ${user.id}`);

  const refused = async () => (await user.client.get("/users/me")).status === 401;
  await eventually(refused, "the key is refused", 1000);
});

test("an update of tens of thousands of users takes one pass after an update of one", async () => {
  const many = 30_000;
  await write(sql`
    insert into users (id, username, email, status, login_type, created_at, updated_at)
    select gen_random_uuid(), 'mass-' || n, 'mass-' || n || '@example.com', 'active', 'none',
      now(), now()
    from generate_series(1, ${many}::int) n`);
  const rename = async (name: string, whose: RawBuilder<unknown>) => {
    const done = await write(sql`update users set name = ${name} where ${whose}`);
    return (done as pg.QueryResult).rowCount;
  };
  const mass = sql`username like 'mass-%'`;

  // One connection, so that a plan that the trigger kept would be used again; the server's own limit ends it.
  await stranger.query("set statement_timeout = 30000");
  try {
    expect(await rename("one", sql`id = ${user.id}`)).toBe(1);
    expect(await rename("many", mass)).toBe(many);
    expect(await rename("one again", sql`id = ${user.id}`)).toBe(1);
  } finally {
    await stranger.query("reset statement_timeout");
  }
}, 120_000);
