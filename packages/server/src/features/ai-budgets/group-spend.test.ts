import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  uniqueName,
} from "@gatehouse/testkit";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countBlockedUsers } from "./blocked-store.ts";
import { listGroupSpend } from "./group-spend-store.ts";
import { periodOf } from "./period.ts";
import { findEffectiveBudgets } from "./resolution-store.ts";

let app: TestApp;
/** Two organizations, each with Everyone first and two more groups. */
let organizations: { id: string; groups: string[] }[];
let users: string[];
beforeAll(async () => {
  app = await startTestApp();
  const owner = await createOwner(app);
  const made = await Promise.all(Array.from({ length: 6 }, () => createUser(app, owner)));
  users = made.map((user) => user.id);
  const home = (await owner.client.get("/users/me/organizations")).json[0].id;
  const other = await owner.client.post("/organizations", { name: uniqueName("org") });
  organizations = [];
  for (const id of [home, String(other.json.id)]) {
    const groups = [id];
    for (const name of [uniqueName("group"), uniqueName("group")]) {
      const group = await owner.client.post(`/organizations/${id}/groups`, { name });
      groups.push(String(group.json.id));
    }
    organizations.push({ id, groups });
  }
});
afterAll(() => app.stop());

const limit = fc.option(fc.constantFrom(0, 10, 20), { freq: 1 });
const person = fc.record({
  /** Days after which the user joined each organization. */
  joined: fc.tuple(fc.option(fc.nat(1)), fc.option(fc.nat(1))),
  groups: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  override: fc.option(fc.tuple(fc.nat(5), fc.nat(30)), { freq: 3 }),
  deleted: fc.boolean(),
});
const world = fc.record({
  limits: fc.array(limit, { minLength: 6, maxLength: 6 }),
  people: fc.array(person, { minLength: 6, maxLength: 6 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Makes the database say this; in few statements, since there are many worlds. */
async function make({ limits, people }: World): Promise<void> {
  const groups = organizations.flatMap((organization) => organization.groups);
  const members = people.flatMap(({ joined }, index) =>
    joined.flatMap((day, place) =>
      day === null ? [] : [{ user: users[index], org: organizations[place]?.id, day }],
    ),
  );
  const isMember = (user: string | undefined, org: string | undefined) =>
    members.some((one) => one.user === user && one.org === org);
  const named = groups.filter((id) => organizations.every((one) => one.id !== id));
  const orgOf = (group: string | undefined) =>
    organizations.find((one) => one.groups.some((id) => id === group))?.id;
  const inGroups = people.flatMap((one, index) =>
    one.groups.flatMap((isIn, place) =>
      isIn && isMember(users[index], orgOf(named[place]))
        ? [{ user: users[index], group: named[place] }]
        : [],
    ),
  );
  const overrides = people.flatMap(({ override }, index) => {
    if (override === null) return [];
    const [place, micros] = override;
    const one = { user: users[index], group: groups[place], micros };
    const member =
      inGroups.some(({ user, group }) => user === one.user && group === one.group) ||
      isMember(one.user, one.group);
    return member ? [one] : [];
  });
  const budgets = limits.flatMap((micros, place) =>
    micros === null ? [] : [{ group: groups[place], micros }],
  );
  const { db } = app.deps;
  const gone = users.filter((_, index) => people[index]?.deleted);
  await sql`delete from organization_members where user_id = any(${users}::uuid[])`.execute(db);
  await sql`delete from group_ai_budgets`.execute(db);
  await sql`insert into organization_members (user_id, organization_id, created_at)
    select (m->>'user')::uuid, (m->>'org')::uuid, '2026-01-01Z'::timestamptz + (m->>'day')::int * interval '1 day'
    from jsonb_array_elements(${JSON.stringify(members)}::jsonb) m`.execute(db);
  await sql`insert into group_members (user_id, group_id)
    select (m->>'user')::uuid, (m->>'group')::uuid
    from jsonb_array_elements(${JSON.stringify(inGroups)}::jsonb) m`.execute(db);
  await sql`insert into group_ai_budgets (group_id, spend_limit_micros)
    select (m->>'group')::uuid, (m->>'micros')::bigint
    from jsonb_array_elements(${JSON.stringify(budgets)}::jsonb) m`.execute(db);
  await sql`insert into user_ai_budget_overrides (user_id, group_id, spend_limit_micros)
    select (m->>'user')::uuid, (m->>'group')::uuid, (m->>'micros')::bigint
    from jsonb_array_elements(${JSON.stringify(overrides)}::jsonb) m`.execute(db);
  await sql`update users set deleted = id = any(${gone}::uuid[])
    where id = any(${users}::uuid[])`.execute(db);
}

test("total limits of groups and numbers of blocked users are the sums of what their members resolve to, one by one", async () => {
  const period = periodOf(new Date());
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      await make(given);
      const live = users.filter((_, index) => !given.people[index]?.deleted);
      const { rows: others } = await sql<{ id: string }>`
        select id from users where not deleted and id <> all(${users}::uuid[])`.execute(
        app.deps.db,
      );
      const everybody = [...live, ...others.map(({ id }) => id)];
      const resolved = [...(await findEffectiveBudgets(app.deps.db, everybody)).values()];
      for (const { id: organizationId, groups } of organizations) {
        const readable = { kind: "all" } as const;
        const rows = await listGroupSpend(
          app.deps.db,
          { organizationId, ids: groups, readable },
          period,
        );
        const expected = new Map(
          groups.map((group) => {
            const attributed = resolved.filter(
              (one) => one.group_id === group && one.limit !== null,
            );
            return [group, attributed.reduce((sum, one) => sum + (one.limit ?? 0n), 0n)];
          }),
        );
        for (const row of rows) expect(row.totalLimit ?? 0n).toBe(expected.get(row.group_id));
      }
      const blocked = new Map<string, number>();
      // Nobody spent anything, so that a limit is reached when it is 0.
      for (const { group_id, limit } of resolved) {
        if (group_id !== null && limit === 0n)
          blocked.set(group_id, (blocked.get(group_id) ?? 0) + 1);
      }
      expect(await countBlockedUsers(app.deps.db, period)).toEqual(blocked);
    }),
    { numRuns: 60 },
  );
});
