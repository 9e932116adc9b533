import { randomUUID } from "node:crypto";
import {
  type Answer,
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
const constantId = "51a51c00-0000-0000-0000-000000000000";
const [a, b] = [randomUUID(), randomUUID()];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
beforeEach(async () => {
  await app.deps.db.deleteFrom("idp_sync_settings").execute();
  team = await createOrganization(owner);
});
afterAll(() => app.stop());

const organization = "/settings/idpsync/organization";
const groups = () => `${team.path}/settings/idpsync/groups`;
const roles = () => `${team.path}/settings/idpsync/roles`;

function patch(path: string, body: unknown, as: TestUser = owner): Promise<Answer> {
  return as.client.send("PATCH", path, { body });
}

const get = (path: string, as: TestUser = owner) => as.client.get(path);

async function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

describe("organization sync", () => {
  test("nothing saved and no option: off, with the default organization for everybody", async () => {
    const answer = await get(organization);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ field: "", mapping: {}, organization_assign_default: true });
  });

  test("the full form replaces everything; what is absent becomes empty; null maps and lists are empty", async () => {
    const full = await patch(organization, {
      field: "orgs",
      mapping: { eng: [a, b], none: null },
      organization_assign_default: true,
    });
    const bare = await patch(organization, { field: "other", mapping: null });

    expect(full.json.mapping).toEqual({ eng: [a, b], none: [] });
    expect(bare.json).toEqual({ field: "other", mapping: {}, organization_assign_default: false });
    expect((await get(organization)).json).toEqual(bare.json);
  });

  test("trap 12: config takes assign_default, the full form organization_assign_default", async () => {
    await patch(organization, { field: "orgs", mapping: { x: [a] } });

    const answer = await patch(`${organization}/config`, { field: "o", assign_default: true });
    const zero = await patch(`${organization}/config`, {});

    expect(answer.json).toEqual({
      field: "o",
      mapping: { x: [a] },
      organization_assign_default: true,
    });
    expect(zero.json).toEqual({
      field: "",
      mapping: { x: [a] },
      organization_assign_default: false,
    });
  });

  test("trap 12: mapping takes any letter case and null lists, and removing wins", async () => {
    await patch(`${organization}/mapping`, {
      Add: [
        { Given: "x", Gets: a },
        { Given: "x", Gets: b },
      ],
      Remove: null,
    });

    const answer = await patch(`${organization}/mapping`, {
      add: [{ given: "y", gets: a }],
      remove: [
        { given: "x", gets: a },
        { given: "y", gets: a },
      ],
    });

    expect(answer.status).toBe(200);
    expect(answer.json.mapping).toEqual({ x: [b], y: [] });
  });

  test("trap 11: JSON names are read in any letter case, values of claims are never folded", async () => {
    const answer = await patch(organization, { FIELD: "f", Mapping: { Eng: [a], eng: [b] } });

    expect(answer.json.mapping).toEqual({ Eng: [a], eng: [b] });
  });

  test("a text that is no UUID is a 400", async () => {
    const answers = [
      await patch(organization, { field: "f", mapping: { x: ["nope"] } }),
      await patch(`${organization}/mapping`, { Add: [{ Given: "x", Gets: "nope" }] }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
  });

  test("a change is recorded under the constant id with its diff", async () => {
    const answer = await patch(organization, { field: "orgs", organization_assign_default: true });

    expect(await auditOf(answer)).toMatchObject([
      {
        action: "write",
        resource_type: "idp_sync_settings_organization",
        resource_id: constantId,
        resource_target: "Organization Sync",
        user_id: owner.id,
        diff: { field: { old: "", new: "orgs" } },
      },
    ]);
  });

  test("twenty mapping changes at once all arrive", async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());

    const answers = await Promise.all(
      ids.map((id) => patch(`${organization}/mapping`, { Add: [{ Given: "x", Gets: id }] })),
    );

    const accepted = ids.filter((_, index) => answers[index]?.status === 200);
    expect((await get(organization)).json.mapping.x.toSorted()).toEqual(accepted.toSorted());
    expect(accepted.length).toBe(20);
  });
});

test("settings do not outlive their organization", async () => {
  await patch(groups(), { field: "groups" });
  await patch(roles(), { field: "roles" });

  const answer = await owner.client.delete(team.path);
  const { rows } = await sql<object>`select from idp_sync_settings`.execute(app.deps.db);

  expect(answer.status, answer.text).toBe(200);
  expect(rows).toEqual([]);
});

describe("who may read and change", () => {
  test.each(["member", "auditor", "template-admin"])("a %s gets 403 everywhere", async (role) => {
    const user = await createMember(app, owner, team, { roles: role === "member" ? [] : [role] });

    const answers = [
      await get(organization, user),
      await patch(organization, "{", user),
      await get("/settings/idpsync/available-fields", user),
      await get("/settings/idpsync/field-values?claimField=x", user),
      await get(groups(), user),
      await patch(roles(), "{", user),
      await user.client.post("/settings/idpsync/preview", { claims: {} }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  });

  test("an organization admin reads and changes his own organization only", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });
    const other = await createOrganization(owner);

    const own = await patch(groups(), { field: "groups" }, admin);
    const site = await get(organization, admin);
    const foreign = await get(`${other.path}/settings/idpsync/groups`, admin);

    expect([own.status, site.status, foreign.status]).toEqual([200, 403, 404]);
  });

  test("a user-admin reads and changes everything but grants of roles", async () => {
    const admin = await createUser(app, owner, { roles: ["user-admin"] });

    const answers = [
      await patch(organization, { field: "orgs" }, admin),
      await patch(groups(), { field: "groups" }, admin),
      await get(roles(), admin),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  test("a refused change is recorded", async () => {
    const user = await createMember(app, owner, team);

    const answer = await patch(roles(), { field: "roles" }, user);

    expect(await auditOf(answer)).toMatchObject([
      { resource_type: "idp_sync_settings_role", status_code: 403, user_id: user.id },
    ]);
  });
});

describe("group sync", () => {
  test("the organization's own settings are off until something is saved", async () => {
    expect((await get(groups())).json).toEqual({
      field: "",
      mapping: {},
      regex_filter: null,
      auto_create_missing_groups: false,
    });
  });

  test.each([[""], [null], ["^eng-"]])(
    "trap 12: the filter %j comes back as it was sent",
    async (filter) => {
      const full = await patch(groups(), { field: "g", regex_filter: filter });
      const config = await patch(`${groups()}/config`, { field: "g", regex_filter: filter });

      expect(full.json.regex_filter).toBe(filter);
      expect(config.json.regex_filter).toBe(filter);
      expect((await get(groups())).json.regex_filter).toBe(filter);
    },
  );

  test.each(["(", "(?=x)", "(a)\\1"])(
    "trap 7: the filter %s is a 400 on regex_filter",
    async (filter) => {
      for (const path of [groups(), `${groups()}/config`]) {
        const answer = await patch(path, { field: "g", regex_filter: filter });

        expect(answer.status).toBe(400);
        expect(answer.json.validations).toMatchObject([{ field: "regex_filter" }]);
      }
    },
  );

  test("a legacy mapping cannot be written", async () => {
    const answer = await patch(groups(), { field: "g", legacy_group_name_mapping: { x: "y" } });
    const empty = await patch(groups(), { field: "g", legacy_group_name_mapping: {} });

    expect(answer.status).toBe(400);
    expect(answer.json.validations).toMatchObject([{ field: "legacy_group_name_mapping" }]);
    expect(empty.status).toBe(200);
  });

  test("trap 2: groups of another organization are a 400, unknown ones are accepted", async () => {
    const other = await createOrganization(owner);

    const foreign = await patch(groups(), { field: "g", mapping: { x: [other.id] } });
    const added = await patch(`${groups()}/mapping`, { Add: [{ Given: "x", Gets: other.id }] });
    const unknown = await patch(groups(), { field: "g", mapping: { x: [a] } });

    expect([foreign.status, added.status, unknown.status]).toEqual([400, 400, 200]);
    expect(foreign.json.validations).toMatchObject([{ field: "mapping" }]);
    expect(added.json.validations).toMatchObject([{ field: "Add" }]);
  });

  test("config keeps the mapping, mapping keeps the rest", async () => {
    await patch(groups(), { field: "g", mapping: { x: [a] }, auto_create_missing_groups: true });

    const config = await patch(`${groups()}/config`, { field: "h" });
    const mapping = await patch(`${groups()}/mapping`, { Add: [{ Given: "x", Gets: b }] });

    expect(config.json).toMatchObject({
      field: "h",
      mapping: { x: [a] },
      auto_create_missing_groups: false,
    });
    expect(mapping.json).toMatchObject({ field: "h", mapping: { x: [a, b] } });
  });
});

describe("role sync and escalation", () => {
  const escalating = [
    { field: "", mapping: { me: ["organization-admin"] } },
    { field: "", mapping: { me: ["organization-auditor"] } },
    { field: "", mapping: { me: ["custom-role-that-does-not-exist"] } },
    { field: "roles", mapping: {} },
  ];

  test.each(escalating)(
    "trap 1: an organization-user-admin who saves %j is refused with 403",
    async (body) => {
      const admin = await createMember(app, owner, team, { orgRoles: ["organization-user-admin"] });

      const full = await patch(roles(), body, admin);
      const partial =
        body.field === ""
          ? await patch(
              `${roles()}/mapping`,
              { Add: Object.entries(body.mapping).map(([Given, [Gets]]) => ({ Given, Gets })) },
              admin,
            )
          : await patch(`${roles()}/config`, { field: body.field }, admin);

      expect([full.status, partial.status]).toEqual([403, 403]);
      expect((await get(roles())).json).toEqual({ field: "", mapping: {} });
    },
  );

  test("trap 1: a user-admin is refused too, an organization-admin and an owner are not", async () => {
    const body = { field: "roles", mapping: { bosses: ["organization-admin"] } };
    const userAdmin = await createUser(app, owner, { roles: ["user-admin"] });
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-admin"] });

    const answers = [
      await patch(roles(), body, userAdmin),
      await patch(roles(), body, admin),
      await patch(roles(), body, owner),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([403, 200, 200]);
  });

  test("whoever may not grant may read, switch off and remove", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-user-admin"] });
    await patch(roles(), {
      field: "roles",
      mapping: { x: ["organization-admin", "agents-access"] },
    });

    const removed = await patch(
      `${roles()}/mapping`,
      { Remove: [{ Given: "x", Gets: "organization-admin" }] },
      admin,
    );
    const off = await patch(`${roles()}/config`, { field: "" }, admin);

    expect(removed.json).toEqual({ field: "roles", mapping: { x: ["agents-access"] } });
    expect(off.json).toEqual({ field: "", mapping: { x: ["agents-access"] } });
  });

  test("trap 1: dropping the mapping of a value that reads like a role counts as granting that role", async () => {
    const admin = await createMember(app, owner, team, { orgRoles: ["organization-user-admin"] });
    await patch(roles(), { field: "roles", mapping: { "organization-admin": [], harmless: [] } });

    const dropped = await patch(roles(), { field: "roles", mapping: {} }, admin);
    const kept = await patch(
      roles(),
      { field: "roles", mapping: { "organization-admin": [] } },
      admin,
    );

    expect([dropped.status, kept.status]).toEqual([403, 200]);
  });

  test("a role mapping is recorded in its organization", async () => {
    const answer = await patch(roles(), { field: "roles", mapping: { x: ["organization-admin"] } });

    expect(await auditOf(answer)).toMatchObject([
      {
        resource_type: "idp_sync_settings_role",
        resource_target: "Organization Role Sync",
        organization_id: team.id,
        diff: { mapping: { new: { x: ["organization-admin"] } } },
      },
    ]);
  });
});

describe("claims that users came with", () => {
  async function withClaims(merged: object, organizationId?: string): Promise<TestUser> {
    const user = await createUser(app, owner, { loginType: "github" });
    await sql`insert into user_links (user_id, login_type, linked_id, claims)
      values (${user.id}::uuid, 'oidc', ${randomUUID()}, ${JSON.stringify({ merged_claims: merged })}::jsonb)`.execute(
      app.deps.db,
    );
    if (organizationId !== undefined) {
      await app.deps.db
        .insertInto("organization_members")
        .values({ organization_id: organizationId, user_id: user.id })
        .execute();
    }
    return user;
  }
  const fieldsOf = (path: string) => get(`${path}/available-fields`);
  const valuesOf = (path: string, field: string) =>
    get(`${path}/field-values?claimField=${encodeURIComponent(field)}`);

  test("fields and values are distinct, sorted and only texts; those of an organization only from members", async () => {
    await app.deps.db.deleteFrom("user_links").execute();
    await withClaims({ groups: ["b", "a", 7, { x: 1 }], sub: "s1", one: "z", number: 5 });
    await withClaims({ groups: ["c", "b"], other: "" }, team.id);
    const site = "/settings/idpsync";
    const here = `${team.path}/settings/idpsync`;

    expect((await fieldsOf(site)).json).toEqual(["groups", "number", "one", "other", "sub"]);
    expect((await fieldsOf(here)).json).toEqual(["groups", "other"]);
    expect((await valuesOf(site, "groups")).json).toEqual(["a", "b", "c"]);
    expect((await valuesOf(here, "groups")).json).toEqual(["b", "c"]);
    expect((await valuesOf(site, "one")).json).toEqual(["z"]);
    expect((await valuesOf(site, "number")).json).toEqual([]);
    expect((await valuesOf(site, "unknown")).json).toEqual([]);
  });

  test.each(["sub", "nonce", "at_hash", "c_hash", "sid"])(
    "values of %s are withheld",
    async (field) => {
      await withClaims({ [field]: "secret" });

      expect((await valuesOf("/settings/idpsync", field)).json).toEqual([]);
    },
  );

  test("at most 1000 values are listed", async () => {
    await withClaims({ many: Array.from({ length: 1500 }, (_, index) => `v${index}`) });

    expect((await valuesOf("/settings/idpsync", "many")).json).toHaveLength(1000);
  });

  test("a missing claimField is a 400", async () => {
    const answers = [
      await get("/settings/idpsync/field-values"),
      await get(`${team.path}/settings/idpsync/field-values?claimField=`),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
  });

  test("claims of deleted users are forgotten", async () => {
    const user = await withClaims({ gone: "x" });
    await owner.client.delete(`/users/${user.id}`);

    expect((await valuesOf("/settings/idpsync", "gone")).json).toEqual([]);
  });
});
