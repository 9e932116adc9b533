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

let app: TestApp;
let owner: TestUser;
let member: TestUser;
let organization: string;
let group: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  member = await createUser(app, owner);
  const found = await app.deps.db
    .selectFrom("organizations")
    .select("id")
    .where("is_default", "=", true)
    .executeTakeFirstOrThrow();
  organization = found.id;
  group = randomUUID();
  await app.deps.db
    .insertInto("groups")
    .values({ id: group, name: uniqueName("group"), organization_id: organization })
    .execute();
});
afterAll(() => app.stop());

const check = (action: string, object: Record<string, unknown>) => ({ action, object });

/** The verdict on one check. */
async function verdict(as: TestUser, action: string, object: Record<string, unknown>) {
  const answer = await as.client.post("/authcheck", { checks: { it: check(action, object) } });
  expect(answer.status).toBe(200);
  return answer.json.it;
}

async function refusal(checks: unknown) {
  const answer = await member.client.post("/authcheck", { checks });
  return {
    status: answer.status,
    fields: (answer.json.validations ?? []).map((one: { field: string }) => one.field),
    details: (answer.json.validations ?? []).map((one: { detail: string }) => one.detail),
  };
}

/** A user whose session holds these scopes and allow list instead of everything. */
async function narrowed(scopes: string[], allowList = ["*:*"], roles: string[] = []) {
  const user = await createUser(app, owner, { roles });
  await sql`update api_keys set scopes = ${scopes}::text[], allow_list = ${allowList}::text[]
    where user_id = ${user.id}::uuid`.execute(app.deps.db);
  return user;
}

test("a check needs a signed-in caller", async () => {
  const answer = await app.anonymous.post("/authcheck", { checks: {} });

  expect(answer.status).toBe(401);
});

test.each([[{ checks: {} }], [{}], [undefined]])("no checks give no verdicts: %j", async (body) => {
  const answer = await member.client.post("/authcheck", body);

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({});
});

test("every check is answered under its own name, whatever the name is", async () => {
  const names = ["b", "a", "2", "10", "", "__proto__", "constructor", "ä/…"];
  const checks = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(check("read", { resource_type: "license" }))}`).join(",")}}`;

  const answer = await owner.client.post("/authcheck", `{"checks":${checks}}`);

  expect(Object.keys(answer.json).sort()).toEqual([...names].sort());
  expect(new Set(Object.values(answer.json))).toEqual(new Set([true]));
});

test("owners may what members may not", async () => {
  const object = { resource_type: "deployment_config" };

  expect(await verdict(owner, "update", object)).toBe(true);
  expect(await verdict(member, "update", object)).toBe(false);
});

test("me is the caller, any other owner is taken as written", async () => {
  const tokens = { resource_type: "api_key" };

  expect(await verdict(member, "create", { ...tokens, owner_id: "me" })).toBe(true);
  expect(await verdict(member, "create", { ...tokens, owner_id: member.id })).toBe(true);
  expect(await verdict(member, "create", { ...tokens, owner_id: owner.id })).toBe(false);
  expect(await verdict(member, "create", { ...tokens, owner_id: member.username })).toBe(false);
  expect(await verdict(member, "create", tokens)).toBe(false);
});

test("an organization is taken by its id and by nothing else", async () => {
  const object = { resource_type: "organization" };

  expect(await verdict(member, "read", { ...object, organization_id: organization })).toBe(true);
  expect(await verdict(member, "read", { ...object, organization_id: "coder" })).toBe(false);
  expect(await verdict(member, "read", { ...object, organization_id: "default" })).toBe(false);
});

test("any organization is one of the caller's, and excludes naming one", async () => {
  const object = { resource_type: "organization", any_org: true };
  const none = "00000000-0000-0000-0000-000000000000";

  expect(await verdict(member, "read", object)).toBe(true);
  expect(await verdict(member, "read", { ...object, organization_id: none })).toBe(true);
  expect(await verdict(member, "read", { ...object, organization_id: organization })).toBe(false);
  expect(await verdict(owner, "read", { ...object, organization_id: organization })).toBe(false);
  expect(await verdict(member, "delete", object)).toBe(false);
});

test("an unknown type is not granted, an unknown action only by a grant of every action", async () => {
  expect(await verdict(owner, "read", { resource_type: "spaceship" })).toBe(false);
  expect(await verdict(owner, "launch", { resource_type: "license" })).toBe(true);
  expect(await verdict(member, "launch", { resource_type: "license" })).toBe(false);
});

test("a user is loaded by id, and the loaded object replaces every other field", async () => {
  const lie = { resource_type: "user", owner_id: "me", organization_id: organization };

  expect(await verdict(member, "update_personal", { ...lie, resource_id: member.id })).toBe(true);
  expect(await verdict(member, "update_personal", { ...lie, resource_id: owner.id })).toBe(false);
  expect(await verdict(owner, "update_personal", { ...lie, resource_id: member.id })).toBe(true);
});

test("a group is loaded with its organization and its own members' right to read it", async () => {
  const insider = await createUser(app, owner);
  await app.deps.db
    .insertInto("group_members")
    .values({ group_id: group, user_id: insider.id })
    .execute();
  const object = { resource_type: "group", resource_id: group };

  expect(await verdict(insider, "read", object)).toBe(true);
  expect(await verdict(insider, "update", object)).toBe(false);
  expect(await verdict(owner, "update", object)).toBe(true);
});

test.each(["user", "group", "workspace", "template"])(
  "a %s that does not exist is granted to nobody",
  async (type) => {
    expect(await verdict(owner, "read", { resource_type: type, resource_id: randomUUID() })).toBe(
      false,
    );
  },
);

test("an object that the caller may not read is granted to him for no action", async () => {
  const user = await narrowed(["user:update"], ["*:*"], ["owner"]);

  expect(await verdict(user, "update", { resource_type: "user" })).toBe(true);
  expect(await verdict(user, "update", { resource_type: "user", resource_id: member.id })).toBe(
    false,
  );
});

test("a resource id is read in every form of a UUID", async () => {
  const object = { resource_type: "user", resource_id: `{${member.id.toUpperCase()}}` };

  expect(await verdict(member, "read", object)).toBe(true);
});

test("the scopes of the key limit the verdict", async () => {
  const user = await narrowed(["license:read"], ["*:*"], ["owner"]);

  expect(await verdict(user, "read", { resource_type: "license" })).toBe(true);
  expect(await verdict(user, "create", { resource_type: "license" })).toBe(false);
  expect(await verdict(user, "read", { resource_type: "user" })).toBe(false);
});

test("the allow list of the key limits the verdict to the named objects", async () => {
  const user = await narrowed(["coder:all"], [`user:${member.id}`], ["owner"]);

  expect(await verdict(user, "read", { resource_type: "user", resource_id: member.id })).toBe(true);
  expect(await verdict(user, "read", { resource_type: "user", resource_id: owner.id })).toBe(false);
  expect(await verdict(user, "read", { resource_type: "user" })).toBe(false);
});

test("ten checks with a resource id are answered, eleven are refused before anything else", async () => {
  const loaded = (count: number, object: Record<string, unknown>) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, check("read", object)]));

  const ten = await refusal(loaded(10, { resource_type: "user", resource_id: randomUUID() }));
  const eleven = await refusal(loaded(11, { resource_type: "", resource_id: "x" }));

  expect(ten.status).toBe(200);
  expect(eleven).toMatchObject({ status: 400, fields: ["checks"] });
});

test("500 checks are answered, 501 are refused", async () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`c${n}`, check("read", { resource_type: "user" })]),
    );

  expect((await refusal(many(500))).status).toBe(200);
  expect(await refusal(many(501))).toMatchObject({ status: 400, fields: ["checks"] });
});

test("every fault is reported at once, in the order of the names", async () => {
  const found = await refusal({
    z: check("read", { resource_type: "" }),
    a: check("read", { resource_type: "license", resource_id: "not-a-uuid" }),
    m: check("read", { resource_type: "user", resource_id: "not-a-uuid" }),
    b: check("read", { resource_type: "group" }),
  });

  expect(found.status).toBe(400);
  expect(found.fields).toEqual(["resource_id", "resource_type", "resource_id", "resource_type"]);
  expect(found.details.map((detail: string) => detail.slice(0, 9))).toEqual([
    'check "a"',
    'check "a"',
    'check "m"',
    'check "z"',
  ]);
});

test("a check without an object lacks its type", async () => {
  const found = await refusal({ a: { action: "read" } });

  expect(found).toMatchObject({ status: 400, fields: ["resource_type"] });
});
