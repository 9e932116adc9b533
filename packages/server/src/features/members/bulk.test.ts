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

const crowdSize = 1_500;

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
let member: TestUser;
let outsider: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  outsider = await createUser(app, owner, { loginType: "none" });
});
afterAll(() => app.stop());
beforeEach(async () => {
  team = await createOrganization(owner);
  member = await createMember(app, owner, team, { loginType: "none" });
});

const change = (entries: unknown, more: object = {}, caller = owner) =>
  caller.client.post(`${team.path}/members/bulk`, { entries, ...more });
const rolesNow = async (user: TestUser) => {
  const shown = await owner.client.get(`${team.path}/members/${user.id}`);
  return shown.status === 200
    ? shown.json.roles.map(({ name }: { name: string }) => name)
    : shown.status;
};
const statusesOf = (answer: { json: { results: { status: string; code?: string }[] } }) =>
  answer.json.results.map(({ status, code }) => code ?? status);

describe("a bulk change of members", () => {
  test("members come, go and change roles in one call, each with its result", async () => {
    const leaver = await createMember(app, owner, team, { loginType: "none" });
    const group = await owner.client.post(`${team.path}/groups`, { name: "left" });
    await owner.client.send("PATCH", `/groups/${group.json.id}`, {
      body: { add_users: [leaver.id] },
    });

    const done = await change([
      { user: outsider.username.toUpperCase(), action: "add" },
      { user: leaver.id, action: "remove" },
      { user: member.id, action: "set_roles", roles: ["organization-auditor"] },
      { user: "nobody-of-this-name", action: "add" },
    ]);

    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({ committed: true, applied: 3 });
    expect(statusesOf(done)).toEqual(["applied", "applied", "applied", "not_found"]);
    expect([await rolesNow(outsider), await rolesNow(leaver), await rolesNow(member)]).toEqual([
      [],
      404,
      ["organization-auditor"],
    ]);
    const shown = await owner.client.get(`/groups/${group.json.id}`);
    expect(shown.json.total_member_count).toBe(0);
    const log = await owner.client.get("/audit?q=resource_type:organization_member&limit=3");
    const entries = log.json.audit_logs.map((entry: { action: string }) => entry.action).sort();
    expect(entries).toEqual(["create", "delete", "write"]);
  });

  test("adding who is in and removing who is out changes nothing", async () => {
    const done = await change([
      { user: member.id, action: "add" },
      { user: outsider.id, action: "remove" },
      { user: owner.id, action: "add" },
    ]);

    expect(statusesOf(done)).toEqual(["unchanged", "unchanged", "unchanged"]);
  });

  test("all or nothing writes nothing when one entry is refused", async () => {
    const done = await change(
      [
        { user: outsider.id, action: "add" },
        { user: member.id, action: "set_roles", roles: ["no-such-role"] },
      ],
      { all_or_nothing: true },
    );

    expect(done.json).toMatchObject({ committed: false, applied: 0 });
    expect(statusesOf(done)).toEqual(["applied", "role_refused"]);
    expect(await rolesNow(outsider)).toBe(404);
  });

  test("trap 9: nobody removes himself or changes his own roles, under any form of his id", async () => {
    const forms = [owner.id, owner.id.toUpperCase(), owner.id.replaceAll("-", ""), owner.username];
    for (const user of forms) {
      const removed = await change([{ user, action: "remove" }]);
      const raised = await change([{ user, action: "set_roles", roles: [] }]);

      expect([statusesOf(removed), statusesOf(raised)]).toEqual([
        ["self_refused"],
        ["self_refused"],
      ]);
    }
  });

  test("the same user twice, by id and by name, is refused twice", async () => {
    const done = await change([
      { user: outsider.id, action: "add" },
      { user: outsider.username, action: "remove" },
    ]);

    expect(statusesOf(done)).toEqual(["duplicate_user", "duplicate_user"]);
  });

  test("each entry needs the right of its own change", async () => {
    const caller = await createMember(app, owner, team, { orgRoles: ["organization-user-admin"] });

    const done = await change(
      [
        { user: outsider.id, action: "add" },
        { user: member.id, action: "set_roles", roles: ["organization-admin"] },
      ],
      {},
      caller,
    );

    expect(statusesOf(done)).toEqual(["applied", "role_refused"]);
  });

  test("who may change no member is answered 404 before the body is read", async () => {
    const plain = await createMember(app, owner, team);

    const refused = await plain.client.post(`${team.path}/members/bulk`, "{");

    expect(refused.status).toBe(404);
  });

  test("no entry and an unknown action are 400", async () => {
    expect((await change([])).json.validations[0].field).toBe("entries");
    const wrong = await change([{ user: "a", action: "promote" }]);
    expect(wrong.json.validations[0].field).toBe("entries[0].action");
  });

  test("many users come in, change roles and go, an audit entry each", async () => {
    const names = Array.from({ length: crowdSize }, (_, index) => `bulk-${index}`);
    await sql`
      insert into users (id, email, username, created_at, updated_at, status)
      select gen_random_uuid(), name || '@example.com', name, now(), now(), 'active'
      from unnest(${names}::text[]) as name`.execute(app.deps.db);

    const roles = ["organization-auditor"];
    const came = await change(names.map((user) => ({ user, action: "add" })));
    const raised = await change(names.map((user) => ({ user, action: "set_roles", roles })));
    const went = await change(names.map((user) => ({ user, action: "remove" })));

    expect([came.json.applied, raised.json.applied, went.json.applied]).toEqual([
      crowdSize,
      crowdSize,
      crowdSize,
    ]);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from audit_logs
      where organization_id = ${team.id}::uuid and additional_fields ? 'bulk'`.execute(app.deps.db);
    expect(rows[0]?.n).toBe(3 * crowdSize);
  });
});
