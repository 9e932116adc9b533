import {
  createOwner,
  createUser,
  eventually,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

const next = "AnotherSecurePassword!";
let app: TestApp;
let owner: TestUser;
let admin: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
});
afterAll(() => app.stop());

function setPassword(user: { id: string }, body: unknown, as: TestUser = owner) {
  return as.client.put(`/users/${user.id}/password`, body);
}

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((one) => one.field).sort();
}

async function loginStatus(email: string, password: string): Promise<number> {
  return (await app.anonymous.post("/users/login", { email, password })).status;
}

async function keyCount(userId: string): Promise<number> {
  const rows = await app.deps.db
    .selectFrom("api_keys")
    .select("id")
    .where("user_id", "=", userId)
    .execute();
  return rows.length;
}

test("a user changes his own password and is signed out everywhere, here too", async () => {
  const user = await createUser(app, owner);
  await app.anonymous.post("/users/login", user);

  const answer = await setPassword(user, { old_password: user.password, password: next }, user);

  expect(answer.status).toBe(204);
  expect(answer.text).toBe("");
  expect(answer.headers["set-cookie"]?.toString() ?? "").not.toContain("coder_session_token");
  expect((await user.client.get("/users/me")).status).toBe(401);
  expect(await keyCount(user.id)).toBe(0);
  expect(await loginStatus(user.email, next)).toBe(201);
  expect(await loginStatus(user.email, user.password)).toBe(401);
});

test.each(["owner", "user-admin"])(
  "an %s sets a user's password without the old one",
  async (role) => {
    const user = await createUser(app, owner);
    const actor = role === "owner" ? owner : admin;

    const answer = await setPassword(user, { password: next }, actor);

    expect(answer.status).toBe(204);
    expect((await user.client.get("/users/me")).status).toBe(401);
    expect((await actor.client.get("/users/me")).status).toBe(200);
  },
);

test("an owner sets another owner's password", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });

  const answer = await setPassword(second, { password: next });

  expect(answer.status).toBe(204);
});

test("a user-admin never sets an owner's password, whatever his body says", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });

  const answers = [
    await setPassword(second, { password: next }, admin),
    await setPassword(second, {}, admin),
    await setPassword(second, "{ not json", admin),
    await setPassword(second, { password: next, old_password: second.password }, admin),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(await loginStatus(second.email, second.password)).toBe(201);
});

/** Changes a user in a transaction that stays open until the returned function is called. */
function holdChange(userId: string, values: Record<string, unknown>): () => Promise<void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = app.deps.db.transaction().execute(async (tx) => {
    await tx.updateTable("users").set(values).where("id", "=", userId).execute();
    await released;
  });
  return () => {
    release();
    return held;
  };
}

async function somebodyWaits(): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity a
    where a.datname = current_database() and a.wait_event_type = 'Lock'`.execute(app.deps.db);
  return rows.length > 0;
}

test("a user who becomes an owner during a user-admin's reset is not handed over", async () => {
  const user = await createUser(app, owner);
  const commit = holdChange(user.id, { rbac_roles: ["owner"] });
  const reset = setPassword(user, { password: next }, admin);
  await eventually(somebodyWaits, "the reset waits for the promotion");

  await commit();
  const answer = await reset;

  expect(answer.status).toBe(400);
  expect(await loginStatus(user.email, user.password)).toBe(201);
});

test("without the right the answer is the 404 of a missing user, whatever the password is", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const user = await createUser(app, owner);
  const missing = { id: "11111111-1111-4111-8111-111111111111" };

  const answers = [
    await setPassword(user, { password: next }, auditor),
    await setPassword(user, { password: "weak" }, auditor),
    await setPassword(user, { password: user.password, old_password: user.password }, auditor),
    await setPassword(user, {}, auditor),
    await setPassword(missing, { password: next }, auditor),
  ];

  expect(answers[0]?.status).toBe(404);
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
});

test.each([[{}], [{ password: "" }], [{ password: null, old_password: "x" }]])(
  "%j lacks the new password: 400",
  async (body) => {
    const user = await createUser(app, owner);

    const answer = await setPassword(user, body);

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["password"]);
  },
);

test("an account that signs in otherwise has no password to set: 400", async () => {
  const github = await createUser(app, owner, { loginType: "github" });
  const service = await createUser(app, owner, { serviceAccount: true });

  const answers = [
    await setPassword(github, { password: "weak" }),
    await setPassword(service, { password: next }),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
  expect(fieldsOf(answers[0] ?? { json: {} })).toEqual([]);
});

test("one's own password needs the old one, an owner's too", async () => {
  const user = await createUser(app, owner);

  const answers = [
    await setPassword(user, { password: next }, user),
    await setPassword(owner, { password: next }, owner),
    await setPassword(user, { password: "weak" }, user),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
  for (const answer of answers) expect(fieldsOf(answer)).toEqual(["old_password"]);
});

test("a weak password is told before a wrong old one", async () => {
  const user = await createUser(app, owner);

  const answer = await setPassword(user, { password: "weak", old_password: "wrong" }, user);

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(["password"]);
});

test("a wrong old password is a 400 and never a 401, for administrators too", async () => {
  const user = await createUser(app, owner);

  const own = await setPassword(user, { password: next, old_password: "wrong" }, user);
  const others = await setPassword(user, { password: next, old_password: "wrong" });

  expect([own.status, others.status]).toEqual([400, 400]);
  expect([own, others].map(fieldsOf)).toEqual([["old_password"], ["old_password"]]);
  expect(await loginStatus(user.email, user.password)).toBe(201);
});

test("an old password of a megabyte costs nothing and is wrong", async () => {
  const user = await createUser(app, owner);

  const answer = await setPassword(
    user,
    { password: next, old_password: "x".repeat(500_000) },
    user,
  );

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(["old_password"]);
});

test("the current password is refused with the exact text that a released client matches", async () => {
  const user = await createUser(app, owner);

  const answer = await setPassword(user, { password: user.password });

  expect(answer.status).toBe(400);
  expect(answer.json.message).toBe("New password cannot match old password.");
});

test("a wrong old password is told before an unchanged new one", async () => {
  const user = await createUser(app, owner);

  const answer = await setPassword(user, { password: user.password, old_password: "wrong" });

  expect(fieldsOf(answer)).toEqual(["old_password"]);
});

test("dormant and suspended users' passwords can be reset, and their status stays", async () => {
  const suspended = await createUser(app, owner, { status: "suspended" });

  const answer = await setPassword(suspended, { password: next });
  const after = await owner.client.get(`/users/${suspended.id}`);

  expect(answer.status).toBe(204);
  expect(after.json.status).toBe("suspended");
});

test("of two changes of one's own password at once one is refused", async () => {
  const user = await createUser(app, owner);
  const bodies = ["FirstNewPassword!1", "SecondNewPassword!2"].map((password) => ({
    old_password: user.password,
    password,
  }));

  const answers = await Promise.all(bodies.map((body) => setPassword(user, body, user)));

  const statuses = answers.map((answer) => answer.status).sort();
  expect(statuses[0]).toBe(204);
  expect([400, 401]).toContain(statuses[1]);
});

test("other users keep their sessions", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  await setPassword(user, { password: next });

  expect((await other.client.get("/users/me")).status).toBe(200);
});

test("deleted and system users have no password to set: 404", async () => {
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answers = [
    await setPassword(gone, { password: next }),
    await setPassword({ id: "c42fdf75-3097-471c-8c33-fb52454d81c0" }, { password: next }),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
});

test("no answer to a password change repeats a password", async () => {
  const user = await createUser(app, owner);
  const secrets = ["weak-Canary", "wrong-Canary-old"];

  const answers = [
    await setPassword(user, { password: secrets[0], old_password: secrets[1] }, user),
    await setPassword(user, { password: goodPassword, old_password: secrets[1] }, user),
    await setPassword(user, { password: { canary: secrets[0] } }, user),
  ];

  for (const answer of answers) {
    expect(answer.status).toBe(400);
    for (const secret of secrets) expect(answer.text).not.toContain(secret);
  }
});
