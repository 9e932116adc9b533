import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const tokens = "/users/me/keys/tokens";
const idOf = (token: string): string => token.split("-")[0] ?? "";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await createUser(app, owner);
});

async function newToken(by: TestUser, body: object = {}): Promise<string> {
  return (await by.client.post(tokens, body)).json.key;
}

// Those that need no server are tested with the decisions they are about, under the same numbers.
describe("traps of spec authorization §9", () => {
  test("trap 3: a scope gives a plain user nothing that the roles do not", async () => {
    const wide = app.as(await newToken(user, { scopes: ["user:*", "organization:*"] }));

    expect((await wide.get(`/users/${owner.id}`)).status).toBe(404);
    expect((await wide.put(`/users/${owner.id}/status/suspend`)).status).toBe(404);
  });

  test("trap 4: a key whose allow list names nothing may do nothing", async () => {
    const elsewhere = "0f000000-0000-4000-8000-000000000001";
    const token = await newToken(owner, { allow_list: [`workspace:${elsewhere}`] });

    expect((await app.as(token).get(`/users/${user.id}`)).status).toBe(404);
    expect((await app.as(token).get("/users")).json.users).toEqual([]);
  });

  test("trap 6: a valid header does not rescue an invalid cookie", async () => {
    const token = user.client.token ?? "";
    const cookie = "coder_session_token=AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB";
    const headers = { cookie, "coder-session-token": token };

    expect((await app.anonymous.get("/users/me", { headers })).status).toBe(401);
  });

  test("trap 7: a suspended user's keys of every kind are refused on the next request", async () => {
    const keys = [user.client.token ?? "", await newToken(user)];
    keys.push((await user.client.post("/users/me/keys")).json.key);

    await owner.client.put(`/users/${user.id}/status/suspend`);

    for (const key of keys) expect((await app.as(key).get("/users/me")).status).toBe(401);
  });

  test("trap 9: an organization's admin reads users and no personal data", async () => {
    await sql`update organization_members set roles = '{organization-admin}'
      where user_id = ${user.id}`.execute(app.deps.db);

    expect((await user.client.get(`/users/${owner.id}`)).status).toBe(200);
    expect((await user.client.get(`/users/${owner.id}/gitsshkey`)).status).toBe(404);
    expect((await user.client.get(`/users/${owner.id}/appearance`)).status).toBe(404);
  });

  test("trap 14: what has no owner is nobody's own", async () => {
    const checks = Object.fromEntries(
      ["license", "system", "crypto_key", "debug_info"].map((type) => [
        type,
        { action: "read", object: { resource_type: type } },
      ]),
    );

    const answer = await user.client.post("/authcheck", { checks });

    expect(new Set(Object.values(answer.json))).toEqual(new Set([false]));
  });

  test("trap 15: an owner may not read the secrets of others", async () => {
    const object = { resource_type: "user_secret", owner_id: user.id };
    const checks = { theirs: { action: "read", object } };

    expect((await owner.client.post("/authcheck", { checks })).json).toEqual({ theirs: false });
    expect((await user.client.post("/authcheck", { checks })).json).toEqual({ theirs: true });
  });

  test("trap 16: a user-admin resets no owner's password, and the last owner stays", async () => {
    const admin = await createUser(app, owner, { roles: ["user-admin"] });
    const password = "AnotherSecurePassword!";
    const path = `/users/${owner.id}`;

    const reset = await admin.client.put(`${path}/password`, { password });
    const suspended = await admin.client.put(`${path}/status/suspend`);
    const deleted = await admin.client.delete(path);
    const demoted = await admin.client.put(`${path}/roles`, { roles: [] });

    expect([reset, suspended, demoted].map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(deleted.status).toBeGreaterThanOrEqual(400);
    expect((await owner.client.get("/users/me")).json.status).toBe("active");
    expect((await owner.client.get("/users/me/roles")).json.roles).toEqual(["owner"]);
  });

  test("trap 17: a deleted token is refused within a second on another replica", async () => {
    const there = await startTestApp({ databaseUrl: app.databaseUrl });
    try {
      const token = await newToken(user);
      const before = (await there.as(token).get("/users/me")).status;
      const began = Date.now();

      await user.client.delete(`/users/me/keys/${idOf(token)}`);

      const deadline = began + 1000;
      let status = 200;
      while (status === 200 && Date.now() < deadline) {
        ({ status } = await there.as(token).get("/users/me"));
      }
      expect([before, status]).toEqual([200, 401]);
    } finally {
      await there.stop();
    }
  });

  test("trap 19: lifetimes beyond 2^53 nanoseconds are exact in both directions", async () => {
    const lifetime = "9007199254740993000";
    const config = await user.client.get(`${tokens}/tokenconfig`);
    const beyond = await user.client.post(tokens, `{"lifetime":${lifetime}}`);

    expect(config.text).toContain('"max_token_lifetime":3155760000000000000');
    expect(beyond.status).toBe(400);
    expect(beyond.text).toContain("3155760000000000000");
    expect(beyond.text).not.toContain("e+");
  });

  test("trap 22: an allow list is written as texts, also where objects were sent", async () => {
    const token = await newToken(user, { allow_list: [{ type: "user", id: user.id }] });

    const shown = (await user.client.get(`/users/me/keys/${idOf(token)}`)).json;
    const listed = (await user.client.get(tokens)).json;

    expect(shown.allow_list).toEqual([`user:${user.id}`]);
    expect(listed[0].allow_list).toEqual([`user:${user.id}`]);
  });

  test("trap 25: a key that was never used shows 1970", async () => {
    const token = await newToken(user);

    const shown = await user.client.get(`/users/me/keys/${idOf(token)}`);

    expect(shown.json.last_used).toBe("1970-01-01T00:00:00Z");
  });

  test("trap 27: tokenconfig is no name of a token", async () => {
    const config = await user.client.get(`${tokens}/tokenconfig`);

    expect(Object.keys(config.json)).toEqual(["max_token_lifetime"]);
    expect((await user.client.post(tokens, { token_name: "tokenconfig" })).status).toBe(400);
  });

  test("trap 28: look-up by name minds the case and finds keys that are no tokens", async () => {
    await newToken(user, { token_name: "Laptop" });
    const session = idOf((await user.client.post("/users/me/keys")).json.key);
    await sql`update api_keys set token_name = 'named' where id = ${session}`.execute(app.deps.db);

    expect((await user.client.get(`${tokens}/Laptop`)).status).toBe(200);
    expect((await user.client.get(`${tokens}/laptop`)).status).toBe(404);
    expect((await user.client.get(`${tokens}/named`)).json).toMatchObject({
      ...{ id: session, login_type: "password" },
    });
  });

  test("trap 29: an expired cookie does not break what is public", async () => {
    const id = idOf(user.client.token ?? "");
    await sql`update api_keys set expires_at = now() - interval '1 hour'
      where id = ${id}`.execute(app.deps.db);
    const stale = app.as(user.client.token ?? "");
    const credentials = { email: user.email, password: user.password };

    expect((await stale.get("/users/me")).status).toBe(401);
    expect((await stale.get("/buildinfo")).status).toBe(200);
    expect((await stale.get("/auth/scopes")).status).toBe(200);
    expect((await stale.post("/users/login", credentials)).status).toBe(201);
  });

  test("trap 30: member is tolerated where it is stored, counts once, and is never on offer", async () => {
    await sql`update users set rbac_roles = '{member,auditor}' where id = ${user.id}`.execute(
      app.deps.db,
    );

    const held = await user.client.get("/users/me/permissions");
    const offered = await owner.client.get("/users/roles");

    const names = held.json.roles.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === "member")).toHaveLength(1);
    expect(names).toContain("auditor");
    expect(offered.json.map(({ name }: { name: string }) => name)).not.toContain("member");
    expect((await user.client.get("/audit?limit=1")).status).toBe(200);
  });
});
