import {
  type Answer,
  createOwner,
  createUser,
  eventually,
  goodPassword,
  type SmtpSink,
  signIn,
  startSmtpSink,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

const next = "AnotherSecurePassword!";
const nilUuid = "00000000-0000-0000-0000-000000000000";
let app: TestApp;
let sink: SmtpSink;
let owner: TestUser;
let admin: TestUser;
beforeAll(async () => {
  sink = await startSmtpSink();
  app = await startTestApp({
    settings: { EMAIL_SMARTHOST: sink.smarthost, EMAIL_FROM: "gatehouse@example.com" },
  });
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
});
afterAll(async () => {
  await app.stop();
  await sink.stop();
});

function login(email: string, password: string, of: TestApp = app) {
  return of.anonymous.post("/users/login", { email, password });
}

function bytes(answer: Answer): string {
  return `${answer.status} ${answer.text}`;
}

async function passcodeOf(user: TestUser): Promise<string> {
  await app.anonymous.post("/users/otp/request", { email: user.email });
  const mail = await sink.waitForMessage(5000, (one) => one.envelope.to.includes(user.email));
  return /otp=([0-9a-f-]{36})/.exec(mail.text)?.[1] ?? "";
}

async function keyIds(userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select k.id from api_keys k where k.user_id = ${userId}::uuid`.execute(app.deps.db);
  return rows.map((row) => row.id);
}

/** Stores a key of another kind than sessions have. */
async function storeKey(userId: string, loginType: string, scope: string): Promise<void> {
  const key = newApiKey();
  await sql`
    insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at,
                          login_type, scopes, allow_list, token_name)
    values (${key.id}, ${sha256(key.secret)}, ${userId}::uuid, now(), now() + interval '1 hour',
            now(), now(), ${loginType}, array[${scope}]::text[], '{*:*}', ${key.id})`.execute(
    app.deps.db,
  );
}

test("trap 1: no password opens or distinguishes an account that has none", async () => {
  const account = await createUser(app, owner, { loginType: "github" });
  const words = [
    "hunter2",
    "password",
    "coder",
    "secret",
    "dummy",
    "test",
    "changeme",
    goodPassword,
  ];

  for (const word of words) {
    const [federated, unknown] = [
      await login(account.email, word),
      await login("nobody@example.com", word),
    ];
    expect(federated.status).toBe(401);
    expect(bytes(federated)).toBe(bytes(unknown));
  }
});

test("trap 2: a user-admin gets no owner by reset, by deletion, by creation or by a freed name", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });
  const path = `/users/${second.id}`;

  const reset = await admin.client.put(`${path}/password`, { password: next });
  const deleted = await admin.client.delete(path);
  const created = await admin.client.post("/users", {
    username: uniqueName(),
    email: `${uniqueName()}@example.com`,
    password: goodPassword,
    organization_ids: [nilUuid],
    roles: ["owner"],
  });
  const granted = await admin.client.put(`${path}/roles`, { roles: [] });
  await owner.client.delete(path);
  const renamed = await admin.client.put("/users/me/profile", { username: second.username });
  const reopened = await app.anonymous.post("/users/first", {
    username: uniqueName(),
    email: `${uniqueName()}@example.com`,
    password: goodPassword,
  });

  const statuses = [reset, deleted, created, granted, reopened].map((answer) => answer.status);
  expect(statuses).toEqual([400, 403, 403, 400, 409]);
  expect(renamed.json.roles).toEqual([{ name: "user-admin", display_name: "User Admin" }]);
});

test("trap 3: the login limit is not bypassed by spelling, by a /64, or by many addresses and replicas", async () => {
  const clock = frozenClock(new Date("2026-03-01T12:00:00Z"));
  const settings = { DANGEROUS_DISABLE_RATE_LIMITS: "false" };
  const limited = await startTestApp({ clock, settings });
  const replica = await startTestApp({ clock, settings, databaseUrl: limited.databaseUrl });
  const attempt = async (remoteAddress: string, wishes: { url?: string; email?: string } = {}) => {
    const { url = "/api/v2/users/login", email = `${uniqueName()}@example.com` } = wishes;
    const payload = JSON.stringify({ email, password: "wrong" });
    const server = wishes.email === undefined ? limited : replica;
    const answer = await server.http.inject({ method: "POST", url, remoteAddress, payload });
    return answer.statusCode;
  };
  try {
    for (let count = 0; count < 60; count += 1) {
      expect(await attempt("192.0.2.1")).toBe(401);
      expect(await attempt(`2001:db8::${count + 1}`)).toBe(401);
    }
    const spelled = [
      await attempt("192.0.2.1"),
      await attempt("192.0.2.1", { url: "//api/v2/users/login" }),
      await attempt("192.0.2.1", { url: "/api/v2//users///login/" }),
      await attempt("192.0.2.1", { url: "/api/v2/users/login?x=1" }),
    ];
    const neighbours = [await attempt("2001:db8::ffff"), await attempt("2001:db8:0:1::1")];

    const email = `${uniqueName()}@example.com`;
    const guesses: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      guesses.push(await attempt(`198.51.100.${count}`, { email }));
    }
    const body = { email, password: "wrong" };
    const elsewhere = await limited.anonymous.post("/users/login", body);

    expect(spelled).toEqual([429, 429, 429, 429]);
    expect(neighbours).toEqual([429, 401]);
    expect(new Set(guesses)).toEqual(new Set([401]));
    expect(elsewhere.status).toBe(429);
    expect(elsewhere.headers["retry-after"]).toBe("60");
  } finally {
    await replica.stop();
    await limited.stop();
  }
});

test("trap 4: known and unknown addresses get the same bytes on login, request and change", async () => {
  const user = await createUser(app, owner);
  const member = await createUser(app, owner);
  const reset = { password: next, one_time_passcode: "wrong" };
  const both = async (send: (email: string) => Promise<Answer>) =>
    new Set([bytes(await send(user.email)), bytes(await send("nobody@example.com"))]);

  const sets = [
    await both((email) => login(email, "wrong")),
    await both((email) => app.anonymous.post("/users/otp/request", { email })),
    await both((email) => app.anonymous.post("/users/otp/change-password", { email, ...reset })),
    await both((email) =>
      member.client.post("/users", { email, username: uniqueName(), password: goodPassword }),
    ),
  ];

  expect(sets.map((set) => set.size)).toEqual([1, 1, 1, 1]);
});

test("trap 5: a stale cookie beside a valid header is a CSRF refusal and no success", async () => {
  const user = await createUser(app, owner);
  const cookie = "coder_session_token=abcdefghij-abcdefghijklmnopqrstuv";

  const write = await user.client.post("/users/logout", undefined, { headers: { cookie } });
  const read = await user.client.get("/users/me", { headers: { cookie } });
  const after = await user.client.get("/users/me");

  expect(write.status).toBe(400);
  expect(read.status).toBe(401);
  expect(after.status).toBe(200);
});

test("trap 6: refusals of a signed-in user are never 401, and 404 hides what he may not see", async () => {
  const user = await createUser(app, owner);

  const answers = {
    wrongOld: await user.client.put("/users/me/password", { old_password: "x", password: next }),
    create: await user.client.post("/users", {}),
    hidden: await user.client.get(`/users/${owner.id}`),
    missing: await user.client.get("/users/11111111-1111-4111-8111-111111111111"),
    rename: await user.client.put("/users/me/profile", { username: uniqueName() }),
    removeSelf: await user.client.delete("/users/me"),
  };

  const statuses = Object.values(answers).map((answer) => answer.status);
  expect(statuses).toEqual([400, 403, 404, 404, 404, 403]);
  expect(bytes(answers.hidden)).toBe(bytes(answers.missing));
});

test("trap 7: validation details repeat no password and no passcode, and the sent passcode is wiped", async () => {
  const user = await createUser(app, owner);
  const canary = "canary";
  const code = await passcodeOf(user);

  const answers = [
    await owner.client.post("/users", { password: canary }),
    await owner.client.put(`/users/${user.id}/password`, {
      password: canary,
      old_password: canary,
    }),
    await app.anonymous.post("/users/otp/change-password", {
      email: "x",
      password: canary,
      one_time_passcode: canary,
    }),
    await app.anonymous.post("/users/login", { email: "x", password: canary }),
    await app.anonymous.post("/users/first", { password: canary }),
    await app.anonymous.post("/users/validate-password", { password: canary }),
  ];

  for (const answer of answers) expect(answer.text).not.toContain(canary);
  await eventually(async () => {
    const { rows } = await sql<{ code: string }>`
      select m.payload -> 'labels' ->> 'one_time_passcode' as code from notification_messages m
      where m.user_id = ${user.id}::uuid and m.method = 'smtp' and m.status = 'sent'`.execute(
      app.deps.db,
    );
    return rows.some((row) => row.code === "") && !rows.some((row) => row.code === code);
  }, "the passcode is wiped after delivery");
});

test("trap 8: a new password revokes every kind of key, and in the same transaction or not at all", async () => {
  const [byAdmin, byCode, failing] = [
    await createUser(app, owner),
    await createUser(app, owner),
    await createUser(app, owner),
  ];
  for (const user of [byAdmin, byCode, failing]) {
    await storeKey(user.id, "token", "coder:all");
    await storeKey(user.id, "password", "coder:application_connect");
    await storeKey(user.id, "oauth2_provider_app", "coder:all");
  }
  const one_time_passcode = await passcodeOf(byCode);

  await owner.client.put(`/users/${byAdmin.id}/password`, { password: next });
  await app.anonymous.post("/users/otp/change-password", {
    email: byCode.email,
    password: next,
    one_time_passcode,
  });
  await sql`alter table audit_logs rename to audit_elsewhere`.execute(app.deps.db);
  const failed = await owner.client.put(`/users/${failing.id}/password`, { password: next });
  await sql`alter table audit_elsewhere rename to audit_logs`.execute(app.deps.db);

  expect(await keyIds(byAdmin.id)).toEqual([]);
  expect(await keyIds(byCode.id)).toEqual([]);
  expect(failed.status).toBe(500);
  expect(await keyIds(failing.id)).toHaveLength(4);
  expect((await login(failing.email, failing.password)).status).toBe(201);
});

test("trap 9: set-up is won once and stays closed when everybody is gone", async () => {
  const fresh = await startTestApp();
  try {
    const setUp = () => {
      const username = uniqueName();
      const email = `${username}@example.com`;
      return fresh.anonymous.post("/users/first", { username, email, password: goodPassword });
    };

    const raced = await Promise.all([setUp(), setUp(), setUp()]);
    await sql`update users set deleted = true where not is_system`.execute(fresh.deps.db);
    const later = await setUp();

    expect(raced.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    expect(later.status).toBe(409);
  } finally {
    await fresh.stop();
  }
});

test("trap 10: a deleted user has no keys and links, and the database lets none in", async () => {
  const user = await createUser(app, owner);
  await sql`insert into user_links (user_id, login_type) values (${user.id}::uuid, 'github')`.execute(
    app.deps.db,
  );

  await owner.client.delete(`/users/${user.id}`);

  const { rows: links } = await sql`
    select 1 from user_links l where l.user_id = ${user.id}::uuid`.execute(app.deps.db);
  expect([links.length, (await keyIds(user.id)).length]).toEqual([0, 0]);
  await expect(storeKey(user.id, "token", "coder:all")).rejects.toThrow(/deleted/);
  const relink = sql`insert into user_links (user_id, login_type) values (${user.id}::uuid, 'oidc')`;
  await expect(relink.execute(app.deps.db)).rejects.toThrow(/deleted/);
});

test("trap 11: a flood of logins is answered or refused, and others are served meanwhile", async () => {
  const costly = await startTestApp({ databaseUrl: app.databaseUrl, productionHashCost: true });
  try {
    let open = 0;
    const flood = Array.from({ length: 120 }, async () => {
      open += 1;
      const answer = await login(owner.email, "wrong", costly);
      open -= 1;
      return answer.status;
    });

    const first = await costly.anonymous.get("/users/first");
    const stillOpen = open;
    const statuses = await Promise.all(flood);
    const huge = await login(owner.email, "x".repeat(900_000), costly);

    expect(first.status).toBe(200);
    expect(stillOpen).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    expect(huge.status).toBe(401);
    expect((await signIn(costly, owner.email, owner.password)).token).not.toBeNull();
  } finally {
    await costly.stop();
  }
});

test("trap 12: wildcards are plain text and paging meets mixed-case names once", async () => {
  const word = uniqueName("t12");
  const names = ["B", "a", "Z", "1"].map((letter) => `${letter}-${word}`);
  for (const username of names) await createUser(app, owner, { username });

  const met: string[] = [];
  for (let after = ""; met.length < 10; ) {
    const page = await owner.client.get(`/users?q=${word}&limit=1${after}`);
    const [user] = page.json.users;
    if (user === undefined) break;
    met.push(user.username);
    after = `&after_id=${user.id}`;
  }
  const wild = await owner.client.get(`/users?q=${encodeURIComponent(`%${word}`)}`);

  expect(met).toEqual([`1-${word}`, `a-${word}`, `B-${word}`, `Z-${word}`]);
  expect(wild.json.count).toBe(0);
});
