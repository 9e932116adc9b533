import { randomUUID } from "node:crypto";
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
let member: TestUser;
let organization: string;
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
});
afterAll(() => app.stop());

test("a member sees the roles he holds, the implied ones too", async () => {
  const answer = await member.client.get("/users/me/permissions");

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ user_id: member.id, status: "active", groups: [] });
  const held = answer.json.roles.map((role: Record<string, unknown>) => [
    role["name"],
    role["organization_id"],
    role["implied"],
  ]);
  expect(held).toContainEqual(["member", undefined, true]);
  expect(held).toContainEqual(["organization-member", organization, true]);
});

test("what is effective agrees with the check, and is sorted", async () => {
  const answer = await member.client.get("/users/me/permissions");
  const effective: {
    target: string;
    organization_id?: string;
    resource_type: string;
    actions: string[];
  }[] = answer.json.effective;
  const checks = Object.fromEntries(
    effective.map((entry, n) => [
      `c${n}`,
      {
        action: entry.actions[0],
        object: {
          resource_type: entry.resource_type,
          organization_id: entry.organization_id ?? "",
          owner_id: entry.target === "own" || entry.target === "org_own" ? "me" : "",
        },
      },
    ]),
  );

  const checked = await member.client.post("/authcheck", { checks });

  expect(effective.length).toBeGreaterThan(5);
  expect(new Set(Object.values(checked.json))).toEqual(new Set([true]));
  const order = effective.map((entry) => entry.target);
  expect(order).toEqual([...order].sort());
});

test("explicit groups are told by name", async () => {
  const user = await createUser(app, owner);
  for (const name of ["zebra", "Ape"]) {
    const id = randomUUID();
    await app.deps.db
      .insertInto("groups")
      .values({ id, name, organization_id: organization })
      .execute();
    await app.deps.db
      .insertInto("group_members")
      .values({ group_id: id, user_id: user.id })
      .execute();
  }

  const answer = await user.client.get("/users/me/permissions");

  expect(answer.json.groups).toMatchObject([
    { name: "Ape", organization_id: organization },
    { name: "zebra", organization_id: organization },
  ]);
});

test("the restrictions of a key do not change what is effective", async () => {
  const user = await createUser(app, owner);
  const before = await user.client.get("/users/me/permissions");
  await sql`update api_keys set scopes = ${["user:read"]}::text[] where user_id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const after = await user.client.get("/users/me/permissions");

  expect(after.json).toEqual(before.json);
});

test("a key that may not read its own user learns nothing about him", async () => {
  const user = await createUser(app, owner);
  await sql`update api_keys set scopes = ${["template:read"]}::text[] where user_id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const answer = await user.client.get("/users/me/permissions");

  expect(answer.status).toBe(404);
});

test("another user's permissions are for those who read him and the audit log", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const administrator = await createUser(app, owner, { roles: ["user-admin"] });
  const path = `/users/${owner.username}/permissions`;

  const [asAuditor, asAdministrator, asMember, asNobody] = await Promise.all([
    auditor.client.get(path),
    administrator.client.get(path),
    member.client.get(path),
    app.anonymous.get(path),
  ]);

  expect(asAuditor.status).toBe(200);
  expect(asAuditor.json.roles.map((role: { name: string }) => role.name)).toContain("owner");
  expect(asAdministrator.status).toBe(403);
  expect(asMember.status).toBe(404);
  expect(asNobody.status).toBe(401);
});
