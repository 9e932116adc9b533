import {
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { newApiKey, sha256 } from "../../platform/secrets.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const clock = frozenClock(new Date("2026-03-01T12:00:00.000Z"));
let app: TestApp;
let owner: TestUser;
let user: TestUser;

beforeAll(async () => {
  app = await startTestApp({ clock });
  owner = await createOwner(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  clock.set(new Date("2026-03-01T12:00:00.000Z"));
  user = await createUser(app, owner);
});

interface StoredKey {
  last_used: Date;
  expires_at: Date;
  ip: string;
  last_seen_at: Date;
  user_updated_at: Date;
}

async function stored(token: string | null): Promise<StoredKey> {
  const keyId = (token ?? "").split("-")[0];
  const { rows } = await sql<StoredKey>`
    select k.last_used, k.expires_at, host(k.ip_address) as ip, u.last_seen_at,
           u.updated_at as user_updated_at
    from api_keys k join users u on u.id = k.user_id where k.id = ${keyId}`.execute(app.deps.db);
  if (rows[0] === undefined) throw new Error("no such key");
  return rows[0];
}

/** A key made behind the application's back: of a kind and lifetime that logins do not make. */
async function insertKey(wishes: { loginType: string; lifetimeMs: number }): Promise<string> {
  const key = newApiKey();
  const now = clock.now();
  const expires = new Date(now.getTime() + wishes.lifetimeMs);
  await sql`
    insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at,
      login_type, lifetime_seconds, ip_address, token_name, scopes, allow_list)
    values (${key.id}, ${sha256(key.secret)}, ${user.id}, 'epoch', ${expires.toISOString()},
      ${now.toISOString()}, ${now.toISOString()}, ${wishes.loginType},
      ${wishes.lifetimeMs / 1000}, '0.0.0.0', ${key.id}, '{coder:all}', '{*:*}')
  `.execute(app.deps.db);
  return key.token;
}

const use = async (token: string | null): Promise<number> =>
  (await app.as(token ?? "").get("/users/me")).status;

test("a login alone does not count as a use of its key", async () => {
  const key = await stored(user.client.token);

  expect(key.last_used.getTime()).toBe(0);
});

test("the first use of a key is written before its answer", async () => {
  await use(user.client.token);

  const key = await stored(user.client.token);
  expect(key.last_used).toEqual(clock.now());
  expect(key.last_seen_at).toEqual(clock.now());
  expect(key.user_updated_at).toEqual(clock.now());
  expect(key.ip).toBe("127.0.0.1");
});

test("further uses within an hour write nothing", async () => {
  await use(user.client.token);
  const before = await stored(user.client.token);

  clock.advance(hourMs);
  await use(user.client.token);
  await app.bookkeeping.flush();

  expect(await stored(user.client.token)).toMatchObject({ last_used: before.last_used });
});

test("a use more than an hour after the last one is written, and the user was seen then", async () => {
  await use(user.client.token);

  clock.advance(hourMs + 1);
  await use(user.client.token);
  await app.bookkeeping.flush();

  const key = await stored(user.client.token);
  expect(key.last_used).toEqual(clock.now());
  expect(key.last_seen_at).toEqual(clock.now());
});

test("a later use is written by itself within two seconds", async () => {
  await use(user.client.token);
  clock.advance(2 * hourMs);
  await use(user.client.token);

  await eventually(
    async () => (await stored(user.client.token)).last_used.getTime() === clock.now().getTime(),
    "the batch is written",
    2000,
  );
});

test("many uses of one key become one write", async () => {
  await use(user.client.token);
  clock.advance(2 * hourMs);

  await Promise.all(Array.from({ length: 20 }, () => use(user.client.token)));

  expect(app.bookkeeping.pending).toBe(1);
  await app.bookkeeping.flush();
});

test("a session slides to a whole lifetime once an hour of it is gone", async () => {
  const { expires_at: first } = await stored(user.client.token);

  clock.advance(hourMs - 1);
  await use(user.client.token);
  await app.bookkeeping.flush();
  const early = await stored(user.client.token);
  clock.advance(1);
  await use(user.client.token);
  await app.bookkeeping.flush();
  const due = await stored(user.client.token);

  expect(early.expires_at).toEqual(first);
  expect(due.expires_at.getTime()).toBe(clock.now().getTime() + dayMs);
});

test("a session that is used every hour outlives its lifetime", async () => {
  for (let hour = 0; hour < 30; hour += 1) {
    clock.advance(hourMs + 1);
    expect(await use(user.client.token)).toBe(200);
    await app.bookkeeping.flush();
  }
});

test("a session that is not used for its lifetime has ended", async () => {
  await use(user.client.token);

  clock.advance(dayMs + 1);

  expect(await use(user.client.token)).toBe(401);
});

test("a key that lives an hour or less never slides", async () => {
  const token = await insertKey({ loginType: "password", lifetimeMs: hourMs - minuteMs });
  const { expires_at: first } = await stored(token);

  clock.advance(30 * minuteMs);
  await use(token);
  await app.bookkeeping.flush();

  expect((await stored(token)).expires_at).toEqual(first);
});

for (const loginType of ["token", "oauth2_provider_app"]) {
  test(`a key of the kind ${loginType} never slides, though its use is noted`, async () => {
    const token = await insertKey({ loginType, lifetimeMs: dayMs });
    const { expires_at: first } = await stored(token);
    await use(token);

    clock.advance(5 * hourMs);
    await use(token);
    await app.bookkeeping.flush();

    const key = await stored(token);
    expect(key.expires_at).toEqual(first);
    expect(key.last_used).toEqual(clock.now());
  });
}

test("a key that was expired by hand is not brought back by a queued update", async () => {
  await use(user.client.token);
  clock.advance(2 * hourMs);
  await use(user.client.token);
  expect(app.bookkeeping.pending).toBe(1);

  const expired = new Date(clock.now().getTime() - 1).toISOString();
  await sql`update api_keys set expires_at = ${expired} where user_id = ${user.id}`.execute(
    app.deps.db,
  );
  await app.bookkeeping.flush();

  expect((await stored(user.client.token)).expires_at.toISOString()).toBe(expired);
  await eventually(async () => (await use(user.client.token)) === 401, "the key is refused", 1000);
});

test("a deleted key is not brought back by a queued update", async () => {
  await use(user.client.token);
  clock.advance(2 * hourMs);
  await use(user.client.token);

  await sql`delete from api_keys where user_id = ${user.id}`.execute(app.deps.db);
  await app.bookkeeping.flush();

  await expect(stored(user.client.token)).rejects.toThrow("no such key");
});

test("two things that fall due within one batch are both written", async () => {
  const token = await insertKey({ loginType: "password", lifetimeMs: dayMs });
  clock.advance(minuteMs);
  await use(token);

  // An hour of the lifetime is gone (slide), and an instant later an hour since the last use (touch).
  clock.advance(59 * minuteMs);
  await use(token);
  const slidTo = clock.now().getTime() + dayMs;
  clock.advance(minuteMs + 1);
  await use(token);
  await app.bookkeeping.flush();

  const key = await stored(token);
  expect(key.last_used).toEqual(clock.now());
  // Later only where the first batch was written in between.
  expect(key.expires_at.getTime()).toBeGreaterThanOrEqual(slidTo);
});

test("a stop writes what is queued", async () => {
  const other = await startTestApp({ clock, databaseUrl: app.databaseUrl });
  await use(user.client.token);
  clock.advance(2 * hourMs);
  await other.as(user.client.token ?? "").get("/users/me");
  expect(other.bookkeeping.pending).toBe(1);

  await other.stop();

  expect((await stored(user.client.token)).last_used).toEqual(clock.now());
});

test("two replicas that note the same use write it once and agree", async () => {
  const other = await startTestApp({ clock, databaseUrl: app.databaseUrl });
  await use(user.client.token);
  clock.advance(2 * hourMs);
  await Promise.all([use(user.client.token), other.as(user.client.token ?? "").get("/users/me")]);

  await Promise.all([app.bookkeeping.flush(), other.bookkeeping.flush()]);
  await other.stop();

  const key = await stored(user.client.token);
  expect(key.last_used).toEqual(clock.now());
  expect(key.expires_at.getTime()).toBe(clock.now().getTime() + dayMs);
});

test("with the refresh switched off no session slides", async () => {
  const fixed = await startTestApp({
    clock,
    databaseUrl: app.databaseUrl,
    settings: { DISABLE_SESSION_EXPIRY_REFRESH: "true" },
  });
  const { expires_at: first } = await stored(user.client.token);
  clock.advance(5 * hourMs);

  await fixed.as(user.client.token ?? "").get("/users/me");
  await fixed.stop();

  expect((await stored(user.client.token)).expires_at).toEqual(first);
});

test("the first use of a key is answered although it cannot be written, and is written later", async () => {
  const noWrites = sql`
    create function refuse_writes() returns trigger language plpgsql as
      $$ begin raise exception 'no writes'; end $$`;
  await noWrites.execute(app.deps.db);
  await sql`create trigger refuse_writes before update on api_keys
    for each row execute function refuse_writes()`.execute(app.deps.db);

  const status = await use(user.client.token);
  await sql`drop trigger refuse_writes on api_keys`.execute(app.deps.db);
  await app.bookkeeping.flush();

  expect(status).toBe(200);
  expect((await stored(user.client.token)).last_used).toEqual(clock.now());
});
