import { randomUUID } from "node:crypto";
import {
  browserJar,
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startOidcProvider,
  startTestApp,
  type TestApp,
  type TestOidcProvider,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const path = "/settings/idpsync/preview";
let provider: TestOidcProvider;
let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let defaultId: string;
beforeAll(async () => {
  provider = await startOidcProvider();
  app = await startTestApp({
    settings: {
      OIDC_ISSUER_URL: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      DANGEROUS_OIDC_ALLOW_HTTP: "true",
      OIDC_SCOPES: "openid,profile,email,groups",
      OIDC_EMAIL_DOMAIN: "example.com",
      OIDC_USER_ROLE_FIELD: "site_roles",
      OIDC_GROUP_FIELD: "groups",
      OIDC_GROUP_MAPPING: '{"legacy":"Known"}',
    },
  });
  owner = await createOwner(app);
  defaultId = (await owner.client.get("/users/me")).json.organization_ids[0];
});
beforeEach(async () => {
  await app.deps.db.deleteFrom("idp_sync_settings").execute();
  team = await createOrganization(owner);
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});

function person(claims: Record<string, unknown> = {}) {
  const sub = uniqueName("sub");
  return {
    sub,
    email: `${sub}@example.com`,
    email_verified: true,
    preferred_username: sub,
    ...claims,
  };
}

async function signIn(claims: { sub: string } & Record<string, unknown>) {
  await provider.addAccount(claims);
  const browser = browserJar(app.anonymous);
  const start = await browser.get("/users/oidc/callback");
  const back = await provider.authorize(String(start.headers["location"]), claims.sub);
  return browser.get(`/users/oidc/callback${new URL(back).search}`);
}

async function save(to: string, body: object): Promise<void> {
  const answer = await owner.client.send("PATCH", to, { body });
  expect(answer.status, answer.text).toBe(200);
}

/** What a user is in: memberships with roles, groups, site roles. */
async function stateOf(username: string) {
  const { rows } = await sql<{
    id: string;
    site: string[];
    organizations: Record<string, string[]>;
    groups: string[];
  }>`
    select u.id, u.rbac_roles as site,
      (select coalesce(jsonb_object_agg(om.organization_id, om.roles), '{}') from organization_members om
        where om.user_id = u.id) as organizations,
      array(select g.name from group_members gm join groups g on g.id = gm.group_id
        where gm.user_id = u.id order by g.name) as groups
    from users u where u.username = ${username}`.execute(app.deps.db);
  return rows[0];
}

async function settings(): Promise<string> {
  const group = randomUUID();
  await app.deps.db
    .insertInto("groups")
    .values({ id: group, name: "Backend", organization_id: team.id })
    .execute();
  await save("/settings/idpsync/organization", {
    field: "orgs",
    mapping: { eng: [team.id] },
    organization_assign_default: false,
  });
  await save(`${team.path}/settings/idpsync/groups`, {
    field: "groups",
    mapping: { be: [group] },
    regex_filter: "^[a-z]",
    auto_create_missing_groups: true,
  });
  await save(`${team.path}/settings/idpsync/roles`, {
    field: "roles",
    mapping: { admins: ["organization-admin"] },
  });
  return group;
}

test("a login right after the preview changes exactly what was answered, for a new user and again", async () => {
  const group = await settings();
  const first = person({
    orgs: ["eng", "unmapped"],
    groups: ["be", "fresh", "Dropped"],
    roles: ["admins", "nothing"],
    site_roles: ["auditor", "owner"],
  });

  const tried = await owner.client.post(path, { claims: first });
  const answer = await signIn(first);

  expect(tried.status, tried.text).toBe(200);
  expect(tried.json).toMatchObject({
    allowed: true,
    email: first.email,
    username: first.preferred_username,
    email_verified: true,
    organizations: { add: [team.id], remove: [], keep: [] },
    groups: [{ organization_id: team.id, add: [group], remove: [], create: ["fresh"] }],
    organization_roles: [{ organization_id: team.id, before: [], after: ["organization-admin"] }],
    site_roles: { before: [], after: ["auditor"] },
  });
  expect(answer.status, answer.text).toBe(307);
  expect(await stateOf(first.sub)).toMatchObject({
    site: ["auditor"],
    organizations: { [team.id]: ["organization-admin"] },
    groups: ["Backend", "fresh"],
  });

  const second = { ...first, groups: ["fresh"], roles: [], site_roles: [] };
  const again = await owner.client.post(path, { claims: second, user: first.sub });
  await signIn(second);

  expect(again.json).toMatchObject({
    allowed: true,
    organizations: { add: [], remove: [], keep: [team.id] },
    groups: [{ organization_id: team.id, add: [], remove: [group], create: [] }],
    organization_roles: [{ before: ["organization-admin"], after: [] }],
    site_roles: { before: ["auditor"], after: [] },
  });
  expect(await stateOf(first.sub)).toMatchObject({
    site: [],
    organizations: { [team.id]: [] },
    groups: ["fresh"],
  });
});

test("the trace has a row for each rule that was met", async () => {
  await settings();

  const { json } = await owner.client.post(path, {
    claims: person({
      orgs: ["eng", "x"],
      groups: ["be", "Dropped"],
      roles: ["nothing"],
      site_roles: 7,
    }),
  });

  const met = json.trace.map((row: Record<string, string>) => [
    row["kind"],
    row["value"],
    row["outcome"],
  ]);
  expect(met).toEqual(
    expect.arrayContaining([
      ["organization", "eng", "mapped"],
      ["organization", "x", "unmapped"],
      ["group", "be", "mapped"],
      ["group", "Dropped", "filtered"],
      ["role", "nothing", "unknown"],
      ["site_role", "", "invalid"],
    ]),
  );
  expect(json).toMatchObject({ allowed: false, refusal: { status: 400 } });
});

test("trap 14: the options of the deployment count until anything is saved, and saving freezes them", async () => {
  const known = randomUUID();
  await app.deps.db
    .insertInto("groups")
    .values({ id: known, name: "Known", organization_id: defaultId })
    .execute();

  const tried = await owner.client.post(path, { claims: person({ groups: ["legacy"] }) });
  const inForce = await owner.client.get(`/organizations/${defaultId}/settings/idpsync/groups`);
  await save(`/organizations/${defaultId}/settings/idpsync/groups/config`, { field: "" });
  const frozen = await owner.client.get(`/organizations/${defaultId}/settings/idpsync/groups`);
  const off = await owner.client.post(path, { claims: person({ groups: ["legacy"] }) });

  expect(tried.json.groups).toEqual([
    { organization_id: defaultId, add: [known], remove: [], create: [] },
  ]);
  expect(inForce.json).toMatchObject({ field: "groups", from_options: true });
  expect(frozen.json).toMatchObject({ field: "", legacy_group_name_mapping: { legacy: "Known" } });
  expect(frozen.json).not.toHaveProperty("from_options");
  expect(off.json.groups).toEqual([]);
});

test("a legacy name of a group that does not exist grants nothing", async () => {
  await sql`delete from groups where name = 'Known'`.execute(app.deps.db);

  const { json } = await owner.client.post(path, { claims: person({ groups: ["legacy"] }) });

  expect(json.groups).toEqual([{ organization_id: defaultId, add: [], remove: [], create: [] }]);
});

test.each([
  ["an unverified address", 403, { email_verified: false }],
  ["a foreign domain", 403, { email: "somebody@elsewhere.test" }],
  ["no address", 400, { email: undefined, preferred_username: "no-address" }],
  ["site roles of a wrong type", 400, { site_roles: "a,b" }],
])(
  "%s is told as a refusal with status %i, and the rest is planned all the same",
  async (_, status, claims) => {
    const { json } = await owner.client.post(path, { claims: person(claims) });

    expect(json).toMatchObject({ allowed: false, refusal: { status } });
    expect(json.organizations.add).toEqual([defaultId]);
  },
);

test("an organization claim that cannot be read is a refusal", async () => {
  await settings();

  const { json } = await owner.client.post(path, { claims: person({ orgs: [1] }) });

  expect(json).toMatchObject({ allowed: false, refusal: { status: 400 } });
});

test("a user of another login type and a suspended one are refused", async () => {
  const byPassword = await createUser(app, owner);
  const gone = person();
  await signIn(gone);
  const row = await stateOf(gone.sub);
  await owner.client.put(`/users/${row?.id}/status/suspend`);

  const other = await owner.client.post(path, { claims: person(), user: byPassword.username });
  const suspended = await owner.client.post(path, { claims: gone, user: row?.id });

  expect(other.json.refusal.status).toBe(403);
  expect(suspended.json.refusal.status).toBe(403);
});

test("trap 5: a user who would be in no organization is a warning", async () => {
  await settings();

  const { json } = await owner.client.post(path, { claims: person() });

  expect(json.warnings).toEqual(["The user would be in no organization."]);
});

test("nothing is written: no user, no audit entry, no claims", async () => {
  await settings();
  const count = async () =>
    (
      await sql<object>`select (select count(*) from users) as users, (select count(*) from audit_logs) as entries,
        (select count(*) from user_links) as links, (select count(*) from groups) as groups`.execute(
        app.deps.db,
      )
    ).rows;
  const before = await count();

  await owner.client.post(path, { claims: person({ orgs: ["eng"], groups: ["brand-new"] }) });

  expect(await count()).toEqual(before);
});

test("an organization admin sees what is about his organization and nothing else", async () => {
  await settings();
  const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
  const claims = person({ orgs: ["eng"], roles: ["admins"], site_roles: ["auditor"] });

  const own = await admin.client.post(path, { claims, organization_id: team.id });
  const site = await admin.client.post(path, { claims });

  expect(own.status).toBe(200);
  expect(own.json.organizations.add).toEqual([team.id]);
  expect(own.json.site_roles).toEqual({ before: [], after: [] });
  expect(
    own.json.trace.every((row: { kind: string }) => ["group", "role"].includes(row.kind)),
  ).toBe(true);
  expect(site.status).toBe(403);
});

test("a body without claims, or with claims of a wrong shape, is a 400; an unknown user a 404", async () => {
  const answers = [
    await owner.client.post(path, {}),
    await owner.client.post(path, { claims: [] }),
    await owner.client.post(path, { claims: "x" }),
    await owner.client.post(path, { claims: {}, user: "nobody-of-this-name" }),
    await owner.client.post(path, { claims: {}, organization_id: randomUUID() }),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 404, 404]);
});

test("a password sign-in never synchronizes", async () => {
  await settings();
  const user = await createUser(app, owner);
  const before = await stateOf(user.username);

  await app.anonymous.post("/users/login", { email: user.email, password: user.password });

  expect(await stateOf(user.username)).toEqual(before);
});

test("what sync decides cannot be changed by hand, for users of OpenID Connect only", async () => {
  await settings();
  const claims = person({ orgs: ["eng"] });
  await signIn(claims);
  const id = (await stateOf(claims.sub))?.id ?? "";
  const member = await createMember(app, owner, team);
  const other = await createOrganization(owner);

  const added = await owner.client.post(`${other.path}/members/${id}`);
  const roles = await owner.client.put(`${team.path}/members/${id}/roles`, { roles: [] });
  const site = await owner.client.put(`/users/${id}/roles`, { roles: [] });
  const free = await owner.client.put(`${team.path}/members/${member.id}/roles`, { roles: [] });
  const bulk = await owner.client.post(`${team.path}/members/bulk`, {
    entries: [
      { user: id, action: "set_roles", roles: ["organization-admin"] },
      { user: member.id, action: "set_roles", roles: ["organization-auditor"] },
    ],
  });
  const removed = await owner.client.delete(`${team.path}/members/${id}`);

  expect(bulk.json, bulk.text).toMatchObject({ applied: 1 });
  expect([added.status, roles.status, site.status, free.status]).toEqual([400, 400, 400, 200]);
  expect(removed.status).toBeLessThan(300);
});

test("trap 3: the allow list compares what the provider sent, and a missing claim is a refusal", async () => {
  const strict = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: {
      OIDC_ISSUER_URL: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      DANGEROUS_OIDC_ALLOW_HTTP: "true",
      OIDC_GROUP_FIELD: "groups",
      OIDC_GROUP_MAPPING: '{"other":"staff"}',
      OIDC_ALLOWED_GROUPS: "staff",
    },
  });
  const admin = strict.as(owner.client.token ?? "");
  const statusFor = async (groups: unknown) =>
    (await admin.post(path, { claims: person({ groups }) })).json.refusal?.status;

  const statuses = [
    await statusFor(["staff"]),
    await statusFor(["other"]),
    await statusFor(["Staff"]),
    await statusFor(undefined),
    await statusFor("staff,other"),
  ];
  await strict.stop();

  expect(statuses).toEqual([undefined, 403, 403, 403, 400]);
});
