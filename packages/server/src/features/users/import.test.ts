import {
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

const nilUuid = "00000000-0000-0000-0000-000000000000";
let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

function entry(wishes: Record<string, unknown> = {}) {
  const username = uniqueName();
  return {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: [nilUuid],
    ...wishes,
  };
}

interface Result {
  index: number;
  status: string;
  user_id?: string;
  code?: string;
  message?: string;
  validations?: { field: string }[];
}

async function importUsers(
  users: unknown[],
  options: { as?: TestUser; dryRun?: boolean } = {},
): Promise<{ status: number; created: number; results: Result[] }> {
  const body = { users, ...(options.dryRun ? { dry_run: true } : {}) };
  const answer = await (options.as ?? owner).client.post("/users/import", body);
  return { status: answer.status, created: answer.json.created, results: answer.json.results };
}

const fieldsOf = (result: Result | undefined): string[] =>
  (result?.validations ?? []).map((one) => one.field).sort();

async function usersNamed(names: string[]): Promise<string[]> {
  const { rows } = await sql<{ username: string }>`
    select username from users where username = any(${names}::text[])`.execute(app.deps.db);
  return rows.map((row) => row.username);
}

test("every entry becomes a user who can sign in, with the id that is answered", async () => {
  const [first, second] = [entry({ name: "Ada", user_status: "active" }), entry()];

  const { status, created, results } = await importUsers([first, second]);
  const read = await owner.client.get(`/users/${first.username}`);
  const login = await app.anonymous.post("/users/login", {
    email: second.email,
    password: goodPassword,
  });

  expect([status, created]).toEqual([200, 2]);
  expect(results.map(({ index, status }) => [index, status])).toEqual([
    [0, "created"],
    [1, "created"],
  ]);
  expect(read.json).toMatchObject({ id: results[0]?.user_id, name: "Ada", status: "active" });
  expect(login.status).toBe(201);
});

test("a refused entry does not stop the others, and says why as creating it alone would", async () => {
  const weak = entry({ password: "summer" });
  const good = entry();

  const alone = await owner.client.post("/users", weak);
  const { created, results } = await importUsers([weak, good]);

  expect(created).toBe(1);
  expect(results[0]).toEqual({
    index: 0,
    status: "refused",
    code: "weak_password",
    message: alone.json.message,
    validations: alone.json.validations,
  });
  expect(results[1]?.status).toBe("created");
});

test.each([
  ["malformed_body", [], { username: 7 }],
  ["malformed_body", [], { organization_ids: ["no-uuid"] }],
  ["validation_failed", ["email", "username"], { username: "no good", email: "nowhere" }],
  ["validation_failed", ["login_type"], { login_type: "token", password: "" }],
  ["validation_failed", ["password"], { login_type: "github" }],
  ["validation_failed", ["organization_ids"], { organization_ids: [] }],
  ["not_found", [], { organization_ids: ["4f4c1f1e-8c4b-4c6a-9b8e-000000000000"] }],
  ["role_refused", ["roles"], { roles: ["no-such-role"] }],
])("an entry is refused with %s on %j", async (code, fields, wishes) => {
  const { results } = await importUsers([entry(wishes)]);

  expect(results[0]).toMatchObject({ status: "refused", code });
  expect(fieldsOf(results[0])).toEqual(fields);
});

test.each([[null], [[]], ["text"], [7], [{}]])(
  "the entry %j is refused, not the list",
  async (bad) => {
    const { status, created, results } = await importUsers([bad, entry()]);

    expect([status, created]).toEqual([200, 1]);
    expect(results.map((result) => result.status)).toEqual(["refused", "created"]);
  },
);

test("a name or an address that an earlier entry received is taken, in any letter case", async () => {
  const first = entry();
  const sameName = entry({ username: first.username.toUpperCase() });
  const sameAddress = entry({ email: first.email.toUpperCase() });

  for (const dryRun of [true, false]) {
    const { results } = await importUsers([first, sameName, sameAddress], { dryRun });

    expect(results.map((result) => result.code ?? "")).toEqual(["", "conflict", "conflict"]);
    expect([fieldsOf(results[1]), fieldsOf(results[2])]).toEqual([["username"], ["email"]]);
  }
});

test("a refused entry does not take its name away from a later one", async () => {
  const refused = entry({ password: "summer" });
  const later = entry({ username: refused.username, email: refused.email });

  for (const dryRun of [true, false]) {
    const { results } = await importUsers([refused, later], { dryRun });

    expect(results[0]?.status).toBe("refused");
    expect(results[1]?.status).toBe(dryRun ? "valid" : "created");
  }
});

test("service accounts share the empty address", async () => {
  const robots = [1, 2].map(() => entry({ service_account: true, email: "", password: "" }));

  const { created } = await importUsers(robots);

  expect(created).toBe(2);
});

test("a dry run decides the same and writes nothing", async () => {
  const entries = [entry(), entry({ email: owner.email }), entry({ password: "summer" })];
  const before = await app.deps.db.selectFrom("audit_logs").select("id").execute();

  const dry = await importUsers(entries, { dryRun: true });
  const stored = await usersNamed(entries.map((one) => one.username));
  const after = await app.deps.db.selectFrom("audit_logs").select("id").execute();
  const real = await importUsers(entries);

  expect(dry.created).toBe(0);
  expect(stored).toEqual([]);
  expect(after.length).toBe(before.length);
  expect(dry.results.map((result) => result.code)).toEqual([
    undefined,
    "conflict",
    "weak_password",
  ]);
  expect(dry.results.map((result) => result.status)).toEqual(["valid", "refused", "refused"]);
  expect(real.results.map((result) => result.code)).toEqual(dry.results.map((one) => one.code));
});

test("each created user has its own audit entry by the actor, without the password", async () => {
  const entries = [entry(), entry()];

  const { results } = await importUsers(entries);
  const { rows } = await sql<{
    resource_id: string;
    user_id: string;
    action: string;
    diff: object;
  }>`
    select resource_id, user_id, action, diff from audit_logs
    where resource_id = any(${results.map((one) => one.user_id ?? nilUuid)}::uuid[])`.execute(
    app.deps.db,
  );

  expect(rows.map(({ user_id, action }) => [user_id, action])).toEqual([
    [owner.id, "create"],
    [owner.id, "create"],
  ]);
  expect(JSON.stringify(rows)).not.toContain(goodPassword);
});

test("a member may not import: 403 before the body is looked at", async () => {
  const member = await createUser(app, owner);

  const answer = await member.client.post("/users/import", "{");

  expect(answer.status).toBe(403);
});

test("a user-admin imports members and no role that is not theirs to give", async () => {
  const admin = await createUser(app, owner, { roles: ["user-admin"] });

  const { results } = await importUsers([entry(), entry({ roles: ["owner"] })], { as: admin });

  expect(results.map((result) => result.code ?? result.status)).toEqual([
    "created",
    "role_forbidden",
  ]);
});

test("no entry or more than a thousand are a 400 on users", async () => {
  for (const users of [[], Array.from({ length: 1001 }, () => ({}))]) {
    const answer = await owner.client.post("/users/import", { users });

    expect(answer.status).toBe(400);
    expect(answer.json.validations.map((one: { field: string }) => one.field)).toEqual(["users"]);
  }
});

test("a thousand entries fit into one request", async () => {
  const entries = Array.from({ length: 1000 }, () => entry());

  const { results } = await importUsers(entries, { dryRun: true });

  expect(results.every((result) => result.status === "valid")).toBe(true);
});

test("the same list sent twice at once creates every user exactly once", async () => {
  const entries = [entry(), entry(), entry()];

  const answers = await Promise.all([importUsers(entries), importUsers(entries)]);

  const created = answers.flatMap(({ results }) => results.map((one) => one.status));
  expect(created.filter((status) => status === "created")).toHaveLength(3);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  expect((await usersNamed(entries.map((one) => one.username))).length).toBe(3);
});

test("when the database fails in the middle, what was created is told and the rest is not tried", async () => {
  const [first, failing, last] = [entry(), entry({ username: uniqueName("boom") }), entry()];
  await sql`create function boom() returns trigger language plpgsql as $$
    begin
      if new.username like 'boom-%' then raise exception 'boom'; end if;
      return new;
    end $$`.execute(app.deps.db);
  await sql`create trigger boom before insert on users for each row execute function boom()`.execute(
    app.deps.db,
  );

  const { status, results } = await importUsers([first, failing, last]);
  await sql`drop trigger boom on users`.execute(app.deps.db);

  expect(status).toBe(200);
  expect(results.map((one) => one.code ?? one.status)).toEqual([
    "created",
    "internal",
    "unavailable",
  ]);
  expect(JSON.stringify(results)).not.toContain('boom"');
  expect(await usersNamed([failing.username, last.username])).toEqual([]);
});
