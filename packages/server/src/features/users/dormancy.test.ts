import {
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { newApiKey, sha256 } from "../../platform/secrets.ts";
import { markDormantUsers } from "./jobs.ts";

const dayMs = 86_400_000;
const runId = "0d0d0d0d-0000-4000-8000-000000000001";
const start = new Date("2026-03-01T12:00:00Z");
const clock = frozenClock(start);
let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp({ clock });
  owner = await createOwner(app);
  await owner.client.get("/users/me");
});
afterAll(() => app.stop());

/** A user who was seen so many days ago; `null` = never. */
async function seen(
  daysAgo: number | null,
  wishes: Record<string, unknown> = {},
  createdDaysAgo = 200,
): Promise<TestUser> {
  const user = await createUser(app, owner, { loginType: "none" });
  const ago = (days: number) => new Date(clock.now().getTime() - days * dayMs);
  const change = {
    status: "active",
    created_at: ago(createdDaysAgo),
    ...(daysAgo === null ? {} : { last_seen_at: ago(daysAgo) }),
    ...wishes,
  };
  await app.deps.db.updateTable("users").set(change).where("id", "=", user.id).execute();
  return user;
}

async function statusOf(user: TestUser): Promise<string> {
  return (await owner.client.get(`/users/${user.id}`)).json.status;
}

function entriesOf(user: TestUser) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("resource_id", "=", user.id)
    .where("action", "=", "write")
    .execute();
}

async function storeKey(userId: string): Promise<string> {
  const key = newApiKey();
  const now = clock.now();
  await app.deps.db
    .insertInto("api_keys")
    .values({
      id: key.id,
      hashed_secret: sha256(key.secret),
      user_id: userId,
      last_used: new Date(0),
      expires_at: new Date(now.getTime() + dayMs),
      created_at: now,
      updated_at: now,
      login_type: "token",
      scopes: ["coder:all"],
      allow_list: ["*:*"],
      token_name: key.id,
    })
    .execute();
  return key.token;
}

test("a user who was not seen for ninety days becomes dormant, with history and one entry", async () => {
  const user = await seen(91);

  await markDormantUsers(app.deps, runId);

  const read = await owner.client.get(`/users/${user.id}`);
  const entries = await entriesOf(user);
  const history = await app.deps.db
    .selectFrom("user_status_changes")
    .select(["new_status", "changed_at"])
    .where("user_id", "=", user.id)
    .where("new_status", "=", "dormant")
    .execute();
  expect(read.json.status).toBe("dormant");
  expect(new Date(read.json.updated_at)).toEqual(clock.now());
  expect(history).toEqual([{ new_status: "dormant", changed_at: clock.now() }]);
  expect(entries).toMatchObject([
    {
      request_id: runId,
      user_id: user.id,
      resource_type: "user",
      resource_target: user.username,
      status_code: 200,
      user_agent: "",
      ip: null,
      diff: { status: { old: "active", new: "dormant", secret: false } },
      additional_fields: { automatic_actor: "coder", automatic_subsystem: "dormancy" },
    },
  ]);
});

test("ninety days to the millisecond are not yet too long", async () => {
  const user = await seen(90);

  await markDormantUsers(app.deps, runId);
  const atLimit = await statusOf(user);
  clock.advance(1);
  await markDormantUsers(app.deps, runId);

  expect([atLimit, await statusOf(user)]).toEqual(["active", "dormant"]);
});

test("a user who was never seen counts from his creation", async () => {
  const young = await seen(null, {}, 1);
  const old = await seen(null, {}, 91);

  await markDormantUsers(app.deps, runId);

  expect([await statusOf(young), await statusOf(old)]).toEqual(["active", "dormant"]);
});

test("suspended, deleted and system users are left alone", async () => {
  const suspended = await seen(100, { status: "suspended" });
  const deleted = await seen(100, { deleted: true });

  await markDormantUsers(app.deps, runId);

  const system = await app.deps.db
    .selectFrom("users")
    .select("status")
    .where("is_system", "=", true)
    .execute();
  expect([await statusOf(suspended), await statusOf(deleted)]).toEqual(["suspended", "active"]);
  expect(system).toEqual([{ status: "active" }]);
});

test("a second run finds nothing to do", async () => {
  const user = await seen(91);
  await markDormantUsers(app.deps, runId);
  const before = await owner.client.get(`/users/${user.id}`);
  clock.advance(1000);

  await markDormantUsers(app.deps, runId);

  const after = await owner.client.get(`/users/${user.id}`);
  expect(after.json).toEqual(before.json);
  expect(await entriesOf(user)).toHaveLength(1);
});

test("two runs at once mark and record each user once", async () => {
  const users = [await seen(91), await seen(92), await seen(93)];

  await Promise.all([markDormantUsers(app.deps, runId), markDormantUsers(app.deps, runId)]);

  for (const user of users) {
    expect(await statusOf(user)).toBe("dormant");
    expect(await entriesOf(user)).toHaveLength(1);
  }
});

test("the last owner becomes dormant like everybody, because he can log in", async () => {
  const fresh = await startTestApp({ clock });
  try {
    const only = await createOwner(fresh);
    await fresh.deps.db
      .updateTable("users")
      .set({ created_at: new Date("2020-01-01"), last_seen_at: new Date("2020-01-01") })
      .where("id", "=", only.id)
      .execute();

    await markDormantUsers(fresh.deps, runId);
    const dormant = await fresh.deps.db
      .selectFrom("users")
      .select("status")
      .where("id", "=", only.id)
      .executeTakeFirst();
    const me = await only.client.get("/users/me");

    expect(dormant?.status).toBe("dormant");
    expect(me.json.status).toBe("active");
  } finally {
    await fresh.stop();
  }
});

test("a period of 0 switches the job off", async () => {
  const off = await startTestApp({
    clock,
    databaseUrl: app.databaseUrl,
    settings: { DORMANCY_PERIOD: "0" },
  });
  try {
    const user = await seen(1000);

    await markDormantUsers(off.deps, runId);

    expect(await statusOf(user)).toBe("active");
  } finally {
    await off.stop();
  }
});

test("a dormant user becomes active by any request with a key, before it is answered", async () => {
  const user = await seen(91);
  await markDormantUsers(app.deps, runId);
  const client = app.as(await storeKey(user.id));
  clock.advance(1000);

  const me = await client.get("/users/me");
  const read = await owner.client.get(`/users/${user.id}`);

  const now = clock.now().toISOString().replace(".000Z", "Z");
  expect(me.status).toBe(200);
  expect(me.json).toMatchObject({ status: "active", last_seen_at: me.json.updated_at });
  expect(new Date(me.json.last_seen_at)).toEqual(new Date(now));
  expect(read.json).toEqual(me.json);
  expect(await entriesOf(user)).toHaveLength(2);
});

test("many first requests at once activate once", async () => {
  const user = await seen(91);
  await markDormantUsers(app.deps, runId);
  const client = app.as(await storeKey(user.id));

  const answers = await Promise.all(Array.from({ length: 5 }, () => client.get("/users/me")));

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  expect(await entriesOf(user)).toHaveLength(2);
});

test("a public endpoint activates nobody, even with a key", async () => {
  const user = await seen(91);
  await markDormantUsers(app.deps, runId);
  const client = app.as(await storeKey(user.id));

  await client.get("/users/authmethods");
  await client.get("/users/first");

  expect(await statusOf(user)).toBe("dormant");
});

test("an activation and a suspension at once never leave the user active", async () => {
  const user = await seen(91);
  await markDormantUsers(app.deps, runId);
  const client = app.as(await storeKey(user.id));

  await Promise.all([
    client.get("/users/me"),
    owner.client.put(`/users/${user.id}/status/suspend`),
    client.get("/users/me"),
  ]);

  expect(await statusOf(user)).toBe("suspended");
  expect((await client.get("/users/me")).status).toBe(401);
});

test("the first use of a key sets last_seen_at, later uses within the hour do not", async () => {
  const user = await createUser(app, owner);
  const first = await user.client.get("/users/me");
  clock.advance(3_599_000);
  await user.client.get("/users/me");
  await app.bookkeeping.flush();
  const second = await owner.client.get(`/users/${user.id}`);
  clock.advance(2000);
  await user.client.get("/users/me");
  await app.bookkeeping.flush();
  const third = await owner.client.get(`/users/${user.id}`);

  expect(second.json.last_seen_at).toBe(first.json.last_seen_at);
  expect(new Date(third.json.last_seen_at)).toEqual(clock.now());
  expect(third.json.updated_at).toBe(third.json.last_seen_at);
});

test("an account that an administrator created stays unseen until it is used", async () => {
  const username = uniqueName();
  const created = await owner.client.post("/users", {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    user_status: "active",
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
  });

  await owner.client.put(`/users/${created.json.id}/status/suspend`);
  await owner.client.put(`/users/${created.json.id}/status/activate`);
  const read = await owner.client.get(`/users/${created.json.id}`);

  expect(read.json.last_seen_at).toBe("0001-01-01T00:00:00Z");
});
