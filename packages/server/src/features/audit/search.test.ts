import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let alice: TestUser;
const organization = { id: randomUUID(), name: "search-org" };
const group = { id: randomUUID() };
const requestId = randomUUID();
const resourceId = randomUUID();
/** The entries of the test, by the name that the tests below call them. */
const named = new Map<string, string>();
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  alice = await createUser(app, owner, { username: "alice", email: "alice@example.org" });
  const grouped = await createUser(app, owner, { username: "grouped" });
  await createUser(app, owner, { username: "gone", email: "gone@example.org" });
  await app.deps.db.deleteFrom("audit_logs").execute();
  await app.deps.db.insertInto("organizations").values(organization).execute();
  await entry("by-alice", { user_id: alice.id, time: new Date("2022-03-01T23:59:59.900Z") });
  await entry("by-owner", { user_id: owner.id, time: new Date("2022-03-02T00:00:00Z") });
  await entry("of-org", { organization_id: organization.id, resource_type: "group" });
  await entry("request", { request_id: requestId, action: "delete" });
  await entry("object", { resource_id: resourceId, resource_target: "Big Target" });
  await entry("build", {
    resource_type: "workspace_build",
    action: "start",
    additional_fields: JSON.stringify({ build_reason: "autostart" }),
  });
  await entry("refused", { status_code: 403, user_id: grouped.id });
  await entry("failed", { status_code: 500 });
  await app.deps.db
    .insertInto("groups")
    .values({ id: group.id, name: "Night-Shift", organization_id: organization.id })
    .execute();
  // Only members of the organization may be in its groups.
  await app.deps.db
    .insertInto("organization_members")
    .values({ organization_id: organization.id, user_id: grouped.id })
    .execute();
  await app.deps.db
    .insertInto("group_members")
    .values({ group_id: group.id, user_id: grouped.id })
    .execute();
  await entry("fake-build", { additional_fields: JSON.stringify({ build_reason: "autostart" }) });
});
afterAll(() => app.stop());

async function entry(name: string, wishes: Record<string, unknown>) {
  const id = randomUUID();
  named.set(id, name);
  await app.deps.db
    .insertInto("audit_logs")
    .values({
      id,
      time: new Date("2020-05-05T10:00:00Z"),
      user_id: randomUUID(),
      resource_type: "license",
      resource_id: randomUUID(),
      resource_target: "target",
      action: "create",
      status_code: 201,
      request_id: randomUUID(),
      ...wishes,
    })
    .execute();
}

async function search(q: string, as: TestUser = owner) {
  const answer = await as.client.get(`/audit?q=${encodeURIComponent(q)}`);
  const logs: { id: string }[] = answer.json.audit_logs ?? [];
  return {
    status: answer.status,
    names: logs.map(({ id }) => named.get(id) ?? id).sort(),
    fields: (answer.json.validations ?? []).map((one: { field: string }) => one.field),
  };
}

test.each([
  ["resource_type:group", ["of-org"]],
  ["group", ["of-org"]],
  ["RESOURCE_TYPE:Group", ["of-org"]],
  ["action:delete", ["request"]],
  ["action:login", []],
  ["build_reason:autostart", ["build"]],
  ["build_reason:autostop", []],
  ["resource_type:workspace_build action:start", ["build"]],
  [`resource_id:${resourceId}`, ["object"]],
  [`resource_id:{${resourceId}}`, ["object"]],
  [`request_id:${requestId.toUpperCase()}`, ["request"]],
  ['resource_target:"Big Target"', ["object"]],
  ['resource_target:"big target"', ["object"]],
  ["resource_target:big", []],
  ["username:alice", ["by-alice"]],
  ["username:ALICE", ["by-alice"]],
  ["username:nobody", []],
  ["email:Alice@example.org", ["by-alice"]],
  ["email:nobody@example.org", []],
  ["username:me", ["by-owner"]],
  ["date_from:2022-03-02", ["by-owner"]],
  ["date_from:2022-03-01 date_to:2022-03-01", ["by-alice"]],
  ["date_from:2022-03-01 date_to:2022-03-02", ["by-alice", "by-owner"]],
  ["date_from:2022-03-02 date_to:9999-12-31", ["by-owner"]],
  [`organization:${organization.id}`, ["of-org"]],
  ["organization:Search-Org", ["of-org"]],
  ["organization:search-org action:delete", []],
  ["outcome:refused", ["refused"]],
  ["outcome:failed", ["failed"]],
  ["outcome:succeeded date_from:2022-03-01", ["by-alice", "by-owner"]],
  [`group:${group.id}`, ["refused"]],
  ["group:night-shift", ["refused"]],
  ["group:night-shift outcome:failed", []],
])("%s finds the entries it names", async (q, names) => {
  const found = await search(q);

  expect(found).toMatchObject({ status: 200, names });
});

test("an empty expression restricts nothing", async () => {
  const found = await search("");

  expect(found.names).toHaveLength(named.size);
});

test("a deleted user is no longer found by name, but still by address", async () => {
  const answer = await owner.client.get("/users/gone");
  await entry("by-gone", { user_id: answer.json.id });
  await app.deps.db
    .updateTable("users")
    .set({ deleted: true })
    .where("id", "=", answer.json.id)
    .execute();

  const byName = await search("username:gone");
  const byAddress = await search("email:gone@example.org");

  named.delete([...named].find(([, name]) => name === "by-gone")?.[0] ?? "");
  expect(byName.names).toEqual([]);
  expect(byAddress.names).toHaveLength(1);
});

test.each([
  ["resource_type:spaceship", ["resource_type"]],
  ["two words", ["resource_type"]],
  ["action:explode", ["action"]],
  ["action:create,delete", ["action"]],
  ["build_reason:boredom", ["build_reason"]],
  ["resource_id:x", ["resource_id"]],
  ["request_id:x", ["request_id"]],
  ["date_from:2022-3-1", ["date_from"]],
  ["date_to:2022-02-30", ["date_to"]],
  ['date_to:"2022-02-01T00:00:00Z"', ["date_to"]],
  ["organization:nowhere", ["organization"]],
  ["outcome:unknown", ["outcome"]],
  ["group:nowhere", ["group"]],
  ["colour:red", ["colour"]],
  ["action:create action:create", ["action"]],
  ["user group resource_type:user", ["resource_type"]],
  [":user", ["q"]],
  ["user:", ["q"]],
  ["a:b:c", ["q"]],
  ["resource_id:x date_from:y action:z", ["resource_id", "action", "date_from"]],
])("%s is refused with 400 on its key", async (q, fields) => {
  const found = await search(q);

  expect(found.status).toBe(400);
  expect(found.fields).toEqual(fields);
});

test("a search that tries to break out of the statement is only text", async () => {
  const found = await search(`resource_target:"'; drop table audit_logs; --"`);

  expect(found).toMatchObject({ status: 200, names: [] });
});
