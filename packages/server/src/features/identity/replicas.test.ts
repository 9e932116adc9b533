import {
  type Client,
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

/** How long another replica may take (spec users §2.3). */
const otherReplicaMs = 1000;

let here: TestApp;
let there: TestApp;
let owner: TestUser;
let user: TestUser;
/** The same credential on the other replica. */
let away: Client;

beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp({ databaseUrl: here.databaseUrl });
  owner = await createOwner(here);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});

beforeEach(async () => {
  user = await createUser(here, owner);
  away = there.as(user.client.token ?? "");
  await warm(here, user.client);
  await warm(there, away);
});

const keyIdOf = (client: Client): string => (client.token ?? "").split("-")[0] ?? "";

/** Leaves the caller's identity in the cache of a replica. */
async function warm(app: TestApp, client: Client): Promise<void> {
  await app.bookkeeping.flush();
  await eventually(async () => {
    const answer = await client.get("/users/me");
    expect(answer.status).toBe(200);
    return app.identities.peek(keyIdOf(client));
  }, "the identity is cached");
}

async function soonThere(what: string, holds: () => Promise<boolean>): Promise<void> {
  await eventually(holds, `the other replica knows: ${what}`, otherReplicaMs);
}

const statusOf = async (client: Client): Promise<number> => (await client.get("/users/me")).status;

test("a suspended user is refused on the next request, and within a second on the other replica", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);

  expect(await statusOf(user.client)).toBe(401);
  await soonThere("suspended", async () => (await statusOf(away)) === 401);
});

test("a suspended user who is made active again gets in with the same key", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);
  await soonThere("suspended", async () => (await statusOf(away)) === 401);

  await owner.client.put(`/users/${user.id}/status/activate`);

  expect(await statusOf(user.client)).toBe(200);
  await soonThere("active", async () => (await statusOf(away)) === 200);
});

test("a deleted user is refused on the next request, and within a second on the other replica", async () => {
  await owner.client.delete(`/users/${user.id}`);

  expect(await statusOf(user.client)).toBe(401);
  await soonThere("deleted", async () => (await statusOf(away)) === 401);
});

test("a granted role works on the next request, and within a second on the other replica", async () => {
  await owner.client.put(`/users/${user.id}/roles`, { roles: ["auditor"] });

  expect((await user.client.get(`/users/${owner.id}`)).status).toBe(200);
  await soonThere("granted", async () => (await away.get(`/users/${owner.id}`)).status === 200);
});

test("a role taken away is gone on the next request, and within a second on the other replica", async () => {
  await owner.client.put(`/users/${user.id}/roles`, { roles: ["auditor"] });
  await soonThere("granted", async () => (await away.get(`/users/${owner.id}`)).status === 200);

  await owner.client.put(`/users/${user.id}/roles`, { roles: [] });

  expect((await user.client.get(`/users/${owner.id}`)).status).toBe(404);
  await soonThere("taken", async () => (await away.get(`/users/${owner.id}`)).status === 404);
});

test("a password change ends every session at once, and within a second on the other replica", async () => {
  const body = { password: "AnotherSecurePassword!", old_password: user.password };
  const changed = await user.client.put(`/users/${user.id}/password`, body);

  expect(changed.status).toBe(204);
  expect(await statusOf(user.client)).toBe(401);
  await soonThere("password changed", async () => (await statusOf(away)) === 401);
});

test("a signed-out session is refused at once, and within a second on the other replica", async () => {
  await user.client.post("/users/logout");

  expect(await statusOf(user.client)).toBe(401);
  await soonThere("signed out", async () => (await statusOf(away)) === 401);
});

test("a new name is in one's own User object at once, and within a second on the other replica", async () => {
  const profile = { username: user.username, name: "Renamed" };
  await user.client.put(`/users/${user.id}/profile`, profile);

  expect((await user.client.get("/users/me")).json.name).toBe("Renamed");
  await soonThere("renamed", async () => (await away.get("/users/me")).json.name === "Renamed");
});

const plainSql: readonly (readonly [string, (id: string) => ReturnType<typeof sql>])[] = [
  ["a suspension", (id) => sql`update users set status = 'suspended' where id = ${id}`],
  ["a deleted key", (id) => sql`delete from api_keys where user_id = ${id}`],
  [
    "an expired key",
    (id) => sql`update api_keys set expires_at = now() - interval '1 minute' where user_id = ${id}`,
  ],
  [
    "a replaced secret",
    (id) => sql`update api_keys set hashed_secret = sha256('other') where user_id = ${id}`,
  ],
];

for (const [what, write] of plainSql) {
  test(`${what} written with plain SQL ends the session within a second on both replicas`, async () => {
    await write(user.id).execute(here.deps.db);

    await soonThere(what, async () => (await statusOf(user.client)) === 401);
    await soonThere(what, async () => (await statusOf(away)) === 401);
  });
}

test("a role written with plain SQL works within a second on both replicas", async () => {
  await sql`update users set rbac_roles = '{auditor}' where id = ${user.id}`.execute(here.deps.db);

  for (const client of [user.client, away]) {
    await soonThere("role", async () => (await client.get(`/users/${owner.id}`)).status === 200);
  }
});

test("a membership written with plain SQL is in the User object within a second on both replicas", async () => {
  await sql`delete from organization_members where user_id = ${user.id}`.execute(here.deps.db);

  for (const client of [user.client, away]) {
    await soonThere("membership", async () => {
      const answer = await client.get("/users/me");
      return answer.json.organization_ids.length === 0;
    });
  }
});

test("a write that is rolled back changes nothing and reaches nobody", async () => {
  const rolledBack = here.deps.db.transaction().execute(async (tx) => {
    await sql`update users set status = 'suspended' where id = ${user.id}`.execute(tx);
    throw new Error("rolled back");
  });

  await expect(rolledBack).rejects.toThrow("rolled back");
  expect(await statusOf(user.client)).toBe(200);
  expect(await statusOf(away)).toBe(200);
});

const cutListeners = sql<{ cut: boolean }>`
  select pg_terminate_backend(a.pid) as cut from pg_stat_activity a
  where a.datname = current_database() and a.application_name = 'gatehouse listener'`;

test("a killed listening connection switches the cache off, and it comes back by itself", async () => {
  const keyId = keyIdOf(user.client);
  await cutListeners.execute(here.deps.db);

  await eventually(() => here.identities.size === 0, "the cache is emptied", otherReplicaMs);
  const during = await statusOf(user.client);
  const heldMeanwhile = here.identities.peek(keyId);
  await warm(here, user.client);

  expect(during).toBe(200);
  expect(heldMeanwhile).toBeUndefined();
});

test("a change made while a replica hears nothing is seen there on the very next request", async () => {
  await cutListeners.execute(here.deps.db);
  await eventually(() => there.identities.size === 0, "the cache is emptied", otherReplicaMs);

  await owner.client.put(`/users/${user.id}/status/suspend`);

  expect(await statusOf(away)).toBe(401);
});
