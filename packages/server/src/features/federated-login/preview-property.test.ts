import {
  createOrganization,
  createOwner,
  createUser,
  type HostileIdp,
  honest,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let idp: HostileIdp;
let app: TestApp;
let owner: TestUser;
let byPassword: TestUser;
/** The default organization and another one. */
let organizations: string[];
let groups: string[];

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({
    settings: oidcSettings(idp, {
      OIDC_EMAIL_DOMAIN: "example.com",
      OIDC_USER_ROLE_FIELD: "site_roles",
      OIDC_USER_ROLE_MAPPING: '{"boss":["user-admin"]}',
    }),
  });
  owner = await createOwner(app);
  byPassword = await createUser(app, owner, { email: "by-password@example.com" });
  const defaultId = String((await owner.client.get("/users/me")).json.organization_ids[0]);
  organizations = [defaultId, (await createOrganization(owner)).id];
  groups = [];
  for (const organization of organizations) {
    const made = await owner.client.post(`/organizations/${organization}/groups`, {
      name: "backend",
    });
    expect(made.status, made.text).toBe(201);
    groups.push(String(made.json.id));
  }
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

const value = fc.constantFrom(
  "a",
  "b",
  "backend",
  "fresh",
  "Of The House",
  "organization-admin",
  "auditor",
  "boss",
);
const listed = fc.oneof(
  { weight: 6, arbitrary: fc.uniqueArray(value, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>("a", "", "a,b", null, 7, ["a", 1], {}) },
);
const mapping = <T>(target: fc.Arbitrary<T>) =>
  fc.dictionary(value, fc.uniqueArray(target, { maxLength: 2 }), { maxKeys: 3 });

const settings = fc.record({
  organization: fc.record({
    field: fc.constantFrom("", "orgs"),
    mapping: mapping(fc.constantFrom(0, 1)),
    assignsDefault: fc.boolean(),
  }),
  inside: fc.tuple(
    ...[0, 1].map((index) =>
      fc.record({
        groups: fc.record({
          field: fc.constantFrom("", "groups"),
          mapping: mapping(fc.constant(index)),
          regex: fc.constantFrom("", "^[a-z]+$"),
          creates: fc.boolean(),
        }),
        roles: fc.record({
          field: fc.constantFrom("", "roles"),
          mapping: mapping(fc.constantFrom("organization-admin", "organization-auditor", "gone")),
        }),
      }),
    ),
  ),
});

const person = fc.record(
  {
    sub: fc.constantFrom("ada", "grace", "edsger", "donald"),
    email: fc.constantFrom(
      "ada@example.com",
      "grace@example.com",
      "x@elsewhere.test",
      "by-password@example.com",
    ),
    email_verified: fc.constantFrom<unknown>(true, true, true, true, false),
    preferred_username: fc.constantFrom("ada", "grace", "", "§§", "not a name"),
    orgs: listed,
    groups: listed,
    roles: listed,
    site_roles: listed,
  },
  { requiredKeys: ["sub", "email", "email_verified"] },
);

async function save(path: string, body: object): Promise<void> {
  const answer = await owner.client.send("PATCH", path, { body });
  expect(answer.status, answer.text).toBe(200);
}

function mapped<T, U>(map: Record<string, T[]>, target: (one: T) => U): Record<string, U[]> {
  return Object.fromEntries(Object.entries(map).map(([claim, to]) => [claim, to.map(target)]));
}

async function apply(wanted: typeof settings extends fc.Arbitrary<infer T> ? T : never) {
  await save("/settings/idpsync/organization", {
    field: wanted.organization.field,
    mapping: mapped(wanted.organization.mapping, (index) => organizations[index]),
    organization_assign_default: wanted.organization.assignsDefault,
  });
  for (const [index, inside] of wanted.inside.entries()) {
    const path = `/organizations/${organizations[index]}/settings/idpsync`;
    await save(`${path}/groups`, {
      field: inside.groups.field,
      mapping: mapped(inside.groups.mapping, (group) => groups[group]),
      regex_filter: inside.groups.regex,
      auto_create_missing_groups: inside.groups.creates,
    });
    await save(`${path}/roles`, { field: inside.roles.field, mapping: inside.roles.mapping });
  }
}

interface State {
  username: string;
  site: string[];
  roles: Record<string, string[]>;
  /** Ids by organization. */
  groups: Record<string, string[]>;
}

/** Everybody as sync sees them, by id; groups without those that hold everybody. */
async function everybody(): Promise<Map<string, State>> {
  const { rows } = await sql<State & { id: string }>`
    select u.id, u.username, u.rbac_roles as site,
      (select coalesce(jsonb_object_agg(om.organization_id, om.roles), '{}') from organization_members om
        where om.user_id = u.id) as roles,
      (select coalesce(jsonb_object_agg(m.organization_id, m.ids), '{}') from (
        select g.organization_id, array_agg(g.id) as ids from group_members gm
        join groups g on g.id = gm.group_id and g.id <> g.organization_id
        where gm.user_id = u.id group by 1) m) as groups
    from users u where not u.is_system`.execute(app.deps.db);
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

async function groupNames(): Promise<Map<string, string>> {
  const rows = await app.deps.db.selectFrom("groups").select(["id", "name"]).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const without = (from: readonly string[], what: readonly string[]) =>
  from.filter((one) => !what.includes(one)).sort();

/** What really changed for the user of a login, in the words of the preview. */
function changeOf(
  before: State | undefined,
  after: State,
  known: Map<string, string>,
  names: Map<string, string>,
) {
  const old: State = before ?? { username: "", site: [], roles: {}, groups: {} };
  const [had, has] = [Object.keys(old.roles), Object.keys(after.roles)];
  return {
    organizations: {
      add: without(has, had),
      remove: without(had, has),
      keep: without(has, without(has, had)),
    },
    groups: has.map((id) => {
      const [left, right] = [old.groups[id] ?? [], after.groups[id] ?? []];
      const added = without(right, left);
      return {
        organization_id: id,
        add: added.filter((group) => known.has(group)),
        remove: without(left, right),
        create: added
          .filter((group) => !known.has(group))
          .map((group) => names.get(group))
          .sort(),
      };
    }),
    roles: Object.fromEntries(has.map((id) => [id, [...(after.roles[id] ?? [])].sort()])),
    site: [...after.site].sort(),
  };
}

type Preview = {
  organizations: { add: string[]; remove: string[]; keep: string[] };
  groups: { organization_id: string; add: string[]; remove: string[]; create: string[] }[];
  organization_roles: { organization_id: string; after: string[] }[];
  site_roles: { after: string[] };
};

/** The same from the preview; what it does not list stays as it was. */
function announced(preview: Preview, before: State | undefined, after: State) {
  const has = Object.keys(after.roles);
  return {
    organizations: preview.organizations,
    groups: has.map((id) => {
      const told = preview.groups.find((one) => one.organization_id === id);
      const { add = [], create = [], remove = [] } = told ?? {};
      return {
        organization_id: id,
        add: [...add].sort(),
        remove: [...remove].sort(),
        create: [...create].sort(),
      };
    }),
    roles: Object.fromEntries(
      has.map((id) => {
        const told = preview.organization_roles.find((one) => one.organization_id === id);
        return [id, [...(told?.after ?? before?.roles[id] ?? [])].sort()];
      }),
    ),
    site: [...preview.site_roles.after].sort(),
  };
}

test("a login right after the preview changes exactly what was answered, whatever the claims and settings", async () => {
  await fc.assert(
    fc.asyncProperty(settings, person, async (wanted, claims) => {
      await apply(wanted);
      const tried = await owner.client.post("/settings/idpsync/preview", { claims });
      expect(tried.status, tried.text).toBe(200);
      const [before, known] = [await everybody(), await groupNames()];
      idp.behaviour = honest(claims);

      const { answer } = await signInWith(app, idp);

      const after = await everybody();
      if (!tried.json.allowed) {
        expect(answer.status, answer.text).toBe(tried.json.refusal.status);
        expect(after).toEqual(before);
        return;
      }
      expect(answer.status, answer.text).toBe(307);
      const changed = [...after].find(([, { username }]) => username === tried.json.username);
      expect(changed, tried.text).toBeDefined();
      if (changed === undefined) return;
      const [id, state] = changed;
      const names = await groupNames();
      expect(announced(tried.json, before.get(id), state)).toEqual(
        changeOf(before.get(id), state, known, names),
      );
      for (const [other, seen] of after) if (other !== id) expect(seen).toEqual(before.get(other));
    }),
    { numRuns: 40 },
  );
  expect((await byPassword.client.get("/users/me")).status).toBe(200);
}, 120_000);
