import { orgRoleNames, siteRoleNames } from "@gatehouse/rbac";
import {
  type Answer,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

/** A random organization beside another one, with custom roles, groups and members of every sort. */
interface World {
  here: TestOrganization;
  there: TestOrganization;
  /** The first three are members here, the second and the fourth there; the third is a service account. */
  users: TestUser[];
  admin: TestUser;
  groups: string[];
}

const permissionPool = ["template:read", "workspace:share", "group:update", "audit_log:read"];
const somePermissions = fc.uniqueArray(fc.constantFrom(...permissionPool), { maxLength: 3 });
const someOrgRoles = fc.uniqueArray(fc.constantFrom(...orgRoleNames, "first", "stale"), {
  maxLength: 3,
});
const someSiteRoles = fc.uniqueArray(
  fc.constantFrom(...siteRoleNames.filter((name) => name !== "member")),
  { maxLength: 2 },
);
const who = fc.integer({ min: 0, max: 3 });
const somebody = fc.uniqueArray(who, { maxLength: 3 });

const someWorld = fc.record({
  sharing: fc.constantFrom("everyone", "service_accounts", "none"),
  orgRoles: fc.array(someOrgRoles, { minLength: 4, maxLength: 4 }),
  siteRoles: fc.array(someSiteRoles, { minLength: 4, maxLength: 4 }),
  /** What every member here has. */
  defaults: someOrgRoles,
  role: somePermissions,
  inGroup: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
});

const someChange = fc.oneof(
  fc.record({ kind: fc.constant("create_role" as const), permissions: somePermissions }),
  fc.record({ kind: fc.constant("update_role" as const), permissions: somePermissions }),
  fc.record({ kind: fc.constant("delete_role" as const) }),
  fc.record({ kind: fc.constant("site_roles" as const), who, roles: someSiteRoles }),
  fc.record({ kind: fc.constant("member_roles" as const), who, roles: someOrgRoles }),
  fc.record({ kind: fc.constant("join" as const), who }),
  fc.record({ kind: fc.constant("leave" as const), who }),
  fc.record({ kind: fc.constant("group" as const), add: somebody, remove: somebody }),
  fc.record({ kind: fc.constant("delete_group" as const) }),
);

type WorldFacts = typeof someWorld extends fc.Arbitrary<infer T> ? T : never;
type Change = typeof someChange extends fc.Arbitrary<infer T> ? T : never;

async function build(facts: WorldFacts): Promise<World> {
  const here = await createOrganization(owner);
  const there = await createOrganization(owner);
  const users: TestUser[] = [];
  for (const index of [0, 1, 2, 3]) {
    const organizationIds = [
      ...(index < 3 ? [here.id] : []),
      ...(index === 1 || index === 3 ? [there.id] : []),
    ];
    const kind = index === 2 ? { serviceAccount: true } : { loginType: "none" as const };
    users.push(
      await createUser(app, owner, {
        ...kind,
        organizationIds,
        roles: facts.siteRoles[index] ?? [],
      }),
    );
  }
  const admin = await createUser(app, owner, { organizationIds: [here.id] });
  await owner.client.send("PATCH", `${here.path}/settings/workspace-sharing`, {
    body: { shareable_workspace_owners: facts.sharing },
  });
  await owner.client.post(`${here.path}/members/roles`, roleOf("first", facts.role));
  const group = await owner.client.post(`${here.path}/groups`, { name: uniqueName("group") });
  const add = facts.inGroup.map((index) => users[index]?.id);
  await owner.client.send("PATCH", `/groups/${group.json.id}`, { body: { add_users: add } });
  // Stored as they are: old data may name roles that do not exist.
  for (const [index, roles] of facts.orgRoles.entries()) {
    await sql`update organization_members set roles = ${[...roles]}::text[]
      where user_id = ${users[index]?.id}`.execute(app.deps.db);
  }
  await sql`update organizations set default_org_member_roles = ${[...facts.defaults]}::text[]
    where id = ${here.id}`.execute(app.deps.db);
  await sql`update organization_members set roles = '{organization-admin}'
    where user_id = ${admin.id}`.execute(app.deps.db);
  app.identities.invalidate(["*"]);
  return { here, there, users, admin, groups: [group.json.id] };
}

const roleOf = (name: string, permissions: readonly string[]) => ({
  name,
  organization_permissions: permissions.map((text) => {
    const [resource_type, action] = text.split(":");
    return { resource_type, action };
  }),
});

/** The change as the preview takes it, and the real request. */
function requestsFor(world: World, change: Change, caller: TestUser) {
  const { here, users, groups } = world;
  const idOf = (index: number) => users[index]?.id ?? "";
  const organization_id = here.id;
  const roles = `${here.path}/members/roles`;
  const { client } = caller;
  switch (change.kind) {
    case "create_role": {
      const role = roleOf("stale", change.permissions);
      return {
        preview: { kind: "custom_role", organization_id, role },
        real: () => client.post(roles, role),
      };
    }
    case "update_role": {
      const role = roleOf("first", change.permissions);
      return {
        preview: { kind: "custom_role", organization_id, role },
        real: () => client.put(roles, role),
      };
    }
    case "delete_role":
      return {
        preview: { kind: "custom_role", organization_id, delete: "first" },
        real: () => client.delete(`${roles}/first`),
      };
    case "site_roles":
      return {
        preview: { kind: "site_roles", user_id: idOf(change.who), roles: change.roles },
        real: () => client.put(`/users/${idOf(change.who)}/roles`, { roles: change.roles }),
      };
    case "member_roles": {
      const body = { roles: change.roles };
      const user_id = idOf(change.who);
      return {
        preview: { kind: "member_roles", organization_id, user_id, ...body },
        real: () => client.put(`${here.path}/members/${user_id}/roles`, body),
      };
    }
    case "join": {
      const user_id = idOf(change.who);
      return {
        preview: { kind: "member", organization_id, user_id, action: "add" },
        real: () => client.post(`${here.path}/members/${user_id}`),
      };
    }
    case "leave": {
      const user_id = idOf(change.who);
      return {
        preview: { kind: "member", organization_id, user_id, action: "remove" },
        real: () => client.delete(`${here.path}/members/${user_id}`),
      };
    }
    case "group": {
      const body = { add_users: change.add.map(idOf), remove_users: change.remove.map(idOf) };
      return {
        preview: { kind: "group", group_id: groups[0], ...body },
        real: () => client.send("PATCH", `/groups/${groups[0]}`, { body }),
      };
    }
    case "delete_group":
      return {
        preview: { kind: "group", group_id: groups[0], delete: true },
        real: () => client.delete(`/groups/${groups[0]}`),
      };
  }
}

/** Everything that each user may do, told by the endpoint about one user's permissions. */
async function snapshot(world: World): Promise<Set<string>> {
  const tuples = new Set<string>();
  for (const user of [...world.users, world.admin]) {
    const told = await owner.client.get(`/users/${user.id}/permissions`);
    for (const entry of told.json.effective) {
      for (const action of entry.actions) {
        const place = `${entry.target} ${entry.organization_id ?? ""}`;
        tuples.add(`${user.id} ${place} - ${entry.resource_type}:${action}`);
      }
    }
    const shown = await owner.client.get(`/users/${user.id}`);
    const everyone = shown.json.organization_ids.map((id: string) => [id, id]);
    const explicit = told.json.groups.map((group: { id: string; organization_id: string }) => [
      group.organization_id,
      group.id,
    ]);
    for (const [organization, id] of [...everyone, ...explicit]) {
      tuples.add(`${user.id} object ${organization} ${id} group:read`);
    }
  }
  return tuples;
}

interface Entry {
  user_id: string;
  target: string;
  organization_id?: string;
  object_id?: string;
  resource_type: string;
  actions: string[];
}

const tuplesOf = (entries: readonly Entry[]): string[] =>
  entries
    .flatMap((entry) =>
      entry.actions.map(
        (action) =>
          `${entry.user_id} ${entry.target} ${entry.organization_id ?? ""} ${entry.object_id ?? "-"} ${entry.resource_type}:${action}`,
      ),
    )
    .sort();

const minus = (from: ReadonlySet<string>, taken: ReadonlySet<string>): string[] =>
  [...from].filter((tuple) => !taken.has(tuple)).sort();

/** Found before: a built-in role of one membership is felt in the others too. */
const examples: [WorldFacts, Change, boolean][] = (
  ["organization-admin", "organization-auditor"] as const
).map((role) => [
  {
    ...{ sharing: "everyone", orgRoles: [[], [], [], []], siteRoles: [[], [], [], []] },
    ...{ defaults: [], role: [], inGroup: [] },
  },
  { kind: "member_roles", who: 1, roles: [role] },
  false,
]);

test("a preview is the difference of exhaustive snapshots before and after the real change", async () => {
  const refusals: Answer[] = [];
  await fc.assert(
    fc.asyncProperty(someWorld, someChange, fc.boolean(), async (facts, change, byAdmin) => {
      const world = await build(facts);
      const caller = byAdmin ? world.admin : owner;
      const { preview, real } = requestsFor(world, change, caller);
      const before = await snapshot(world);

      const told = await caller.client.post("/authcheck/preview", { change: preview });
      const untouched = await snapshot(world);
      const done = await real();
      const after = await snapshot(world);

      expect([...untouched].sort()).toEqual([...before].sort());
      if (done.status >= 400) {
        refusals.push(done);
        expect([told.status, told.json]).toEqual([done.status, done.json]);
        return;
      }
      expect([told.status, told.text]).toEqual([200, expect.any(String)]);
      expect(tuplesOf(told.json.gains)).toEqual(minus(after, before));
      expect(tuplesOf(told.json.losses)).toEqual(minus(before, after));
      const differing = [...minus(after, before), ...minus(before, after)];
      const users = new Set(differing.map((tuple) => tuple.split(" ")[0]));
      expect(told.json.users).toBe(users.size);
    }),
    { numRuns: 60, examples },
  );
  expect(refusals.length).toBeLessThan(60);
}, 240_000);
