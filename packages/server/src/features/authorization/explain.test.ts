import { randomUUID } from "node:crypto";
import { actionsOf, allowedBy, type Explanation, resourceTypes } from "@gatehouse/rbac";
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
let auditor: TestUser;
let member: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  auditor = await createUser(app, owner, { roles: ["auditor"] });
  member = await createUser(app, owner);
  const found = await app.deps.db
    .selectFrom("organizations")
    .select("id")
    .where("is_default", "=", true)
    .executeTakeFirstOrThrow();
  organization = found.id;
});
afterAll(() => app.stop());

const readLicense = { action: "read", object: { resource_type: "license" } };

function explain(as: TestUser, checks: Record<string, unknown>, user?: string) {
  return as.client.post("/authcheck/explain", { checks, ...(user === undefined ? {} : { user }) });
}

/** Recomputes the verdict from the wire object alone. */
function recomputed(wire: {
  votes: Explanation["votes"];
  acl: Explanation["acl"];
  scope: { allowed: boolean; scopes: never[]; allow_list: string[] } | null;
}): boolean {
  const { scope } = wire;
  return allowedBy({
    votes: wire.votes,
    acl: wire.acl,
    scope: scope && { allowed: scope.allowed, scopes: scope.scopes, allowList: scope.allow_list },
  });
}

/** Checks about many types and places, at most 100 at a time. */
function* batches() {
  const objects = [{}, { owner_id: "me" }, { organization_id: organization }, { any_org: true }];
  const all = resourceTypes.flatMap((type) =>
    objects.flatMap((object) =>
      actionsOf(type).map((action) => ({ action, object: { resource_type: type, ...object } })),
    ),
  );
  for (let at = 0; at < all.length; at += 100) {
    yield Object.fromEntries(all.slice(at, at + 100).map((one, n) => [`c${n}`, one]));
  }
}

test.each(["owner", "auditor", "member"])(
  "an explanation to the %s has the verdict of the check, and suffices to recompute it",
  async (name) => {
    const as = { owner, auditor, member }[name] ?? member;
    for (const checks of batches()) {
      const [explained, checked] = await Promise.all([
        explain(as, checks),
        as.client.post("/authcheck", { checks }),
      ]);

      expect(explained.status).toBe(200);
      for (const [key, wire] of Object.entries<typeof explained.json>(explained.json)) {
        expect({ key, allowed: wire.allowed }).toEqual({ key, allowed: checked.json[key] });
        expect({ key, recomputed: recomputed(wire) }).toEqual({ key, recomputed: wire.allowed });
      }
    }
  },
);

test("the reason for an owner's right is the wildcard of his role", async () => {
  const answer = await explain(owner, { it: readLicense });

  expect(answer.json.it).toMatchObject({
    allowed: true,
    object: { type: "license", id: "", owner: "", org: "", any_org: false },
    votes: { site: 1, user: null, org: null, member: null },
    decided_by: "site",
    acl: [],
    scope: { allowed: true },
  });
  expect(answer.json.it.permissions).toContainEqual(
    expect.objectContaining({ role: "owner", implied: false, level: "site", negate: false }),
  );
});

test("the restrictions of the caller's key are part of his explanation", async () => {
  const user = await createUser(app, owner, { roles: ["owner"] });
  await sql`update api_keys set scopes = ${["user:read"]}::text[] where user_id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const answer = await explain(user, { it: readLicense });

  expect(answer.json.it).toMatchObject({
    allowed: false,
    decided_by: "site",
    scope: { allowed: false, scopes: [] },
  });
});

test.each(["me", "", "id", "username"])(
  "the caller is meant by %j, with the restrictions of his key",
  async (how) => {
    const reference = { id: member.id, username: member.username.toUpperCase() }[how] ?? how;

    const answer = await explain(member, { it: readLicense }, reference);

    expect(answer.status).toBe(200);
    expect(answer.json.it.scope).not.toBeNull();
  },
);

test("an auditor asks about another user, who is judged without a key", async () => {
  const answer = await explain(auditor, { it: readLicense }, owner.username);

  expect(answer.status).toBe(200);
  expect(answer.json.it).toMatchObject({ allowed: true, scope: null, decided_by: "site" });
});

test("asking about another user needs to read him, and the audit log of the deployment", async () => {
  const administrator = await createUser(app, owner, { roles: ["user-admin"] });

  const unreadable = await explain(member, { it: readLicense }, owner.id);
  const unknown = await explain(member, { it: readLicense }, randomUUID());
  const unaudited = await explain(administrator, { it: readLicense }, owner.id);

  expect(unreadable.status).toBe(404);
  expect(unknown.json).toEqual(unreadable.json);
  expect(unaudited.status).toBe(403);
});

test("an object that is missing or unreadable is explained by nothing", async () => {
  const missing = { resource_type: "user", resource_id: randomUUID() };
  const unreadable = { resource_type: "user", resource_id: owner.id };

  const answer = await explain(member, {
    missing: { action: "read", object: missing },
    unreadable: { action: "read", object: unreadable },
  });

  for (const wire of [answer.json.missing, answer.json.unreadable]) {
    expect(wire).toMatchObject({ allowed: false, decided_by: "none", permissions: [], acl: [] });
    expect(recomputed(wire)).toBe(false);
  }
  expect(answer.json.unreadable.object.owner).toBe("");
});

test("a group is explained by the access list that its members have", async () => {
  const id = randomUUID();
  const db = app.deps.db;
  await db
    .insertInto("groups")
    .values({ id, name: "explained", organization_id: organization })
    .execute();
  const insider = await createUser(app, owner);
  await db.insertInto("group_members").values({ group_id: id, user_id: insider.id }).execute();
  const settings = `/organizations/${organization}/settings/workspace-sharing`;
  await owner.client.patch(settings, { shareable_workspace_owners: "none" });

  const answer = await explain(insider, {
    it: { action: "read", object: { resource_type: "group", resource_id: id } },
  });

  expect(answer.json.it).toMatchObject({
    allowed: true,
    decided_by: "acl",
    object: { type: "group", id, org: organization },
    acl: [{ kind: "group", id, actions: ["read"], effective: true }],
  });
});

test("100 checks are explained, 101 are refused", async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, readLicense]));

  expect((await explain(member, many(100))).status).toBe(200);
  expect((await explain(member, many(101))).status).toBe(400);
});

test("nobody explains anything without signing in", async () => {
  const answer = await app.anonymous.post("/authcheck/explain", { checks: {} });

  expect(answer.status).toBe(401);
});
