import { Writable } from "node:stream";
import {
  type Answer,
  createOwner,
  createUser,
  eventually,
  goodPassword,
  type SmtpSink,
  startSmtpSink,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { sha256 } from "../../platform/secrets.ts";
import { closeLoginWindows } from "../sessions/jobs.ts";
import { purgeAuditLog } from "./jobs.ts";

const clock = frozenClock(new Date("2026-03-01T12:00:00Z"));
const lines: string[] = [];
const destination = new Writable({
  write(chunk, _encoding, done) {
    lines.push(String(chunk));
    done();
  },
});
let app: TestApp;
let sink: SmtpSink;
let owner: TestUser;
beforeAll(async () => {
  sink = await startSmtpSink();
  app = await startTestApp({
    clock,
    log: createLog({ level: "debug", destination }),
    settings: { EMAIL_SMARTHOST: sink.smarthost, EMAIL_FROM: "gatehouse@example.com" },
  });
  owner = await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await sink.stop();
});

function entriesOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

async function passcodeOf(user: TestUser): Promise<string> {
  await app.anonymous.post("/users/otp/request", { email: user.email });
  const mail = await sink.waitForMessage(5000, (one) => one.envelope.to.includes(user.email));
  return /otp=([0-9a-f-]{36})/.exec(mail.text)?.[1] ?? "";
}

test("a passcode request of a known user is recorded on him, of an unknown one not", async () => {
  const user = await createUser(app, owner);

  const known = await app.anonymous.post("/users/otp/request", { email: user.email });
  const unknown = await app.anonymous.post("/users/otp/request", { email: "nobody@example.com" });
  await app.deps.background.idle();

  const entries = await entriesOf(known);
  expect(entries).toMatchObject([
    {
      action: "request_password_reset",
      resource_type: "user",
      resource_id: user.id,
      resource_target: user.username,
      user_id: user.id,
      status_code: 204,
    },
  ]);
  expect(Object.keys(Object(entries[0]?.diff))).toEqual(["one_time_passcode_expires_at"]);
  expect(await entriesOf(unknown)).toEqual([]);
});

test("a password reset is recorded with the fact of the change and the end of the passcode", async () => {
  const user = await createUser(app, owner);
  const one_time_passcode = await passcodeOf(user);
  const body = { email: user.email, password: "AnotherSecurePassword!", one_time_passcode };

  const wrong = await app.anonymous.post("/users/otp/change-password", {
    ...body,
    one_time_passcode: "wrong",
  });
  const right = await app.anonymous.post("/users/otp/change-password", body);

  expect(await entriesOf(wrong)).toMatchObject([
    { action: "write", resource_id: user.id, user_id: user.id, status_code: 400, diff: {} },
  ]);
  const entries = await entriesOf(right);
  expect(entries).toMatchObject([
    { action: "write", resource_id: user.id, user_id: user.id, status_code: 204 },
  ]);
  expect(entries[0]?.diff).toEqual({
    hashed_password: { old: "", new: "", secret: true },
    one_time_passcode_expires_at: {
      old: expect.stringMatching(/Z$/),
      new: "null",
      secret: false,
    },
  });
});

test("activation by a login is recorded as the dormancy subsystem's work beside the login", async () => {
  const created = await owner.client.post("/users", newUser());

  const answer = await app.anonymous.post("/users/login", {
    email: created.json.email,
    password: goodPassword,
  });

  const entries = (await entriesOf(answer)).toSorted((a, b) => (a.action < b.action ? -1 : 1));
  expect(entries).toMatchObject([
    { action: "login", resource_type: "api_key", status_code: 201 },
    {
      action: "write",
      resource_type: "user",
      resource_id: created.json.id,
      status_code: 200,
      user_agent: "",
      diff: { status: { old: "dormant", new: "active", secret: false } },
      additional_fields: { automatic_actor: "coder", automatic_subsystem: "dormancy" },
    },
  ]);
});

test("no entry, no write: a change whose entry cannot be stored does not happen", async () => {
  const user = await createUser(app, owner);
  await sql`alter table audit_logs rename to audit_elsewhere`.execute(app.deps.db);

  const answers = await Promise.all([
    owner.client.put(`/users/${user.id}/profile`, { username: user.username, name: "Changed" }),
    owner.client.put(`/users/${user.id}/status/suspend`),
    owner.client.put(`/users/${user.id}/roles`, { roles: ["auditor"] }),
    owner.client.delete(`/users/${user.id}`),
  ]);
  await sql`alter table audit_elsewhere rename to audit_logs`.execute(app.deps.db);
  const after = await owner.client.get(`/users/${user.username}`);

  expect(answers.map((answer) => answer.status)).toEqual([500, 500, 500, 500]);
  expect(after.json).toMatchObject({ status: "active", roles: [] });
  expect("name" in after.json).toBe(false);
  expect((await user.client.get("/users/me")).status).toBe(200);
});

test("a transaction that rolls back leaves no entry of success", async () => {
  const user = await createUser(app, owner);
  await sql`
    create function refuse_history() returns trigger language plpgsql as
      $$ begin raise exception 'no history'; end $$`.execute(app.deps.db);
  await sql`
    create constraint trigger refuse_history after insert on user_status_changes
      deferrable initially deferred for each row execute function refuse_history()`.execute(
    app.deps.db,
  );

  const answer = await owner.client.put(`/users/${user.id}/status/suspend`);
  await sql`drop function refuse_history() cascade`.execute(app.deps.db);

  expect(answer.status).toBe(500);
  const entries = await entriesOf(answer);
  expect(entries.filter((entry) => entry.status_code < 400)).toEqual([]);
  expect(entries).toMatchObject([{ status_code: 500, diff: {} }]);
});

test("each entry also reaches the server log with its actor", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(`/users/${user.id}/status/suspend`);

  const id = String(answer.headers["x-coder-request-id"]);
  const logged = lines
    .filter((line) => line.includes(id) && line.includes('"audit_log"'))
    .map((line) => JSON.parse(line));
  expect(logged).toHaveLength(1);
  expect(logged[0].audit_log).toMatchObject({
    request_id: id,
    action: "write",
    resource_id: user.id,
    actor: { id: owner.id, username: owner.username },
  });
});

test("guesses at unknown accounts become one entry per account and window, without the address", async () => {
  const email = `${uniqueName("Ghost")}@example.com`;
  for (let guess = 0; guess < 3; guess += 1) {
    await app.anonymous.post("/users/login", { email, password: `guess-${guess}` });
  }
  clock.advance(600_000);

  await closeLoginWindows(app.deps, "0f0f0f0f-0000-4000-8000-000000000001");
  await closeLoginWindows(app.deps, "0f0f0f0f-0000-4000-8000-000000000002");

  const hash = sha256(email.toLowerCase()).toString("hex");
  const rows = await sql<Record<string, unknown>>`
    select a.* from audit_logs a where a.additional_fields ->> 'email_sha256' = ${hash}`.execute(
    app.deps.db,
  );
  expect(rows.rows).toMatchObject([
    {
      request_id: "0f0f0f0f-0000-4000-8000-000000000001",
      user_id: "00000000-0000-0000-0000-000000000000",
      action: "login",
      status_code: 401,
      additional_fields: { failed_attempts: 3, unknown_account: true },
    },
  ]);
  expect(JSON.stringify(rows.rows)).not.toContain(email.toLowerCase());
});

test("each of several keys that one request revokes is in the audit log and in the server's log", async () => {
  const user = await createUser(app, owner);
  for (let n = 0; n < 3; n++) await user.client.post("/users/me/keys");
  lines.length = 0;

  const answer = await user.client.post("/users/me/sessions/revoke-others");

  const logged = lines
    .map((line) => JSON.parse(line).audit_log)
    .filter((entry) => entry?.request_id === answer.headers["x-coder-request-id"]);
  const stored = await entriesOf(answer);
  expect(answer.json.revoked).toBe(3);
  expect(stored).toHaveLength(3);
  expect(logged.map(({ id }) => id).sort()).toEqual(stored.map(({ id }) => id).sort());
});

test("no password, passcode, hash or session secret is in any entry, log line or answer", async () => {
  const canary = { first: "Canary-First-Passw0rd", second: "Canary-Second-Passw0rd" };
  const texts: string[] = [];
  const keep = (answer: Answer) => {
    texts.push(answer.text);
    return answer;
  };
  const created = keep(await owner.client.post("/users", newUser({ password: canary.first })));
  const { email } = created.json;
  const login = await app.anonymous.post("/users/login", { email, password: canary.first });
  const token: string = login.json.session_token;
  keep(await app.anonymous.post("/users/login", { email, password: `${canary.first}-wrong` }));
  keep(await app.anonymous.post("/users/login", `{"email": 1, "password": "${canary.first}"}`));
  const change = { old_password: canary.first, password: canary.second };
  keep(await app.as(token).put("/users/me/password", { ...change, password: canary.first }));
  keep(await app.as(token).put("/users/me/password", change));
  const user = { ...owner, id: created.json.id, email };
  const passcode = await passcodeOf(user);
  const reset = { email, one_time_passcode: passcode, password: canary.first };
  keep(await app.anonymous.post("/users/otp/change-password", { ...reset, password: "Canary" }));
  keep(await app.anonymous.post("/users/otp/change-password", reset));
  keep(await app.anonymous.get(`/users/me?coder_session_token=${token}`));
  keep(await owner.client.get("/users"));
  await app.deps.background.idle();

  const stored = await app.deps.db
    .selectFrom("users")
    .select("hashed_password")
    .where("id", "=", user.id)
    .executeTakeFirstOrThrow();
  const messages = await eventually(async () => {
    const { rows } = await sql<{ status: string }>`
      select m.* from notification_messages m where m.method = 'smtp'
        and m.user_id = ${user.id}::uuid`.execute(app.deps.db);
    return rows.length > 0 && rows.every((row) => row.status === "sent") ? rows : null;
  }, "the passcode mail is marked as sent");
  const { rows: entries } = await sql`select * from audit_logs`.execute(app.deps.db);
  const everything = [...texts, ...lines, JSON.stringify(entries), JSON.stringify(messages)].join();
  const hash = stored.hashed_password;
  const secrets = [
    canary.first,
    canary.second,
    passcode,
    token.split("-")[1] ?? "",
    hash.toString(),
    hash.toString("hex"),
    "argon2id",
  ];
  for (const one of secrets) expect(everything.includes(one), one.slice(0, 6)).toBe(false);
  await expectNowhereInTheDatabase(secrets.slice(0, 4));
});

/** Looks through every row of every table, at secrets as text and as bytes. */
async function expectNowhereInTheDatabase(secrets: readonly string[]): Promise<void> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(app.deps.db);
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`
      select t::text as text from ${sql.table(name)} t`.execute(app.deps.db);
    const text = rows.map((row) => row.text).join("\n");
    for (const secret of secrets) {
      const inHex = Buffer.from(secret).toString("hex");
      expect(text.includes(secret) || text.includes(inHex), name).toBe(false);
    }
  }
}

test("entries outlive the retention only where one is set", async () => {
  const limited = await startTestApp({
    clock,
    databaseUrl: app.databaseUrl,
    settings: { AUDIT_LOGS_RETENTION: "24h" },
  });
  try {
    const answer = await owner.client.put(
      `/users/${(await createUser(app, owner)).id}/status/suspend`,
    );
    clock.advance(25 * 3_600_000);

    await purgeAuditLog(app.deps);
    const kept = await entriesOf(answer);
    await purgeAuditLog(limited.deps);
    const purged = await entriesOf(answer);

    expect([kept.length, purged.length]).toEqual([1, 0]);
  } finally {
    await limited.stop();
  }
});

function newUser(wishes: Record<string, unknown> = {}) {
  const username = uniqueName();
  return {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
    ...wishes,
  };
}
