import {
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
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";

const clock = frozenClock(new Date("2026-03-01T12:00:00Z"));
const newPassword = "AnotherSecurePassword!";
let app: TestApp;
let sink: SmtpSink;
let owner: TestUser;
beforeAll(async () => {
  sink = await startSmtpSink();
  app = await startTestApp({
    clock,
    settings: { EMAIL_SMARTHOST: sink.smarthost, EMAIL_FROM: "gatehouse@example.com" },
  });
  owner = await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await sink.stop();
});

function request(email: string) {
  return app.anonymous.post("/users/otp/request", { email });
}

function redeem(email: string, passcode: string, password = newPassword) {
  const body = { email, password, one_time_passcode: passcode };
  return app.anonymous.post("/users/otp/change-password", body);
}

function mailsTo(email: string) {
  return sink.messages.filter((message) => message.envelope.to.includes(email));
}

/** Requests a passcode and reads it from the mail. */
async function passcodeOf(user: TestUser): Promise<string> {
  const known = mailsTo(user.email).length;
  await request(user.email);
  const mail = await eventually(() => mailsTo(user.email)[known], "the passcode mail arrives");
  const code = /otp=([0-9a-f-]{36})/.exec(mail.text)?.[1];
  if (code === undefined) throw new Error("the mail holds no passcode");
  return code;
}

function secretsOf(userId: string) {
  return app.deps.db
    .selectFrom("users")
    .select([
      "hashed_password",
      "hashed_one_time_passcode",
      "one_time_passcode_expires_at",
      "updated_at",
    ])
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
}

async function failuresOf(userId: string): Promise<number> {
  const row = await app.deps.db
    .selectFrom("users")
    .select("one_time_passcode_failures")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  return row.one_time_passcode_failures;
}

async function loginStatus(email: string, password: string): Promise<number> {
  return (await app.anonymous.post("/users/login", { email, password })).status;
}

test("a passcode from the mail sets a new password and ends all sessions", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(204);
  expect(answer.text).toBe("");
  expect((await user.client.get("/users/me")).status).toBe(401);
  expect(await loginStatus(user.email, newPassword)).toBe(201);
  expect(await loginStatus(user.email, user.password)).toBe(401);
});

test("the mail links to the reset page with code and address", async () => {
  const user = await createUser(app, owner);

  const code = await passcodeOf(user);

  const link = `http://gatehouse.test/reset-password/change?otp=${code}&email=${encodeURIComponent(user.email)}`;
  expect(mailsTo(user.email)[0]?.text).toContain(link);
});

test("the passcode is stored only as a hash, valid for twenty minutes", async () => {
  const user = await createUser(app, owner);

  const code = await passcodeOf(user);

  const stored = await secretsOf(user.id);
  expect(stored.one_time_passcode_expires_at).toEqual(new Date(clock.now().getTime() + 1_200_000));
  expect(stored.hashed_one_time_passcode?.toString()).toMatch(/^\$argon2id\$/);
  expect(stored.hashed_one_time_passcode?.toString()).not.toContain(code);
});

test("the passcode leaves the queue once the mail is sent, and never reaches the inbox", async () => {
  const user = await createUser(app, owner);

  const code = await passcodeOf(user);

  const rows = await eventually(async () => {
    const found = await app.deps.db
      .selectFrom("notification_messages")
      .select(["method", "status", "payload"])
      .where("user_id", "=", user.id)
      .where("notification_template_id", "=", "62f86a30-2330-4b61-a26d-311ff3b608cf")
      .execute();
    return found.every((row) => row.status === "sent") && found.length > 0 ? found : null;
  }, "the message is marked as sent");
  expect(rows.map((row) => row.method)).toEqual(["smtp"]);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test("a passcode works once", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const first = await redeem(user.email, code);
  const second = await redeem(user.email, code, "YetAnotherPassword1!");

  expect([first.status, second.status]).toEqual([204, 400]);
  expect(await loginStatus(user.email, newPassword)).toBe(201);
});

test("of two uses of one passcode at the same moment one is refused", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const answers = await Promise.all([
    redeem(user.email, code, "FirstNewPassword!1"),
    redeem(user.email, code, "SecondNewPassword!2"),
    redeem(user.email, code, "ThirdNewPassword!3"),
  ]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400, 400]);
});

test("a passcode expires after twenty minutes", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  clock.advance(20 * 60_000);
  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
  expect(await loginStatus(user.email, user.password)).toBe(201);
});

test("a new passcode replaces the earlier one", async () => {
  const user = await createUser(app, owner);
  const first = await passcodeOf(user);
  clock.advance(1000);
  const second = await passcodeOf(user);

  const old = await redeem(user.email, first);
  const current = await redeem(user.email, second);

  expect([old.status, current.status]).toEqual([400, 204]);
});

test("another user's passcode is refused", async () => {
  const user = await createUser(app, owner);
  const attacker = await createUser(app, owner);
  const code = await passcodeOf(attacker);

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
});

test("a weak password is refused on its field and does not consume the passcode", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const weak = await redeem(user.email, code, "password");
  const strong = await redeem(user.email, code);

  expect(weak.status).toBe(400);
  expect(weak.json.validations).toMatchObject([{ field: "password" }]);
  expect(strong.status).toBe(204);
});

test("a weak password is judged before the passcode and tells nothing about it", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const right = await redeem(user.email, code, "password");
  const wrong = await redeem(user.email, "wrong", "password");

  expect(right.text).toBe(wrong.text);
});

test("the current password is refused and does not consume the passcode", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const same = await redeem(user.email, code, user.password);
  const other = await redeem(user.email, code);

  expect([same.status, other.status]).toEqual([400, 204]);
});

test("wrong, missing, expired and foreign codes and unknown users get the same bytes", async () => {
  const [wrong, never, expired] = await Promise.all([
    createUser(app, owner),
    createUser(app, owner),
    createUser(app, owner),
  ]);
  const foreign = await passcodeOf(wrong);
  const late = await passcodeOf(expired);
  await app.deps.db
    .updateTable("users")
    .set({ one_time_passcode_expires_at: new Date(clock.now().getTime() - 1) })
    .where("id", "=", expired.id)
    .execute();

  const answers = await Promise.all([
    redeem(wrong.email, "11111111-1111-4111-8111-111111111111"),
    redeem(never.email, foreign),
    redeem(expired.email, late),
    redeem("nobody@example.com", foreign),
  ]);

  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(400);
});

test("five wrong guesses end the passcode", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);
  for (let guess = 0; guess < 5; guess += 1) await redeem(user.email, `wrong-${guess}`);

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
});

test("guesses sent at the same moment cannot exceed five", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  await Promise.all(Array.from({ length: 9 }, (_, guess) => redeem(user.email, `wrong-${guess}`)));
  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
  expect(await failuresOf(user.id)).toBe(5);
});

test("a right passcode with the current password costs no guess", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  for (let guess = 0; guess < 6; guess += 1) await redeem(user.email, code, user.password);

  expect(await failuresOf(user.id)).toBe(0);
  expect((await redeem(user.email, code)).status).toBe(204);
});

test("four wrong guesses leave the passcode usable", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);
  for (let guess = 0; guess < 4; guess += 1) await redeem(user.email, `wrong-${guess}`);

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(204);
});

test("a changed password ends the passcode", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);
  await owner.client.put(`/users/${user.id}/password`, { password: "SetByAnAdministrator1!" });

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
});

test("requests for known, unknown, suspended and federated users get the same empty 204", async () => {
  const known = await createUser(app, owner);
  const suspended = await createUser(app, owner, { status: "suspended" });
  const federated = await createUser(app, owner, { loginType: "github" });

  const answers = await Promise.all(
    [known.email, suspended.email, federated.email, "nobody@example.com"].map(request),
  );

  const shown = answers.map((answer) => `${answer.status} ${JSON.stringify(answer.text)}`);
  expect(new Set(shown)).toEqual(new Set(['204 ""']));
});

test("suspended and federated users are sent no passcode", async () => {
  const suspended = await createUser(app, owner, { status: "suspended" });
  const federated = await createUser(app, owner, { loginType: "github" });
  await request(suspended.email);
  await request(federated.email);

  await app.deps.background.idle();

  expect(await secretsOf(suspended.id)).toMatchObject({ hashed_one_time_passcode: null });
  expect(await secretsOf(federated.id)).toMatchObject({ hashed_one_time_passcode: null });
  expect([...mailsTo(suspended.email), ...mailsTo(federated.email)]).toEqual([]);
});

test("a passcode of an account that moved to an identity provider sets no password", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);
  await app.deps.db
    .updateTable("users")
    .set({ login_type: "oidc", hashed_password: Buffer.alloc(0) })
    .where("id", "=", user.id)
    .execute();

  const answer = await redeem(user.email, code);

  expect(answer.status).toBe(400);
  expect((await secretsOf(user.id)).hashed_password.length).toBe(0);
});

test("a dormant user may reset his password and stays dormant until he logs in", async () => {
  const username = uniqueName();
  const email = `${username}@example.com`;
  const created = await owner.client.post("/users", {
    username,
    email,
    password: goodPassword,
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
  });
  const dormant = { ...owner, id: created.json.id, email, username };
  const code = await passcodeOf(dormant);

  const answer = await redeem(email, code);
  const after = await owner.client.get(`/users/${dormant.id}`);

  expect(answer.status).toBe(204);
  expect(after.json.status).toBe("dormant");
});

test("the address is compared without regard to case", async () => {
  const user = await createUser(app, owner);
  const code = await passcodeOf(user);

  const answer = await redeem(user.email.toUpperCase(), code);

  expect(answer.status).toBe(204);
});

test("without a mail server a request answers 204 all the same", async () => {
  const silent = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const user = await createUser(app, owner);

    const answer = await silent.anonymous.post("/users/otp/request", { email: user.email });
    await silent.deps.background.idle();

    expect(answer.status).toBe(204);
    expect(mailsTo(user.email)).toEqual([]);
  } finally {
    await silent.stop();
  }
});

test("with password sign-in disabled both endpoints are refused before the body is judged", async () => {
  const strict = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { DISABLE_PASSWORD_AUTH: "true" },
  });
  try {
    const email = owner.email;
    const requested = await strict.anonymous.post("/users/otp/request", { email });
    const changed = await strict.anonymous.post("/users/otp/change-password", {
      email,
      password: newPassword,
      one_time_passcode: "x",
    });

    expect([requested.status, changed.status]).toEqual([403, 403]);
  } finally {
    await strict.stop();
  }
});

test.each([
  ["/users/otp/request", {}, ["email"]],
  ["/users/otp/request", { email: "nobody" }, ["email"]],
  ["/users/otp/change-password", {}, ["email", "one_time_passcode", "password"]],
  ["/users/otp/change-password", { email: null }, ["email", "one_time_passcode", "password"]],
])("%s with %j is refused with 400 naming the fields", async (path, body, fields) => {
  const answer = await app.anonymous.post(path, body);

  expect(answer.status).toBe(400);
  const found = answer.json.validations.map((one: { field: string }) => one.field).sort();
  expect(found).toEqual(fields);
});
