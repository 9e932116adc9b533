import { randomUUID } from "node:crypto";
import {
  createMember,
  createOrganization,
  createOwner,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const path = "/settings/idpsync/preview";
const off = { field: "", mapping: {}, regex_filter: null, auto_create_missing_groups: false };
let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let defaultId: string;
beforeAll(async () => {
  app = await startTestApp({
    settings: { OIDC_GROUP_FIELD: "groups", OIDC_GROUP_MAPPING: '{"legacy":"Known"}' },
  });
  owner = await createOwner(app);
  defaultId = (await owner.client.get("/users/me")).json.organization_ids[0];
});
beforeEach(async () => {
  await app.deps.db.deleteFrom("idp_sync_settings").execute();
  team = await createOrganization(owner);
});
afterAll(() => app.stop());

function person(claims: Record<string, unknown> = {}) {
  const sub = uniqueName("sub");
  return { sub, email: `${sub}@example.com`, email_verified: true, ...claims };
}

async function save(to: string, body: object): Promise<void> {
  const answer = await owner.client.send("PATCH", to, { body });
  expect(answer.status, answer.text).toBe(200);
}

async function createGroup(name: string, organization_id: string): Promise<string> {
  const id = randomUUID();
  await app.deps.db.insertInto("groups").values({ id, name, organization_id }).execute();
  return id;
}

describe("settings that are not saved", () => {
  test("are tried in place of the saved ones, as they would work once saved", async () => {
    const group = await createGroup("Backend", team.id);
    await save("/settings/idpsync/organization", {
      field: "orgs",
      mapping: { eng: [team.id] },
      organization_assign_default: false,
    });
    await save(`${team.path}/settings/idpsync/groups`, { ...off, field: "groups" });
    const claims = person({ orgs: ["eng"], teams: ["be", "fresh"], jobs: ["admins"] });
    const groups = {
      field: "teams",
      mapping: { be: [group] },
      regex_filter: "^[bf]",
      auto_create_missing_groups: true,
    };
    const roles = { field: "jobs", mapping: { admins: ["organization-auditor"] } };
    const body = { claims, organization_id: team.id };

    const now = await owner.client.post(path, body);
    const tried = await owner.client.post(path, { ...body, settings: { groups, roles } });
    const { rows: before } = await sql`select * from idp_sync_settings`.execute(app.deps.db);
    await save(`${team.path}/settings/idpsync/groups`, groups);
    await save(`${team.path}/settings/idpsync/roles`, roles);
    const saved = await owner.client.post(path, body);

    expect(tried.status, tried.text).toBe(200);
    expect(tried.json).toMatchObject({
      groups: [{ organization_id: team.id, add: [group], remove: [], create: ["fresh"] }],
      organization_roles: [{ after: ["organization-auditor"] }],
    });
    expect(now.json.groups).toEqual([
      { organization_id: team.id, add: [], remove: [], create: [] },
    ]);
    expect(before).toHaveLength(2);
    expect({ ...saved.json, username: "" }).toEqual({ ...tried.json, username: "" });
  });

  test("of organizations decide in which groups and roles are looked at", async () => {
    const claims = person({ places: ["here"] });
    const organization = {
      field: "places",
      mapping: { here: [team.id] },
      organization_assign_default: true,
    };

    const { json } = await owner.client.post(path, { claims, settings: { organization } });

    expect(json.organizations).toEqual({
      add: [defaultId, team.id].sort(),
      remove: [],
      keep: [],
    });
  });

  test("keep the legacy mapping that a partial save keeps", async () => {
    const known = await createGroup("Known", defaultId);

    const { json } = await owner.client.post(path, {
      claims: person({ teams: ["legacy"] }),
      organization_id: defaultId,
      settings: { groups: { ...off, field: "teams" } },
    });

    expect(json.groups).toEqual([
      { organization_id: defaultId, add: [known], remove: [], create: [] },
    ]);
  });

  test("count where the saved ones cannot be read", async () => {
    await app.deps.db
      .insertInto("idp_sync_settings")
      .values({ id: randomUUID(), kind: "role", organization_id: defaultId, settings: "{}" })
      .execute();
    const body = { claims: person({ jobs: ["a"] }), organization_id: defaultId };
    const roles = { field: "jobs", mapping: { a: ["organization-auditor"] } };

    const { json } = await owner.client.post(path, { ...body, settings: { roles } });

    expect(json.organization_roles).toMatchObject([{ after: ["organization-auditor"] }]);
  });

  test("are refused where saving would refuse them, naming the field", async () => {
    const foreign = await createGroup("Foreign", team.id);
    const tried = (groups: object, more: object = { organization_id: defaultId }) =>
      owner.client.post(path, {
        claims: person(),
        ...more,
        settings: { groups: { ...off, ...groups } },
      });

    const answers = await Promise.all([
      tried({ regex_filter: "(" }),
      tried({ mapping: { be: [foreign] } }),
      tried({}, {}),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(answers.map(({ json }) => json.validations[0].field)).toEqual([
      "settings.groups.regex_filter",
      "settings.groups.mapping",
      "organization_id",
    ]);
  });

  test("of organizations are not for who may read one organization's only", async () => {
    const admin = await createMember(app, owner, team, {
      orgRoles: ["organization-admin"],
    });
    const settings = {
      organization: { field: "orgs", mapping: {}, organization_assign_default: false },
    };
    const body = { claims: person(), organization_id: team.id };

    const refused = await admin.client.post(path, { ...body, settings });
    const inside = await admin.client.post(path, { ...body, settings: { groups: off } });

    expect([refused.status, inside.status]).toEqual([403, 200]);
  });

  test("claims beyond 256 KiB are refused, naming them", async () => {
    const claims = person({ groups: ["x".repeat(256 * 1024)] });

    const answer = await owner.client.post(path, { claims });

    expect([answer.status, answer.json.validations[0].field]).toEqual([400, "claims"]);
  });
});
