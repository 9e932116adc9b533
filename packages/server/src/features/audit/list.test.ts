import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
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
let member: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  member = await createUser(app, owner);
});
afterAll(() => app.stop());

/** Inserts an entry; what the test does not say is made up. */
async function entry(wishes: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  await app.deps.db
    .insertInto("audit_logs")
    .values({
      id,
      time: new Date("2020-05-05T10:00:00Z"),
      user_id: owner.id,
      resource_type: "license",
      resource_id: randomUUID(),
      resource_target: "target",
      action: "create",
      status_code: 201,
      request_id: randomUUID(),
      ...wishes,
    })
    .execute();
  return id;
}

async function organization(): Promise<{ id: string; name: string }> {
  const made = { id: randomUUID(), name: uniqueName("org") };
  await app.deps.db
    .insertInto("organizations")
    .values({ ...made, display_name: "Shown", icon: "/icon.svg" })
    .execute();
  return made;
}

/** A user who holds organization roles in these organizations. */
async function auditorOf(organizations: { id: string }[]): Promise<TestUser> {
  const user = await createUser(app, owner);
  for (const { id } of organizations) {
    await app.deps.db
      .insertInto("organization_members")
      .values({ organization_id: id, user_id: user.id, roles: ["organization-auditor"] })
      .execute();
  }
  return user;
}

async function read(q: string, as: TestUser = owner, page = "") {
  const answer = await as.client.get(`/audit?q=${encodeURIComponent(q)}${page}`);
  const logs: Record<string, unknown>[] = answer.json.audit_logs ?? [];
  return {
    status: answer.status,
    ids: logs.map((log) => log["id"]),
    logs,
    count: answer.json.count,
    cap: answer.json.count_cap,
    text: answer.text,
  };
}

test("the log is for those who may read it somewhere", async () => {
  const [asMember, asNobody] = await Promise.all([
    member.client.get("/audit"),
    app.anonymous.get("/audit"),
  ]);

  expect(asMember.status).toBe(403);
  expect(asNobody.status).toBe(401);
});

test("a key without the scope does not read the log of its owner", async () => {
  const user = await createUser(app, owner, { roles: ["auditor"] });
  const before = await read("", user);
  await sql`update api_keys set scopes = ${["user:read"]}::text[] where user_id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const after = await read("", user);

  expect(before.status).toBe(200);
  expect(after.status).toBe(403);
});

test("an entry is shown with its actor, without his organizations", async () => {
  const request = await owner.client.put(`/users/${member.id}/profile`, {
    username: member.username,
    name: "New Name",
  });
  const requestId = String(request.headers["x-coder-request-id"]);

  const found = await read(`request_id:${requestId}`);

  expect(found).toMatchObject({ status: 200, count: 1, cap: 2000 });
  expect(found.logs[0]).toMatchObject({
    request_id: requestId,
    ip: "127.0.0.1",
    resource_type: "user",
    resource_id: member.id,
    resource_target: member.username,
    action: "write",
    status_code: 200,
    diff: { name: { old: "", new: "New Name", secret: false } },
    additional_fields: {},
    description: "{user} updated user {target}",
    resource_link: `/users?filter=${member.username}`,
    is_deleted: false,
    organization_id: nilUuid,
    user: { id: owner.id, username: owner.username, organization_ids: [] },
  });
  expect(found.logs[0]?.["user"]).toMatchObject({ roles: [{ name: "owner" }] });
  expect(found.logs[0]).not.toHaveProperty("organization");
});

test("an unknown actor is null, an unknown address is empty", async () => {
  const id = randomUUID();
  await entry({ request_id: id, user_id: nilUuid });

  const found = await read(`request_id:${id}`);

  expect(found.logs[0]).toMatchObject({ user: null, ip: "", user_agent: "" });
});

test("an organization is named in few words, a deleted one too", async () => {
  const org = await organization();
  const id = randomUUID();
  await entry({ request_id: id, organization_id: org.id });

  const before = await read(`request_id:${id}`);
  await sql`update organizations set deleted = true where id = ${org.id}::uuid`.execute(
    app.deps.db,
  );
  const after = await read(`request_id:${id}`);

  const named = { ...org, display_name: "Shown", icon: "/icon.svg" };
  expect(before.logs[0]).toMatchObject({ organization_id: org.id, organization: named });
  expect(after.logs[0]).toMatchObject({ organization: named });
});

test("a deleted object has no link", async () => {
  const user = await createUser(app, owner);
  await owner.client.delete(`/users/${user.id}`);
  await entry({ resource_type: "user", resource_target: "gone-before" });
  await entry({ resource_type: "workspace", resource_target: "gone-too" });

  const [deleted, missing, workspace] = await Promise.all([
    read(`resource_id:${user.id} action:create`),
    read("resource_target:gone-before"),
    read("resource_target:gone-too"),
  ]);

  for (const found of [deleted, missing, workspace]) {
    expect(found.logs).toHaveLength(1);
    expect(found.logs[0]).toMatchObject({ is_deleted: true, resource_link: "" });
  }
});

test("additional fields that are no object are told as unknown", async () => {
  const id = randomUUID();
  await entry({ request_id: id, additional_fields: JSON.stringify("oops") });

  const found = await read(`request_id:${id}`);

  expect(found.logs[0]).toMatchObject({
    additional_fields: { workspace_name: "unknown", build_number: "unknown" },
  });
});

test("the newest entry comes first, equal times by descending id", async () => {
  const org = await organization();
  const times = ["2021-01-01T00:00:00Z", "2021-01-03T00:00:00Z", "2021-01-02T00:00:00Z"];
  const [oldest, newest, middle] = await Promise.all(
    times.map((time) => entry({ organization_id: org.id, time: new Date(time) })),
  );
  const twin = await entry({ organization_id: org.id, time: new Date(times[2] ?? "") });

  const found = await read(`organization:${org.name}`);

  const twins = [String(middle), twin].sort().reverse();
  expect(found.ids).toEqual([newest, ...twins, oldest]);
});

test("walking by after meets every entry once, however many have equal times", async () => {
  const org = await organization();
  const time = new Date("2021-02-01T00:00:00Z");
  const made = await Promise.all(
    [0, 0, 0, 1, 1].map((days) =>
      entry({ organization_id: org.id, time: new Date(time.getTime() + days * 86_400_000) }),
    ),
  );
  const all = (await read(`organization:${org.name}`)).ids;

  const met: unknown[] = [];
  let page = await read(`organization:${org.name}`, owner, "&limit=2");
  while (page.ids.length > 0) {
    met.push(...page.ids);
    expect(page.count).toBe(5);
    page = await read(`organization:${org.name}`, owner, `&limit=2&after=${page.ids.at(-1)}`);
  }

  expect(met).toEqual(all);
  expect([...met].sort()).toEqual(made.sort());
});

test("new entries do not move the page behind a cursor", async () => {
  const org = await organization();
  await entry({ organization_id: org.id });
  await entry({ organization_id: org.id });
  const [first, second] = (await read(`organization:${org.name}`)).ids;

  await entry({ organization_id: org.id, time: new Date("2023-01-01T00:00:00Z") });
  const next = await read(`organization:${org.name}`, owner, `&after=${first}`);

  expect(next.ids).toEqual([second]);
});

test("behind an entry that retention deleted there is nothing, and a cursor must be a UUID", async () => {
  const gone = await read("", owner, `&after=${randomUUID()}`);
  const bad = await read("", owner, "&after=x");

  expect(gone).toMatchObject({ status: 200, ids: [] });
  expect(bad.status).toBe(400);
});

test("a cursor in a log that one may not read reveals none of its entries", async () => {
  const [own, foreign] = [await organization(), await organization()];
  const auditor = await auditorOf([own]);
  const cursor = await entry({
    organization_id: foreign.id,
    time: new Date("2021-05-02T00:00:00Z"),
  });
  await entry({ organization_id: foreign.id, time: new Date("2021-05-01T00:00:00Z") });
  const visible = await entry({ organization_id: own.id, time: new Date("2021-05-01T00:00:00Z") });

  const found = await read("", auditor, `&after=${cursor}`);

  expect(found.ids).toEqual([visible]);
});

test("pages are cut by limit and offset, and the count stays", async () => {
  const org = await organization();
  for (let n = 0; n < 5; n += 1) await entry({ organization_id: org.id });
  const q = `organization:${org.id}`;

  const all = await read(q);
  const first = await read(q, owner, "&limit=2");
  const second = await read(q, owner, "&limit=2&offset=2");
  const beyond = await read(q, owner, `&offset=5&after_id=${randomUUID()}`);

  expect(first).toMatchObject({ ids: all.ids.slice(0, 2), count: 5 });
  expect(second).toMatchObject({ ids: all.ids.slice(2, 4), count: 5 });
  expect(beyond).toMatchObject({ ids: [], count: 5 });
});

test.each(["limit=-1", "limit=x", "offset=-1", "offset=1.5", "after_id=x", "limit=1&limit=2"])(
  "%s is refused",
  async (query) => {
    const answer = await owner.client.get(`/audit?${query}`);

    expect(answer.status).toBe(400);
    expect(answer.json.validations[0].field).toBe(query.split("=")[0]);
  },
);

test("of 10,000 entries pages hold 100, at most 1000, and counting stops behind 2000", async () => {
  const org = await organization();
  await sql`
    insert into audit_logs (id, time, user_id, organization_id, resource_type, resource_id,
      resource_target, action, status_code, request_id)
    select gen_random_uuid(), now() - n * interval '1 second', ${owner.id}::uuid, ${org.id}::uuid,
      'user', ${member.id}::uuid, 'many', 'write', 200, gen_random_uuid()
    from generate_series(1, 10000) n`.execute(app.deps.db);
  const reader = await auditorOf([org]);

  const [plain, zero, big, deep] = await Promise.all([
    read("", reader),
    read("", reader, "&limit=0"),
    read("", reader, "&limit=5000"),
    read("", reader, "&limit=1000&offset=9500"),
  ]);

  expect([plain, zero, big, deep].map((page) => page.ids.length)).toEqual([100, 100, 1000, 500]);
  expect([plain, zero, big, deep].map((page) => page.count)).toEqual([2001, 2001, 2001, 2001]);
});

test("a reader of two organizations sees their entries and no others", async () => {
  const [mine, also, other] = await Promise.all([organization(), organization(), organization()]);
  const requestId = randomUUID();
  const seen = [
    await entry({ organization_id: mine.id, request_id: requestId }),
    await entry({ organization_id: also.id, request_id: requestId }),
  ];
  await entry({ organization_id: other.id, request_id: requestId });
  await entry({ request_id: requestId });
  const reader = await auditorOf([mine, also]);

  const [all, byRequest, paged, byActor, whole] = await Promise.all([
    read("", reader),
    read(`request_id:${requestId}`, reader),
    read("", reader, "&limit=1&offset=2"),
    read(`username:${owner.username}`, reader),
    read(`request_id:${requestId}`),
  ]);

  expect(whole.count).toBe(4);
  for (const found of [all, byRequest, byActor]) {
    expect([...found.ids].sort()).toEqual([...seen].sort());
    expect(found.count).toBe(2);
  }
  expect(paged).toMatchObject({ ids: [], count: 2 });
});

test("an organization that may not be read is as unknown as one that does not exist", async () => {
  const [mine, other] = await Promise.all([organization(), organization()]);
  await entry({ organization_id: other.id });
  const reader = await auditorOf([mine]);
  const shape = (text: string, ...secrets: string[]) =>
    secrets.reduce((masked, secret) => masked.replaceAll(secret, "…"), text);
  const missing = { id: randomUUID(), name: uniqueName("org") };

  const [byId, byName, missingId, missingName] = await Promise.all([
    read(`organization:${other.id}`, reader),
    read(`organization:${other.name}`, reader),
    read(`organization:${missing.id}`, reader),
    read(`organization:${missing.name}`, reader),
  ]);

  expect([byId, byName, missingId, missingName].map(({ status }) => status)).toEqual([
    400, 400, 400, 400,
  ]);
  expect(shape(byId.text, other.id)).toBe(shape(missingId.text, missing.id));
  expect(shape(byName.text, other.name)).toBe(shape(missingName.text, missing.name));
});

test("a page of 1000 entries costs as many statements as a page of one", async () => {
  const org = await organization();
  await sql`
    insert into audit_logs (id, time, user_id, organization_id, resource_type, resource_id,
      resource_target, action, status_code, request_id)
    select gen_random_uuid(), now(), u.id, ${org.id}::uuid, 'user', u.id, 'each', 'write', 200,
      gen_random_uuid()
    from generate_series(1, 1000) n, users u where not u.is_system`.execute(app.deps.db);
  const { db } = app.deps;
  let statements = 0;
  app.deps.db = db.withPlugin({
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const costOf = async (limit: number) => {
    statements = 0;
    const found = await read("resource_target:each", owner, `&limit=${limit}`);
    expect(found.ids).toHaveLength(limit);
    return statements;
  };

  const one = await costOf(1);
  const thousand = await costOf(1000);

  app.deps.db = db;
  expect(one).toBe(2);
  expect(thousand).toBe(2);
});
