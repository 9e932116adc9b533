import { publicScopes, storableScopes, uncoveredScope } from "@gatehouse/rbac";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

const tokens = "/users/me/keys/tokens";
const idOf = (token: string): string => token.split("-")[0] ?? "";

let app: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  user = await createUser(app, owner);
});
afterAll(() => app.stop());

async function newToken(by: TestUser, body: object = {}): Promise<string> {
  const answer = await by.client.post(tokens, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json.key;
}

/** Stores a key as plain SQL would import it. */
async function importKey(userId: string, scopes: string[], expiresInMs = 3_600_000) {
  const key = newApiKey();
  const now = new Date();
  await app.deps.db
    .insertInto("api_keys")
    .values({
      id: key.id,
      hashed_secret: sha256(key.secret),
      user_id: userId,
      last_used: new Date(0),
      expires_at: new Date(now.getTime() + expiresInMs),
      created_at: now,
      updated_at: now,
      login_type: "token",
      token_name: key.id,
      scopes,
      allow_list: ["*:*"],
    })
    .execute();
  return key.token;
}

test("the catalogue of scopes is public and in byte order", async () => {
  const answer = await app.anonymous.get("/auth/scopes");

  expect(answer.status).toBe(200);
  expect(answer.json.external).toEqual([...publicScopes]);
  expect(answer.json.external).toHaveLength(51);
});

test("a new token signs in and is shown without its secret", async () => {
  const token = await newToken(user, { token_name: "laptop" });

  const me = await app.as(token).get("/users/me");
  const shown = await user.client.get(`${tokens}/laptop`);

  expect(token).toMatch(/^[0-9A-Za-z]{10}-[0-9A-Za-z]{22}$/);
  expect(me.json.id).toBe(user.id);
  expect(shown.json).toMatchObject({
    id: idOf(token),
    user_id: user.id,
    login_type: "token",
    scope: "all",
    scopes: ["coder:all"],
    allow_list: ["*:*"],
    token_name: "laptop",
    lifetime_seconds: 604_800,
  });
  expect(shown.text).not.toContain(token.slice(11));
});

test("trap 20: exactly the maximal lifetime is accepted, one nanosecond more is not", async () => {
  const config = await user.client.get(`${tokens}/tokenconfig`);
  const max = "3155760000000000000";

  const exact = await user.client.post(tokens, `{"lifetime":${max}}`);
  const more = await user.client.post(tokens, `{"lifetime":3155760000000000001}`);

  expect(config.text).toBe(`{"max_token_lifetime":${max}}`);
  expect(exact.status).toBe(201);
  expect(more.status).toBe(400);
  expect(more.json.validations[0].field).toBe("lifetime");
});

test("the maximal lifetime is that of the target's roles", async () => {
  const config = await owner.client.get(`${tokens}/tokenconfig`);
  const weekAndMore = 604_800_000_000_001;

  const own = await owner.client.post(tokens, { lifetime: weekAndMore });
  const other = await owner.client.post(`/users/${user.id}/keys/tokens`, { lifetime: weekAndMore });

  expect(config.json.max_token_lifetime).toBe(604_800_000_000_000);
  expect(own.status).toBe(400);
  expect(other.status).toBe(201);
});

test.each([
  ["a negative lifetime", { lifetime: -1 }],
  ["a lifetime below a second", { lifetime: 999_999_999 }],
  ["a fractional lifetime", { lifetime: 1.5 }],
  ["a lifetime as text", { lifetime: "3600" }],
  ["an internal scope", { scopes: ["audit_log:read"] }],
  ["the dotted scope", { scopes: ["user.*"] }],
  ["an internal single scope", { scope: "debug_info:read" }],
  ["a malformed allow list", { allow_list: ["workspace"] }],
  ["too many entries", { allow_list: Array.from({ length: 129 }, () => "*:*") }],
  ["a name with a slash", { token_name: "a/b" }],
  ["a name that is a path", { token_name: "tokenconfig" }],
  ["too long a name", { token_name: "n".repeat(129) }],
  ["broken JSON", "{"],
])("%s is refused with 400", async (_, body) => {
  const answer = await user.client.post(tokens, body);

  expect(answer.status).toBe(400);
});

test("legacy scopes and both forms of the allow list are stored canonically", async () => {
  const entry = { type: "user", id: user.id.toUpperCase() };
  const token = await newToken(user, { scopes: ["all", "coder:all"], allow_list: [entry, entry] });

  const shown = await user.client.get(`/users/me/keys/${idOf(token)}`);

  expect(shown.json.scopes).toEqual(["coder:all"]);
  expect(shown.json.allow_list).toEqual([`user:${user.id}`]);
});

test("trap 23: scope is an empty text where no legacy name fits", async () => {
  const token = await newToken(user, { scopes: ["user:read"] });

  const shown = await user.client.get(`/users/me/keys/${idOf(token)}`);

  expect(shown.json.scope).toBe("");
});

test("trap 26: an expired token keeps its name", async () => {
  const token = await newToken(user, { token_name: "nightly" });
  await user.client.put(`/users/me/keys/${idOf(token)}/expire`);

  const answer = await user.client.post(tokens, { token_name: "nightly" });

  expect(answer.status).toBe(409);
  expect(answer.json.validations[0].field).toBe("name");
});

test("of two tokens that race for a name exactly one is made", async () => {
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => user.client.post(tokens, { token_name: "race" })),
  );

  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
});

test("only the user and owners make keys for a user", async () => {
  const admin = await createUser(app, owner, { roles: ["user-admin"] });
  const path = `/users/${user.id}/keys`;

  expect((await admin.client.post(`${path}/tokens`, {})).status).toBe(403);
  expect((await admin.client.post(path)).status).toBe(403);
  expect((await owner.client.post(`${path}/tokens`, {})).status).toBe(201);
  expect((await owner.client.post(path)).status).toBe(201);
});

test("a deleted user gets no keys, and a stranger is hidden by the same bytes", async () => {
  const gone = await createUser(app, owner);
  const stranger = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const deleted = await owner.client.post(`/users/${gone.id}/keys/tokens`, {});
  const hidden = await stranger.client.post(`/users/${user.id}/keys/tokens`, {});

  expect(deleted.status).toBe(404);
  expect(hidden.status).toBe(404);
  expect(hidden.text).toBe(deleted.text);
});

test("a system user gets no keys", async () => {
  const system = await createUser(app, owner);
  await app.deps.db
    .updateTable("users")
    .set({ is_system: true })
    .where("id", "=", system.id)
    .execute();

  expect((await owner.client.post(`/users/${system.id}/keys/tokens`, {})).status).toBe(403);
  expect((await owner.client.post(`/users/${system.id}/keys`)).status).toBe(403);
});

test("trap 24: a session key needs no body and sets no cookie", async () => {
  const answer = await user.client.post("/users/me/keys");
  const shown = await user.client.get(`/users/me/keys/${idOf(answer.json.key)}`);

  expect(answer.status).toBe(201);
  expect(answer.headers["set-cookie"]?.toString() ?? "").not.toContain("coder_session_token");
  expect(shown.json).toMatchObject({ login_type: "password", last_used: "1970-01-01T00:00:00Z" });
});

test("trap 21: an owner reads, expires and deletes the key of another under his own path", async () => {
  const path = `/users/me/keys/${idOf(await newToken(user))}`;

  expect((await owner.client.get(path)).json.user_id).toBe(user.id);
  expect((await owner.client.put(`${path}/expire`)).status).toBe(204);
  const expiry = (await owner.client.get(path)).json.expires_at;
  expect((await owner.client.put(`${path}/expire`)).status).toBe(204);
  expect((await owner.client.get(path)).json.expires_at).toBe(expiry);
  expect((await owner.client.delete(path)).status).toBe(204);
  expect((await owner.client.delete(path)).status).toBe(404);
});

test("trap 8: a key of another and a missing key are the same 404", async () => {
  const other = `/users/me/keys/${idOf(await newToken(owner))}`;
  const missing = "/users/me/keys/0000000000";

  for (const [method, suffix] of [
    ["GET", ""],
    ["DELETE", ""],
    ["PUT", "/expire"],
    ["POST", "/rotate"],
  ] as const) {
    const hidden = await user.client.send(method, other + suffix);
    const absent = await user.client.send(method, missing + suffix);
    expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
  }
});

test("the list has one's own valid tokens, and everybody's for owners who ask", async () => {
  const mine = await createUser(app, owner);
  const live = await newToken(mine);
  const dead = idOf(await importKey(mine.id, ["coder:all"], -1000));
  const ids = async (by: TestUser, query: string): Promise<string[]> =>
    (await by.client.get(tokens + query)).json.map((row: { id: string }) => row.id);

  expect(await ids(mine, "?include_all=perhaps")).toEqual([idOf(live)]);
  expect(await ids(mine, "?include_all=true")).toEqual([idOf(live)]);
  expect((await ids(mine, "?include_expired=T")).sort()).toEqual([idOf(live), dead].sort());
  expect(await ids(owner, "?include_all=1")).toContain(idOf(live));
  expect((await mine.client.get(tokens)).json[0].username).toBe(mine.username);
});

test("a listed token tells who made it, what used it last and from where", async () => {
  const mine = await createUser(app, owner);
  const robot = await createUser(app, owner, { serviceAccount: true });
  const own = await newToken(mine);
  const made = await owner.client.post(`/users/${robot.id}/keys/tokens`, {});
  await app.as(own).get("/users/me", { headers: { "user-agent": `probe/1 ${"x".repeat(300)}` } });

  const listed = (await mine.client.get(tokens)).json;
  const robots = (await owner.client.get(`/users/${robot.id}/keys/tokens`)).json;

  expect(listed).toMatchObject([
    { created_by: mine.id, last_used_ip: "127.0.0.1", user_status: "active" },
  ]);
  expect(listed[0].user_agent).toMatch(/^probe\/1 x{248}$/);
  expect(robots).toMatchObject([
    { id: idOf(made.json.key), created_by: owner.id, last_used_ip: "", user_agent: "" },
  ]);
});

test("the tokens of a suspended user are told as his in the list of all", async () => {
  const leaver = await createUser(app, owner);
  const key = await newToken(leaver);
  await owner.client.put(`/users/${leaver.id}/status/suspend`);

  const all: { id: string; user_status: string }[] = (
    await owner.client.get(`${tokens}?include_all=true`)
  ).json;

  expect(all.find(({ id }) => id === idOf(key))?.user_status).toBe("suspended");
});

test("the list is narrowed to tokens that end soon and to users in a state", async () => {
  const leaver = await createUser(app, owner);
  const soon = idOf(await newToken(leaver, { lifetime: 3_600_000_000_000 }));
  const later = idOf(await newToken(leaver, { lifetime: 6 * 86_400_000_000_000 }));
  await owner.client.put(`/users/${leaver.id}/status/suspend`);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const ids = async (query: string): Promise<string[]> =>
    (await owner.client.get(`${tokens}?include_all=true&${query}`)).json.map(
      (row: { id: string }) => row.id,
    );

  const ending = await ids(`expires_before=${encodeURIComponent(tomorrow)}&user_status=suspended`);
  const suspended = await ids("user_status=suspended");
  const bad = await owner.client.get(`${tokens}?expires_before=soon&user_status=gone`);

  expect(ending).toContain(soon);
  expect(ending).not.toContain(later);
  expect(suspended).toEqual(expect.arrayContaining([soon, later]));
  expect(await ids("user_status=active")).not.toContain(soon);
  expect(bad.status).toBe(400);
  expect(bad.json.validations.map(({ field }: { field: string }) => field).sort()).toEqual([
    "expires_before",
    "user_status",
  ]);
});

test("trap 2: a scope restricts every endpoint, and an allow list every row", async () => {
  const narrow = app.as(await newToken(owner, { scopes: ["user:read"] }));
  const one = app.as(
    await newToken(owner, { scopes: ["user:read"], allow_list: [`user:${user.id}`] }),
  );

  expect((await narrow.get(`/users/${user.id}`)).status).toBe(200);
  expect((await narrow.put(`/users/${user.id}/profile`, { username: user.username })).status).toBe(
    404,
  );
  expect((await one.get("/users")).json.users.map(({ id }: { id: string }) => id)).toEqual([
    user.id,
  ]);
});

test("trap 1: a restricted key makes neither a session nor a wider token", async () => {
  const narrow = app.as(await newToken(user, { scopes: ["coder:apikeys.manage_self"] }));

  expect((await narrow.post("/users/me/keys")).status).toBe(403);
  expect((await narrow.post(tokens, { scopes: ["coder:all"] })).status).toBe(403);
  const inherited = await narrow.post(tokens, {});
  const shown = await user.client.get(`/users/me/keys/${idOf(inherited.json.key)}`);
  expect(shown.json.scopes).toEqual(["coder:apikeys.manage_self"]);
});

test("whatever a scoped key makes is covered by it", async () => {
  const someScopes = fc.uniqueArray(fc.constantFrom(...publicScopes), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(someScopes, someScopes, async (held, wanted) => {
      const creator = app.as(await newToken(user, { scopes: ["api_key:create", ...held] }));
      const answer = await creator.post(tokens, { scopes: wanted });
      if (answer.status === 403) return;
      const made = await user.client.get(`/users/me/keys/${idOf(answer.json.key)}`);
      expect(uncoveredScope(["api_key:create", ...held], made.json.scopes)).toBeNull();
    }),
    { numRuns: 25 },
  );
});

test("a key of plain SQL works, and one with an unknown scope does not", async () => {
  expect((await app.as(await importKey(user.id, ["coder:all"])).get("/users/me")).status).toBe(200);
  expect((await app.as(await importKey(user.id, ["no:such"])).get("/users/me")).status).toBe(401);
  expect(storableScopes).not.toContain("no:such");
});

test("a rotation keeps id and name, and the old secret for the grace period only", async () => {
  const old = await newToken(user, { token_name: "rotated" });
  const path = `/users/me/keys/${idOf(old)}/rotate`;

  const graced = await user.client.post(path, { grace_seconds: 60 });
  const during = await app.as(old).get("/users/me");
  const second = await user.client.post(path);

  expect([graced.status, during.status, second.status]).toEqual([201, 200, 201]);
  expect(idOf(second.json.key)).toBe(idOf(old));
  expect((await app.as(old).get("/users/me")).status).toBe(401);
  expect((await app.as(graced.json.key).get("/users/me")).status).toBe(401);
  expect((await app.as(second.json.key).get("/users/me")).status).toBe(200);
});

test("of rotations that race exactly one secret survives", async () => {
  const old = await newToken(user);
  const path = `/users/me/keys/${idOf(old)}/rotate`;

  const answers = await Promise.all(Array.from({ length: 4 }, () => user.client.post(path)));
  const uses = await Promise.all(answers.map(({ json }) => app.as(json.key).get("/users/me")));

  expect(uses.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
});

test("sessions and expired tokens do not rotate, and a narrow key rotates no wider one", async () => {
  const session = (user.client.token ?? "").split("-")[0];
  const expired = idOf(await importKey(user.id, ["coder:all"], -1000));
  const wide = idOf(await newToken(user));
  const narrowToken = await newToken(user, { scopes: ["api_key:*"] });
  const narrow = app.as(narrowToken);

  expect((await user.client.post(`/users/me/keys/${session}/rotate`)).status).toBe(400);
  expect((await user.client.post(`/users/me/keys/${expired}/rotate`)).status).toBe(400);
  expect((await narrow.post(`/users/me/keys/${wide}/rotate`)).status).toBe(403);
  expect((await narrow.post(`/users/me/keys/${idOf(narrowToken)}/rotate`)).status).toBe(201);
});

test("sessions are listed and ended one by one or all but the current; tokens stay", async () => {
  const me = await createUser(app, owner);
  const token = await newToken(me);
  const other = (await me.client.post("/users/me/keys")).json.key;
  const third = (await me.client.post("/users/me/keys")).json.key;

  const listed = await me.client.get("/users/me/sessions");
  const ended = await me.client.delete(`/users/me/sessions/${idOf(other)}`);
  const noSession = await me.client.delete(`/users/me/sessions/${idOf(token)}`);
  const revoked = await me.client.post("/users/me/sessions/revoke-others");
  const again = await me.client.post("/users/me/sessions/revoke-others");

  expect(listed.json.count).toBe(3);
  expect(listed.json.sessions[0]).toMatchObject({ current: true, kind: "browser" });
  expect([ended.status, noSession.status]).toEqual([204, 404]);
  expect([revoked.json, again.json]).toEqual([{ revoked: 1 }, { revoked: 0 }]);
  expect((await app.as(third).get("/users/me")).status).toBe(401);
  expect((await app.as(token).get("/users/me")).status).toBe(200);
});

test("trap 5: audit entries name token and owner, and hold no secret", async () => {
  const me = await createUser(app, owner);
  const token = await newToken(me, { token_name: "audited" });
  const rotated = (await me.client.post(`/users/me/keys/${idOf(token)}/rotate`)).json.key;
  await me.client.delete(`/users/me/keys/${idOf(token)}`);

  const rows = await app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("resource_type", "=", "api_key")
    .where("resource_target", "=", "audited")
    .orderBy("time")
    .execute();

  expect(rows.map(({ action }) => action)).toEqual(["create", "write", "delete"]);
  expect(rows.every(({ resource_id }) => resource_id === me.id)).toBe(true);
  for (const secret of [token, rotated].map((one: string) => one.slice(11))) {
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(sha256(secret).toString("hex"));
  }
});

test("a token never slides: its use leaves its expiry as it was", async () => {
  const token = await newToken(user, { lifetime: 7_200_000_000_000 });
  await app.deps.db
    .updateTable("api_keys")
    .set({ expires_at: new Date(Date.now() + 60_000) })
    .where("id", "=", idOf(token))
    .execute();
  const path = `/users/me/keys/${idOf(token)}`;
  const before = (await user.client.get(path)).json.expires_at;

  await app.as(token).get("/users/me");
  await app.bookkeeping.flush();

  const after = (await user.client.get(path)).json;
  expect(after.expires_at).toBe(before);
  expect(after.last_used).not.toBe("1970-01-01T00:00:00Z");
});

test("expiring a rotated token ends both secrets", async () => {
  const old = await newToken(user);
  const path = `/users/me/keys/${idOf(old)}`;
  const fresh = (await user.client.post(`${path}/rotate`, { grace_seconds: 60 })).json.key;

  await user.client.put(`${path}/expire`);

  expect((await app.as(old).get("/users/me")).status).toBe(401);
  expect((await app.as(fresh).get("/users/me")).status).toBe(401);
});
