import {
  type Answer,
  createMember,
  createOrganization,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

const nilUuid = "00000000-0000-0000-0000-000000000000";
const fieldsOf = (answer: Answer): string[] =>
  (answer.json.validations ?? []).map(({ field }: { field: string }) => field);

function auditOf(answer: Answer) {
  return app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
}

describe("creation", () => {
  test("the display name is the name where none is given, and everything else is empty", async () => {
    const name = uniqueName("Org");

    const answer = await owner.client.post("/organizations", { name });

    expect(answer.status).toBe(201);
    const { id, created_at, updated_at, ...rest } = answer.json;
    expect(rest).toEqual({
      default_org_member_roles: [],
      name,
      display_name: name,
      description: "",
      icon: "",
      is_default: false,
    });
    expect(created_at).toBe(updated_at);
    expect((await owner.client.get(`/organizations/${id}`)).json).toEqual(answer.json);
  });

  test("the creator is a member without roles, beside the Everyone group and both system roles", async () => {
    const { id, path } = await createOrganization(owner);

    const members = await owner.client.get(`${path}/members`);
    const { db } = app.deps;
    const groups = await db
      .selectFrom("groups")
      .selectAll()
      .where("organization_id", "=", id)
      .execute();
    const roles = await db
      .selectFrom("custom_roles")
      .selectAll()
      .where("organization_id", "=", id)
      .orderBy("name")
      .execute();

    expect(members.json).toMatchObject([{ user_id: owner.id, organization_id: id, roles: [] }]);
    expect(groups).toMatchObject([{ id, name: "Everyone", quota_allowance: 0, source: "user" }]);
    expect(roles).toMatchObject([
      { name: "organization-member", is_system: true },
      { name: "organization-service-account", is_system: true },
    ]);
  });

  test("it is recorded with all fields and its own organization", async () => {
    const answer = await owner.client.post("/organizations", {
      name: uniqueName("org"),
      display_name: "Research",
      description: "Where things are found out.",
      icon: "/emojis/1f4e6.png",
    });

    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({
      action: "create",
      resource_type: "organization",
      resource_id: answer.json.id,
      resource_target: answer.json.name,
      organization_id: answer.json.id,
      status_code: 201,
    });
    expect(entry?.diff).toMatchObject({
      display_name: { old: "", new: "Research", secret: false },
      icon: { old: "", new: "/emojis/1f4e6.png", secret: false },
      shareable_workspace_owners: { old: "", new: "everyone", secret: false },
    });
  });

  test("a name in use is a 409 on name, in any letter case", async () => {
    const { name } = await createOrganization(owner);

    const answer = await owner.client.post("/organizations", { name: name.toUpperCase() });

    expect(answer.status).toBe(409);
    expect(fieldsOf(answer)).toEqual(["name"]);
  });

  test("of many who want one name at the same moment, one gets it and the others a 409", async () => {
    const name = uniqueName("race");

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => owner.client.post("/organizations", { name })),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  test("reserved names, names like ids and malformed ones are a 400 on name, and are recorded", async () => {
    const names = ["default", "Default", "a".repeat(32), "new", "create", "a--b", "-a", "a b", ""];
    for (const name of [...names, "x".repeat(33)]) {
      const answer = await owner.client.post("/organizations", { name });

      expect([name, answer.status, fieldsOf(answer)]).toEqual([name, 400, ["name"]]);
      expect(await auditOf(answer)).toMatchObject([{ action: "create", status_code: 400 }]);
    }
  });

  test("all failing fields are named at once", async () => {
    const answer = await owner.client.post("/organizations", {
      name: "a b",
      display_name: " x ",
      description: "x".repeat(4097),
      icon: "javascript:alert(1)",
    });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["name", "display_name", "description", "icon"]);
  });

  test("trap 8: who may not create learns nothing about names", async () => {
    const { name } = await createOrganization(owner);
    const admin = await createUser(app, owner, { roles: ["user-admin"] });

    const taken = await admin.client.post("/organizations", { name });
    const free = await admin.client.post("/organizations", { name: uniqueName("free") });

    expect([taken.status, taken.text]).toEqual([403, free.text]);
  });
});

describe("reading", () => {
  test("an organization is found by id in every form, by name in any case, and as default", async () => {
    const { id, name } = await createOrganization(owner, uniqueName("Mixed"));
    const bare = id.replaceAll("-", "");
    const forms = [id, id.toUpperCase(), bare, `urn:uuid:${id}`, `{${id}}`, name.toUpperCase()];

    for (const form of forms) {
      const answer = await owner.client.get(`/organizations/${encodeURIComponent(form)}`);
      expect([form, answer.status, answer.json.id]).toEqual([form, 200, id]);
    }
    for (const form of ["default", nilUuid]) {
      const answer = await owner.client.get(`/organizations/${form}`);
      expect([form, answer.json.is_default]).toEqual([form, true]);
    }
    expect((await owner.client.get("/organizations/Default")).status).toBe(404);
  });

  test("an organization that one may not read does not exist, before the body is looked at", async () => {
    const { id, name } = await createOrganization(owner);
    const stranger = await createUser(app, owner);

    const unknown = await stranger.client.patch(`/organizations/${uniqueName("none")}`, "{");
    for (const reference of [id, name]) {
      const answer = await stranger.client.patch(`/organizations/${reference}`, "{");
      expect([answer.status, answer.text]).toEqual([404, unknown.text]);
    }
    expect(unknown.status).toBe(404);
  });

  test("the list shows one's own organizations by name, and all of them to those who may read all", async () => {
    const suffix = uniqueName("l");
    const second = await createOrganization(owner, `b-${suffix}`.slice(0, 32));
    const first = await createOrganization(owner, `A-${suffix}`.slice(0, 32));
    const user = await createUser(app, owner, { organizationIds: [second.id, first.id] });
    const auditor = await createUser(app, owner, { roles: ["auditor"] });

    const own = await user.client.get("/organizations");
    const all = await auditor.client.get("/organizations");

    const idsOf = (answer: Answer) => answer.json.map(({ id }: { id: string }) => id);
    expect(idsOf(own)).toEqual([first.id, second.id]);
    expect(idsOf(all)).toEqual(idsOf(await owner.client.get("/organizations")));
    expect(idsOf(all)).toContain(first.id);
  });

  test("without any organization the list is empty", async () => {
    const user = await createUser(app, owner);
    await owner.client.delete(`/organizations/default/members/${user.id}`);

    const answer = await user.client.get("/organizations");

    expect([answer.status, answer.json]).toEqual([200, []]);
  });
});

describe("change", () => {
  test("absent and null fields stay, empty names stay, empty description and icon are cleared", async () => {
    const { path, name } = await createOrganization(owner);
    const full = { display_name: "Full", description: "text", icon: "/icon.png" };
    await owner.client.patch(path, full);

    const absent = await owner.client.patch(path, {});
    const nulls = { name: null, display_name: null, description: null, icon: null };
    const nulled = await owner.client.patch(path, nulls);
    const empty = { name: "", display_name: "", description: "", icon: "" };
    const emptied = await owner.client.patch(path, empty);

    expect(absent.json).toMatchObject({ name, ...full });
    expect(nulled.json).toMatchObject({ name, ...full });
    expect(emptied.json).toMatchObject({ name, display_name: "Full", description: "", icon: "" });
  });

  test("a rename takes the new name and frees the old one; a change of case is a rename", async () => {
    const { id, path, name } = await createOrganization(owner);
    const other = uniqueName("renamed");

    const recased = await owner.client.patch(path, { name: name.toUpperCase() });
    const renamed = await owner.client.patch(path, { name: other });

    expect(recased.json.name).toBe(name.toUpperCase());
    expect(renamed.json).toMatchObject({ id, name: other, is_default: false });
    expect((await owner.client.get(`/organizations/${name}`)).status).toBe(404);
    expect((await owner.client.post("/organizations", { name })).status).toBe(201);
  });

  test("a name in use is a 409 on name, and a reserved one a 400", async () => {
    const { name } = await createOrganization(owner);
    const { path } = await createOrganization(owner);

    const taken = await owner.client.patch(path, { name: name.toUpperCase() });
    const reserved = await owner.client.patch(path, { name: "DEFAULT" });

    expect([taken.status, fieldsOf(taken)]).toEqual([409, ["name"]]);
    expect([reserved.status, fieldsOf(reserved)]).toEqual([400, ["name"]]);
  });

  test("the default organization can be renamed and stays the default", async () => {
    const fresh = await startTestApp();
    try {
      const first = await createOwner(fresh);
      const answer = await first.client.patch("/organizations/default", { name: "main" });

      expect(answer.json).toMatchObject({ name: "main", is_default: true });
      expect((await first.client.get("/organizations/default")).json.name).toBe("main");
    } finally {
      await fresh.stop();
    }
  });

  test("two changes of different fields at the same moment both remain", async () => {
    const { path } = await createOrganization(owner);

    for (let round = 0; round < 5; round += 1) {
      await Promise.all([
        owner.client.patch(path, { display_name: `Name ${round}` }),
        owner.client.patch(path, { description: `Text ${round}` }),
      ]);
      const answer = await owner.client.get(path);
      expect(answer.json).toMatchObject({
        display_name: `Name ${round}`,
        description: `Text ${round}`,
      });
    }
  });

  test("a change is recorded with what changed and nothing else", async () => {
    const { path, id } = await createOrganization(owner);

    const answer = await owner.client.patch(path, { description: "new" });

    const [entry] = await auditOf(answer);
    expect(entry).toMatchObject({ action: "write", resource_id: id, organization_id: id });
    const { updated_at: _updated, ...changed } = Object(entry?.diff);
    expect(changed).toEqual({ description: { old: "", new: "new", secret: false } });
  });

  test("an organization admin changes his own organization and no other", async () => {
    const own = await createOrganization(owner);
    const other = await createOrganization(owner);
    const wishes = { orgRoles: ["organization-admin"] };
    const admin = await createMember(app, owner, own, wishes);

    expect((await admin.client.patch(own.path, { description: "x" })).status).toBe(200);
    expect((await admin.client.patch(other.path, { description: "x" })).status).toBe(404);
  });

  test("trap 11: icons that are scripts are refused", async () => {
    const { path } = await createOrganization(owner);
    for (const icon of ["javascript:alert(1)", "//evil.example/x.png", "data:text/html,x"]) {
      const answer = await owner.client.patch(path, { icon });
      expect([icon, answer.status, fieldsOf(answer)]).toEqual([icon, 400, ["icon"]]);
    }
  });
});
