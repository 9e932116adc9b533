import {
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
beforeEach(async () => {
  team = await createOrganization(owner);
});
afterAll(() => app.stop());

const member = (user: { id: string }): string => `${team.path}/members/${user.id}`;

describe("the last organization admin", () => {
  test("may be lost while the deployment has an owner", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });

    const path = `${member(admin)}/roles`;
    expect((await owner.client.put(path, { roles: [] })).status).toBe(200);
  });

  test("two admins who demote or remove each other at the same moment do not both succeed", async () => {
    const fresh = await startTestApp();
    try {
      const first = await createOwner(fresh);
      for (const way of ["demote", "remove"]) {
        const organization = await createOrganization(first);
        const wishes = { orgRoles: ["organization-admin"] };
        const a = await createMember(fresh, first, organization, wishes);
        const b = await createMember(fresh, first, organization, wishes);
        const path = (user: TestUser) => `${organization.path}/members/${user.id}`;
        await sql`update users set rbac_roles = '{}' where id = ${first.id}`.execute(fresh.deps.db);
        fresh.identities.invalidate([first.id]);

        const answers = await Promise.all(
          way === "demote"
            ? [
                a.client.put(`${path(b)}/roles`, { roles: [] }),
                b.client.put(`${path(a)}/roles`, { roles: [] }),
              ]
            : [a.client.delete(path(b)), b.client.delete(path(a))],
        );

        // The loser is refused: as the last admin, or because he is none any more.
        const refused = answers.filter(({ status }) => status >= 400);
        expect(refused).toHaveLength(1);
        const { rows } = await sql<{ admins: number }>`
          select count(*) as admins from organization_members
          where organization_id = ${organization.id} and 'organization-admin' = any(roles)
        `.execute(fresh.deps.db);
        expect(rows).toEqual([{ admins: 1 }]);
        await sql`update users set rbac_roles = '{owner}'
          where id = ${first.id}`.execute(fresh.deps.db);
        fresh.identities.invalidate([first.id]);
      }
    } finally {
      await fresh.stop();
    }
  });

  test("suspended admins do not count", async () => {
    const fresh = await startTestApp();
    try {
      const first = await createOwner(fresh);
      const organization = await createOrganization(first);
      const wishes = { orgRoles: ["organization-admin"] };
      const admin = await createMember(fresh, first, organization, wishes);
      await createMember(fresh, first, organization, { ...wishes, status: "suspended" });
      const keeper = await createUser(fresh, first, { roles: ["user-admin"] });
      await sql`update users set rbac_roles = '{}' where id = ${first.id}`.execute(fresh.deps.db);

      const answer = await keeper.client.delete(`${organization.path}/members/${admin.id}`);

      expect(answer.status).toBe(409);
    } finally {
      await fresh.stop();
    }
  });
});
