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
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

const builtIn = ["auditor", "owner", "template-admin", "user-admin"];

test("an owner sees the built-in roles by name, all assignable", async () => {
  const answer = await owner.client.get("/users/roles");

  expect(answer.status).toBe(200);
  expect(answer.json.map((role: { name: string }) => role.name)).toEqual(builtIn);
  for (const role of answer.json) {
    expect(role).toMatchObject({ assignable: true, built_in: true });
    expect(role).not.toHaveProperty("organization_id");
  }
});

test("a role tells its names and what it gives", async () => {
  const answer = await owner.client.get("/users/roles");

  const auditor = answer.json[0];
  expect(auditor).toMatchObject({ name: "auditor", display_name: "Auditor" });
  expect(auditor.site_permissions).toContainEqual({
    negate: false,
    resource_type: "audit_log",
    action: "read",
  });
  expect(auditor.organization_permissions).toEqual([]);
  expect(auditor.organization_member_permissions).toEqual([]);
});

test("a user-admin sees the roles and may assign none of them", async () => {
  const administrator = await createUser(app, owner, { roles: ["user-admin"] });

  const answer = await administrator.client.get("/users/roles");

  expect(answer.status).toBe(200);
  expect(answer.json.map((role: { assignable: boolean }) => role.assignable)).toEqual(
    builtIn.map(() => false),
  );
});

test("custom roles of the deployment follow, others and system rows do not", async () => {
  const organization = await app.deps.db
    .selectFrom("organizations")
    .select("id")
    .executeTakeFirstOrThrow();
  const insert = (name: string, wishes: { organization_id?: string; is_system?: boolean }) =>
    app.deps.db
      .insertInto("custom_roles")
      .values({ id: randomUUID(), name, ...wishes })
      .execute();
  await insert("a-site-role", {});
  await insert("an-org-role", { organization_id: organization.id });
  await insert("a-system-role", { is_system: true });

  const answer = await owner.client.get("/users/roles");

  await sql`delete from custom_roles`.execute(app.deps.db);
  expect(answer.json.map((role: { name: string }) => role.name)).toEqual([
    ...builtIn,
    "a-site-role",
  ]);
  expect(answer.json[4]).toMatchObject({ built_in: false, assignable: true });
});

test("roles are listed to nobody who may not read them", async () => {
  const user = await createUser(app, owner, { roles: ["user-admin"] });
  await sql`update api_keys set scopes = ${["user:read"]}::text[] where user_id = ${user.id}::uuid`.execute(
    app.deps.db,
  );

  const [narrow, anonymous] = await Promise.all([
    user.client.get("/users/roles"),
    app.anonymous.get("/users/roles"),
  ]);

  expect(narrow.status).toBe(403);
  expect(anonymous.status).toBe(401);
});
