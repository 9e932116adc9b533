import { randomUUID } from "node:crypto";
import {
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newTrail, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { findUserByRef } from "../users/index.ts";
import { syncAtLogin } from "./sync.ts";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let user: { id: string; username: string };
beforeAll(async () => {
  app = await startTestApp({
    settings: { OIDC_USER_ROLE_FIELD: "site_roles", OIDC_USER_ROLE_MAPPING: siteMapping },
  });
  owner = await createOwner(app);
});
beforeEach(async () => {
  await app.deps.db.deleteFrom("idp_sync_settings").execute();
  team = await createOrganization(owner);
  user = await createUser(app, owner, { loginType: "github" });
  await sql`update users set login_type = 'oidc' where id = ${user.id}::uuid`.execute(app.deps.db);
});
afterAll(() => app.stop());

const siteMapping = JSON.stringify({ bosses: ["owner"], readers: ["auditor"], nobody: [] });

/** What the login transaction does with claims, with its own request. */
async function login(
  claims: Record<string, unknown>,
  options: { as?: { id: string }; previous?: Record<string, unknown>; on?: TestApp } = {},
): Promise<string> {
  const target = options.on ?? app;
  const requestId = randomUUID();
  const ctx: RequestContext = {
    requestId,
    now: new Date(),
    ip: "127.0.0.1",
    userAgent: "",
    actor: null,
    token: null,
    effects: {},
    accept: "",
    browser: null,
    trail: newTrail(),
    successStatus: 307,
  };
  await inTransaction(target.deps.db, async (tx) => {
    const row = await findUserByRef(tx, (options.as ?? user).id);
    if (row === null) throw new Error("no such user");
    const previous = options.previous ? new Map(Object.entries(options.previous)) : null;
    await syncAtLogin(tx, target.deps, ctx, {
      user: row,
      claims: new Map(Object.entries(claims)),
      previous,
    });
  });
  return requestId;
}

const organizationSettings = "/settings/idpsync/organization";
const groupSettings = () => `${team.path}/settings/idpsync/groups`;
const roleSettings = () => `${team.path}/settings/idpsync/roles`;

async function save(path: string, body: object) {
  const answer = await owner.client.send("PATCH", path, { body });
  expect(answer.status, answer.text).toBe(200);
}

async function join(organizationId = team.id, roles: string[] = []): Promise<void> {
  await app.deps.db
    .insertInto("organization_members")
    .values({ organization_id: organizationId, user_id: user.id, roles })
    .execute();
}

async function group(name: string, wishes: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  const row = { id, name, organization_id: team.id, ...wishes };
  await app.deps.db.insertInto("groups").values(row).execute();
  return id;
}

async function enter(groupId: string): Promise<void> {
  await app.deps.db
    .insertInto("group_members")
    .values({ group_id: groupId, user_id: user.id })
    .execute();
}

async function groupsOf(id = user.id): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select g.name from group_members gm join groups g on g.id = gm.group_id
    where gm.user_id = ${id}::uuid order by g.name`.execute(app.deps.db);
  return rows.map((row) => row.name);
}

async function membershipsOf(id = user.id): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ organization_id: string; roles: string[] }>`
    select organization_id, roles from organization_members where user_id = ${id}::uuid`.execute(
    app.deps.db,
  );
  return new Map(rows.map((row) => [row.organization_id, row.roles]));
}

const rolesHere = async () => (await membershipsOf()).get(team.id)?.toSorted();

async function siteRoles(id = user.id): Promise<string[]> {
  const row = await findUserByRef(app.deps.db, id);
  return row?.rbac_roles.toSorted() ?? [];
}

async function defaultOrganization(): Promise<string> {
  const { id } = await app.deps.db
    .selectFrom("organizations")
    .select("id")
    .where("is_default", "=", true)
    .executeTakeFirstOrThrow();
  return id;
}

async function auditOf(requestId: string) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("resource_type")
    .execute();
}

describe("organizations", () => {
  test("an empty field leaves memberships untouched", async () => {
    await join();

    await login({ orgs: [] });

    expect((await membershipsOf()).size).toBe(2);
  });

  test("mapped organizations are entered without roles, others left, the default one kept", async () => {
    const other = await createOrganization(owner);
    await join(other.id);
    await save(organizationSettings, {
      field: "orgs",
      mapping: { eng: [team.id], [team.name]: [] },
      organization_assign_default: true,
    });

    await login({ orgs: ["eng", "unmapped", other.name] });

    expect([...(await membershipsOf())].sort()).toEqual(
      [
        [await defaultOrganization(), []],
        [team.id, []],
      ].sort(),
    );
  });

  test("without assign-default a user without a mapped value is in no organization at all", async () => {
    await join();
    await save(organizationSettings, { field: "orgs", organization_assign_default: false });

    await login({ orgs: ["x"] });
    expect((await membershipsOf()).size).toBe(0);
  });

  test("a missing claim leaves only the default organization", async () => {
    await join();
    await save(organizationSettings, {
      field: "orgs",
      mapping: { eng: [team.id] },
      organization_assign_default: true,
    });

    await login({});

    expect([...(await membershipsOf()).keys()]).toEqual([await defaultOrganization()]);
  });

  test("an invalid claim refuses the login and changes nothing", async () => {
    await join();
    await save(organizationSettings, { field: "orgs" });

    await expect(login({ orgs: "a,b" })).rejects.toMatchObject({ code: "claims_invalid" });

    expect((await membershipsOf()).size).toBe(2);
  });

  test("a deleted organization in the mapping is ignored, and a membership in it ends", async () => {
    const gone = await createOrganization(owner);
    await join(gone.id);
    await sql`alter table organizations disable trigger user`.execute(app.deps.db);
    await sql`update organizations set deleted = true where id = ${gone.id}::uuid`.execute(
      app.deps.db,
    );
    await sql`alter table organizations enable trigger user`.execute(app.deps.db);
    await save(organizationSettings, {
      field: "orgs",
      mapping: { eng: [gone.id, team.id, randomUUID()] },
    });

    await login({ orgs: ["eng"] });

    expect([...(await membershipsOf()).keys()]).toEqual([team.id]);
  });

  test("a user who is in the organization by another way keeps the membership and its roles", async () => {
    await join(team.id, ["organization-auditor"]);
    await save(organizationSettings, { field: "orgs", mapping: { eng: [team.id] } });

    await login({ orgs: ["eng", "eng"] });

    expect(await rolesHere()).toEqual(["organization-auditor"]);
  });

  test("whoever leaves an organization leaves its groups, and the entry names them", async () => {
    await join(team.id, ["organization-admin"]);
    await enter(await group("Eng"));
    await save(organizationSettings, { field: "orgs", organization_assign_default: true });

    const requestId = await login({ orgs: [] });

    expect(await groupsOf()).toEqual([]);
    const entries = await auditOf(requestId);
    expect(entries).toMatchObject([
      {
        action: "delete",
        resource_type: "organization_member",
        organization_id: team.id,
        user_id: user.id,
        additional_fields: { groups: ["Eng"], automatic_subsystem: "idp-sync" },
      },
    ]);
  });
});

describe("groups", () => {
  beforeEach(() => join());

  test("a user stays in a group by id and by name", async () => {
    const [byId, byName] = [await group("by-id"), await group("by-name")];
    await enter(byId);
    await enter(byName);
    await save(groupSettings(), { field: "groups", mapping: { x: [byId] } });

    const requestId = await login({ groups: ["x", "by-name"] });

    expect(await groupsOf()).toEqual(["by-id", "by-name"]);
    expect(await auditOf(requestId)).toEqual([]);
  });

  test("a user switches groups by id and by name; Everyone and names in other letter case do not count", async () => {
    const [oldGroup, byId] = [await group("old"), await group("by-id")];
    await group("by-name");
    await group("Cased");
    await enter(oldGroup);
    await save(groupSettings(), { field: "groups", mapping: { x: [byId, team.id] } });

    await login({ groups: ["x", "by-name", "Everyone", "cased"] });

    expect(await groupsOf()).toEqual(["by-id", "by-name"]);
  });

  test("missing groups are only created where that is switched on, with the provider as source", async () => {
    await save(groupSettings(), { field: "groups" });
    await login({ groups: ["fresh"] });
    expect(await groupsOf()).toEqual([]);
    await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });

    await login({ groups: ["fresh", "Not A Name", "everyone"] });
    await login({ groups: ["fresh", "Not A Name", "everyone"] });

    expect(await groupsOf()).toEqual(["Not-A-Name", "fresh"]);
    const { rows } = await sql<object>`
      select name, display_name, source, quota_allowance from groups
      where organization_id = ${team.id}::uuid and name <> 'Everyone' order by name`.execute(
      app.deps.db,
    );
    expect(rows).toEqual([
      { name: "Not-A-Name", display_name: "Not A Name", source: "oidc", quota_allowance: 0 },
      { name: "fresh", display_name: "", source: "oidc", quota_allowance: 0 },
    ]);
  });

  test("nobody enters a group by a value that only looks like its name", async () => {
    await group("admins");
    await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });

    await login({ groups: ["admins!"] });

    expect(await groupsOf()).not.toContain("admins");
    expect(await groupsOf()).toEqual([expect.stringMatching(/^admins-[0-9a-f]{8}$/)]);
  });

  test("trap 9: one login creates at most 200 groups", async () => {
    await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });

    await login({ groups: Array.from({ length: 300 }, (_, index) => `g${index}`) });

    expect(await groupsOf()).toHaveLength(200);
  });

  test("a name that the filter does not match is dropped", async () => {
    await group("eng-backend");
    await group("sales");
    await save(groupSettings(), { field: "groups", regex_filter: "^eng-" });

    await login({ groups: ["eng-backend", "sales"] });

    expect(await groupsOf()).toEqual(["eng-backend"]);
  });

  test("a legacy mapping leads to the group of its name, and to nothing where that does not exist", async () => {
    const known = uniqueName("known");
    const organization_id = await defaultOrganization();
    await group(known, { organization_id });
    const mapping = JSON.stringify({ old: known, lost: "no-such-group" });
    const legacy = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { OIDC_GROUP_FIELD: "groups", OIDC_GROUP_MAPPING: mapping },
    });

    await login({ groups: ["old", "lost"] }, { on: legacy });
    await legacy.stop();

    expect(await groupsOf()).toEqual([known]);
  });

  test("values that come twice, and two values for one group, count once", async () => {
    const byId = await group("by-id");
    await save(groupSettings(), { field: "groups", mapping: { x: [byId, byId], y: [byId] } });

    await login({ groups: ["x", "x", "y", "by-id"] });
    const again = await login({ groups: ["by-id", "y", "x", "x"] });

    expect(await groupsOf()).toEqual(["by-id"]);
    expect(await auditOf(again)).toEqual([]);
  });

  test("a value with an empty mapping stands for nothing, not for the group of its name", async () => {
    await group("eng");
    await save(groupSettings(), { field: "groups", mapping: { eng: [] } });

    await login({ groups: ["eng"] });

    expect(await groupsOf()).toEqual([]);
  });

  test("a missing claim clears the groups of that organization", async () => {
    await enter(await group("eng"));
    await save(groupSettings(), { field: "groups" });

    await login({});

    expect(await groupsOf()).toEqual([]);
  });

  test("an invalid claim keeps groups and roles, the login goes on, and administrators can see why", async () => {
    await sql`update organization_members set roles = '{organization-auditor}'
      where user_id = ${user.id}::uuid and organization_id = ${team.id}::uuid`.execute(app.deps.db);
    await enter(await group("eng"));
    await save(groupSettings(), { field: "groups" });
    await save(roleSettings(), { field: "roles" });

    const requestId = await login({ groups: 7, roles: ["a", 1] });

    expect(await groupsOf()).toEqual(["eng"]);
    expect(await rolesHere()).toEqual(["organization-auditor"]);
    expect(await auditOf(requestId)).toMatchObject([
      { resource_type: "idp_sync_settings_group", status_code: 400, organization_id: team.id },
      { resource_type: "idp_sync_settings_role", status_code: 400, organization_id: team.id },
    ]);
    expect(await auditOf(requestId)).toMatchObject([
      { additional_fields: { sync_error: expect.stringContaining("groups") } },
      { additional_fields: { sync_error: expect.stringContaining("roles") } },
    ]);
  });

  test("trap 2: a group of another organization in a mapping is never granted", async () => {
    const other = await createOrganization(owner);
    const foreign = randomUUID();
    await join(other.id);
    await app.deps.db
      .insertInto("groups")
      .values({ id: foreign, name: "foreign", organization_id: other.id })
      .execute();
    // Written before the other organization had the group: the endpoint refuses it.
    await save(groupSettings(), { field: "groups", mapping: { x: [randomUUID()] } });
    await sql`update idp_sync_settings set settings = jsonb_set(settings, '{mapping,x}', ${JSON.stringify([foreign])}::jsonb)
      where organization_id = ${team.id}::uuid`.execute(app.deps.db);

    await login({ groups: ["x"] });

    expect(await groupsOf()).toEqual([]);
  });

  test("groups that SCIM manages are neither entered nor left", async () => {
    await enter(await group("scim-in", { managed_by: "scim" }));
    const out = await group("scim-out", { managed_by: "scim" });
    await save(groupSettings(), { field: "groups", mapping: { x: [out] } });

    await login({ groups: ["x", "scim-out"] });

    expect(await groupsOf()).toEqual(["scim-in"]);
  });

  test("trap 11: values of claims are compared byte for byte", async () => {
    const id = await group("target");
    await save(groupSettings(), { field: "groups", mapping: { Eng: [id] } });

    await login({ groups: ["eng"] });
    expect(await groupsOf()).toEqual([]);
    await login({ groups: ["Eng"] });
    expect(await groupsOf()).toEqual(["target"]);
  });

  test("trap 4: a claim that the provider left out keeps everything and is told", async () => {
    await enter(await group("eng"));
    await save(groupSettings(), { field: "groups" });

    const requestId = await login(
      { _claim_names: { groups: "src1" } },
      { previous: { groups: ["eng"] } },
    );

    expect(await groupsOf()).toEqual(["eng"]);
    expect(await auditOf(requestId)).toMatchObject([{ status_code: 400 }]);
  });

  test("trap 13: every change is recorded with the user as the actor and the subsystem", async () => {
    await enter(await group("old"));
    await group("known");
    await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });

    const requestId = await login({ groups: ["known", "fresh"] });

    const entries = await auditOf(requestId);
    const told = entries.map((entry) => [entry.action, entry.resource_target]).sort();
    expect(told).toEqual([
      ["create", "fresh"],
      ["write", "fresh"],
      ["write", "known"],
      ["write", "old"],
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        user_id: user.id,
        organization_id: team.id,
        status_code: 200,
        additional_fields: { automatic_actor: "coder", automatic_subsystem: "idp-sync" },
      });
    }
  });

  test("settings that cannot be read count as off", async () => {
    await enter(await group("eng"));
    await save(groupSettings(), { field: "groups" });
    await sql`update idp_sync_settings set settings = '{"field": 7}'
      where organization_id = ${team.id}::uuid`.execute(app.deps.db);

    await login({ groups: [] });

    expect(await groupsOf()).toEqual(["eng"]);
  });
});

describe("roles of an organization", () => {
  beforeEach(() => join(team.id, ["organization-auditor"]));

  test("mapped values and role names are granted, unknown names are not", async () => {
    await save(roleSettings(), {
      field: "roles",
      mapping: { admins: ["organization-admin", "missing"], none: [] },
    });

    await login({
      roles: ["admins", "organization-template-admin", "none", "Organization-Auditor"],
    });

    expect(await rolesHere()).toEqual(["organization-admin", "organization-template-admin"]);
  });

  test("a claim that names only roles that do not exist clears all", async () => {
    await save(roleSettings(), { field: "roles" });

    await login({ roles: ["no-such-role"] });

    expect(await rolesHere()).toEqual([]);
  });

  test("implied roles are never stored, and do not break the login", async () => {
    await save(roleSettings(), { field: "roles" });

    await login({
      roles: ["organization-member", "organization-service-account", "organization-auditor"],
    });

    expect(await rolesHere()).toEqual(["organization-auditor"]);
  });

  test("custom roles count only in their own organization", async () => {
    const other = await createOrganization(owner);
    for (const [id, name] of [
      [team.id, "deployer"],
      [other.id, "stranger"],
    ] as const) {
      await app.deps.db
        .insertInto("custom_roles")
        .values({ id: randomUUID(), name, organization_id: id })
        .execute();
    }
    await save(roleSettings(), { field: "roles" });

    await login({ roles: ["deployer", "stranger"] });

    expect(await rolesHere()).toEqual(["deployer"]);
  });

  test("a missing claim takes all roles", async () => {
    await save(roleSettings(), { field: "roles" });

    await login({});

    expect(await rolesHere()).toEqual([]);
  });
});

describe("site roles", () => {
  test("mapped values and role names are granted; owner has to be mapped", async () => {
    await login({
      site_roles: ["readers", "template-admin", "owner", "unknown", "member", "nobody"],
    });
    expect(await siteRoles()).toEqual(["auditor", "template-admin"]);

    await login({ site_roles: ["bosses"] });
    expect(await siteRoles()).toEqual(["owner"]);

    await login({});
    expect(await siteRoles()).toEqual([]);
  });

  test("an invalid claim refuses the login", async () => {
    await expect(login({ site_roles: { a: 1 } })).rejects.toMatchObject({ code: "claims_invalid" });
  });

  test("trap 6: the last owner who can sign in stays owner, and administrators can see why", async () => {
    const lone = await startTestApp({ settings: { OIDC_USER_ROLE_FIELD: "site_roles" } });
    const last = await createOwner(lone);
    await sql`update users set login_type = 'oidc' where id = ${last.id}::uuid`.execute(
      lone.deps.db,
    );

    const requestId = await login({ site_roles: ["auditor"] }, { as: last, on: lone });

    const row = await findUserByRef(lone.deps.db, last.id);
    const { rows } = await sql<{ status_code: number }>`
      select status_code from audit_logs where request_id = ${requestId}::uuid
        and resource_type = 'idp_sync_settings_role'`.execute(lone.deps.db);
    await lone.stop();
    expect(row?.rbac_roles.toSorted()).toEqual(["auditor", "owner"]);
    expect(rows).toEqual([{ status_code: 400 }]);
  });
});

test("a login that changes nothing writes nothing", async () => {
  await join(team.id, ["organization-auditor"]);
  await enter(await group("eng"));
  await save(organizationSettings, { field: "orgs", mapping: { eng: [team.id] } });
  await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });
  await save(roleSettings(), { field: "roles" });
  const claims = { orgs: ["eng"], groups: ["eng"], roles: ["organization-auditor"] };
  await login(claims);
  const rows = () =>
    sql<object>`
      select om.xmin::text as version, om.ctid::text as place from organization_members om
      where om.user_id = ${user.id}::uuid
      union all select gm.xmin::text, gm.ctid::text from group_members gm where gm.user_id = ${user.id}::uuid
      union all select u.xmin::text, u.ctid::text from users u where u.id = ${user.id}::uuid`.execute(
      app.deps.db,
    );
  const before = (await rows()).rows;

  const requestId = await login(claims);

  expect((await rows()).rows).toEqual(before);
  expect(await auditOf(requestId)).toEqual([]);
});

test("the stored key of old releases, AssignDefault, is understood", async () => {
  await join();
  await save(organizationSettings, { field: "orgs" });
  await sql`update idp_sync_settings set settings = '{"field": "orgs", "mapping": {}, "AssignDefault": true}'`.execute(
    app.deps.db,
  );

  await login({ orgs: [] });

  expect([...(await membershipsOf()).keys()]).toEqual([await defaultOrganization()]);
});

test("twenty logins of one user at once leave one consistent state", async () => {
  await save(organizationSettings, { field: "orgs", mapping: { eng: [team.id] } });
  await save(groupSettings(), { field: "groups", auto_create_missing_groups: true });
  const claims = { orgs: ["eng"], groups: [uniqueName("g"), uniqueName("g")] };

  await Promise.all(Array.from({ length: 20 }, () => login(claims)));

  expect([...(await membershipsOf()).keys()]).toEqual([team.id]);
  expect(await groupsOf()).toEqual(claims.groups.toSorted());
});
