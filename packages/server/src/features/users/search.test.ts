import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  const make = (username: string, wishes: Parameters<typeof createUser>[2] = {}) =>
    createUser(app, owner, { username, ...wishes });
  await make("alice", { name: "Alice Liddell", roles: ["auditor"] });
  await make("bob", { email: "bob_the.builder@example.org", name: "John Doe" });
  await make("carol", { status: "suspended", name: "100% Carol" });
  await make("dave", { loginType: "github", email: "dave%x@example.net" });
  await make("erin", { roles: ["user-admin", "auditor"] });
  await make("robot-1", { serviceAccount: true });
  await make("frank", { loginType: "none", status: "dormant", name: "Back\\slash" });
  await at("alice", "created_at", "2023-01-10T00:00:00Z");
  await at("bob", "created_at", "2023-01-14T23:59:59Z");
  await at("alice", "last_seen_at", "2023-02-01T12:00:00Z");
  await sql`update users set github_com_user_id = 9007199254740991 where username = 'dave'`.execute(
    app.deps.db,
  );
});
afterAll(() => app.stop());

async function at(name: string, column: "created_at" | "last_seen_at", time: string) {
  const change = { [column]: new Date(time) };
  await app.deps.db.updateTable("users").set(change).where("username", "=", name).execute();
}

test("a GitHub id beyond 2^53 is found and shown", async () => {
  const user = await createUser(app, owner, { loginType: "github" });
  await sql`update users set github_com_user_id = 9223372036854775807 where id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const found = await owner.client.get("/users?q=github_com_user_id:9223372036854775807");
  const all = await owner.client.get("/users");
  await owner.client.delete(`/users/${user.id}`);

  expect(found.json.users).toMatchObject([{ id: user.id }]);
  expect(all.status).toBe(200);
});

/** The names that match, without the owner's own. */
async function search(q: string) {
  const answer = await owner.client.get(`/users?q=${encodeURIComponent(q)}`);
  const users: { username: string }[] = answer.json.users ?? [];
  return {
    status: answer.status,
    names: users.map((user) => user.username).filter((name) => name !== owner.username),
    fields: (answer.json.validations ?? []).map((one: { field: string }) => one.field),
  };
}

const everybody = ["alice", "bob", "carol", "dave", "erin", "frank", "robot-1"];

test.each([
  ["ALI", ["alice"]],
  ["example.org", ["bob"]],
  ["liddell", ["alice"]],
  ["search:lice", ["alice"]],
  ['"john doe"', ["bob"]],
  ['search:"john doe"', ["bob"]],
  ["john doe", ["bob"]],
  ["  john   doe ", ["bob"]],
  ['"john', ["bob"]],
  ["", everybody],
  ['""', everybody],
  ['search:""', everybody],
  ["nobody-at-all", []],
])("free text %s is a substring of name, address or full name", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ["%", ["carol", "dave"]],
  ["_", ["bob"]],
  ["a_ice", []],
  ["a%e", []],
  ["\\", ["frank"]],
  ["100%", ["carol"]],
  ["name:100%", ["carol"]],
  ["name:%", ["carol"]],
])("%s in a substring search is a plain character", async (q, names) => {
  const found = await search(q);

  expect(found.names).toEqual(names);
});

test.each([
  ["name:liddell", ["alice"]],
  ['name:"john doe"', ["bob"]],
  ["name:alice", ["alice"]],
  ["name:bob", []],
  ["username:alice", ["alice"]],
  ["username:ALICE", ["alice"]],
  ["username:alic", []],
  ["email:bob_the.builder@EXAMPLE.org", ["bob"]],
  ["email:example.org", []],
  ['email:""', everybody],
])("%s compares names and addresses as its key says", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ["status:suspended", ["carol"]],
  ["status:SuSpenDeD", ["carol"]],
  ["status:suspended,dormant", ["carol", "frank"]],
  ["status:suspended status:dormant", ["carol", "frank"]],
  ['"status":suspended', ["carol"]],
  ['status:"suspended"', ["carol"]],
  ["login_type:github", ["dave"]],
  ["login_type:github,none", ["dave", "frank", "robot-1"]],
  ["login_type:github login_type:none", ["dave", "frank", "robot-1"]],
  ["login_type:oidc", []],
  ["login_type:token", []],
  ["login_type:oauth2_provider_app", []],
  ["service_account:true", ["robot-1"]],
  ["service_account:1", ["robot-1"]],
  ["service_account:F", everybody.filter((name) => name !== "robot-1")],
  ["github_com_user_id:9007199254740991", ["dave"]],
  ["github_com_user_id:9007199254740990", []],
  ["github_com_user_id:0", everybody],
])("%s filters by its column", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ["role:auditor", ["alice", "erin"]],
  ["role:user-admin", ["erin"]],
  ["role:auditor,user-admin", ["alice", "erin"]],
  ["role:member", everybody],
  ["role:member,owner", everybody],
  ["role:owner", []],
  ["role:no-such-role", []],
  ["role:auditor status:suspended", []],
])("%s filters by stored roles, member meaning everybody", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ['created_before:"2023-01-14T23:59:59Z"', ["alice", "bob"]],
  ['created_before:"2023-01-14T23:59:58Z"', ["alice"]],
  ['created_before:"2023-01-15t00:59:59+01:00"', ["alice", "bob"]],
  ['created_before:"2023-01-14t23:59:59.000z" created_after:"2023-01-11T00:00:00Z"', ["bob"]],
  ['created_after:"2023-01-14T23:59:59Z" created_before:"2023-12-31T00:00:00Z"', ["bob"]],
  ['last_seen_after:"2023-02-01T12:00:00Z" last_seen_before:"2023-02-01T12:00:00Z"', ["alice"]],
  ['last_seen_before:"2020-01-01T00:00:00Z"', everybody.filter((name) => name !== "alice")],
])("%s compares times inclusively, never-seen users count as seen in year 1", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ["usEr-name stAtus:actiVe", []],
  ['status:SuSpenDeD sEArch:"User Name" role:meMber', []],
  ['search:"user:name"', []],
  ["i role:owner status:active", []],
  ["alice status:active role:auditor", ["alice"]],
  ["status:active", ["alice", "bob", "dave", "erin", "robot-1"]],
])("%s is accepted", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test.each([
  ["search:name:extra", "q"],
  [":name", "q"],
  ["name:", "q"],
  [":", "q"],
  ["status:inActive", "status"],
  ["status:active,gone", "status"],
  ["foo:bar", "foo"],
  ["login_type:ldap", "login_type"],
  ["service_account:maybe", "service_account"],
  ["github_com_user_id:x", "github_com_user_id"],
  ["github_com_user_id:9223372036854775808", "github_com_user_id"],
  ["created_before:2023-01-14", "created_before"],
  ['created_before:"2023-01-14"', "created_before"],
  ['last_seen_after:"2023-01-14T23:59:59"', "last_seen_after"],
  ["last_seen_after:2023-01-14T23:59:59Z", "q"],
  ["alice search:bob", "search"],
  ["search:alice search:bob", "search"],
  ["name:a name:b", "name"],
])("%s is refused with 400 on %s", async (q, field) => {
  const found = await search(q);

  expect(found.status).toBe(400);
  expect(found.fields).toEqual([field]);
});

test("several errors of one expression are reported together", async () => {
  const found = await search("foo:bar status:gone");

  expect(found.fields.sort()).toEqual(["foo", "status"]);
});

test("a query that is given twice is refused", async () => {
  const answer = await owner.client.get("/users?q=alice&q=bob");

  expect(answer.status).toBe(400);
  expect(answer.json.validations).toMatchObject([{ field: "q" }]);
});

test("a search that tries to break out of the statement is only text", async () => {
  const found = await search("'; drop table users; --");

  expect(found).toMatchObject({ status: 200, names: [] });
});
