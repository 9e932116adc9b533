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
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const prebuilds = "c42fdf75-3097-471c-8c33-fb52454d81c0";

let app: TestApp;
let owner: TestUser;
/** Ten members beside the owner, whose names sort after his. */
let team: TestOrganization;
let members: TestUser[];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
  members = [];
  for (const number of "0123456789") {
    const username = `${Number(number) % 2 === 0 ? "Z" : "z"}-${number}-${uniqueName("x")}`.slice(
      0,
      32,
    );
    members.push(await createMember(app, owner, team, { username }));
  }
});
afterAll(() => app.stop());

const everybody = (): string[] => [owner.id, ...members.map(({ id }) => id)];
const idsOf = (list: { user_id: string }[]): string[] => list.map(({ user_id }) => user_id);
const fieldsOf = (answer: Answer): string[] =>
  answer.json.validations.map(({ field }: { field: string }) => field);
const page = (query: string, caller = owner): Promise<Answer> =>
  caller.client.get(`${team.path}/paginated-members?${query}`);

async function setSharing(organization: TestOrganization, owners: string): Promise<void> {
  const path = `${organization.path}/settings/workspace-sharing`;
  const answer = await owner.client.patch(path, { shareable_workspace_owners: owners });
  expect(answer.status).toBe(200);
}

describe("the list of all members", () => {
  test("it shows every field of membership and user", async () => {
    const organization = await createOrganization(owner);
    const wishes = { name: "Ada Lovelace", roles: ["auditor"], orgRoles: ["organization-auditor"] };
    const user = await createMember(app, owner, organization, wishes);

    const answer = await owner.client.get(`${organization.path}/members?q=user_id:${user.id}`);

    expect(answer.json).toHaveLength(1);
    const { created_at, updated_at, last_seen_at, user_created_at, user_updated_at, ...rest } =
      answer.json[0];
    expect(rest).toEqual({
      user_id: user.id,
      organization_id: organization.id,
      roles: [
        {
          name: "organization-auditor",
          display_name: "Organization Auditor",
          organization_id: organization.id,
        },
      ],
      username: user.username,
      name: "Ada Lovelace",
      email: user.email,
      status: "active",
      login_type: "password",
      global_roles: [{ name: "auditor", display_name: "Auditor" }],
      has_ai_seat: false,
    });
    for (const time of [created_at, updated_at, last_seen_at, user_created_at, user_updated_at]) {
      expect(time).toMatch(/Z$/);
    }
    expect(await owner.client.get(`${organization.path}/members/${user.id}`)).toMatchObject({
      json: answer.json[0],
    });
  });

  test("it is sorted by username in any case, with suspended and dormant members", async () => {
    const organization = await createOrganization(owner);
    const suspended = await createMember(app, owner, organization, {
      username: uniqueName("zz"),
      status: "suspended",
    });
    const dormant = await createUser(app, owner, {
      username: uniqueName("ZZZ"),
      loginType: "none",
      status: "dormant",
      organizationIds: [organization.id],
    });

    const answer = await owner.client.get(`${organization.path}/members`);

    expect(idsOf(answer.json)).toEqual([owner.id, suspended.id, dormant.id]);
    expect(answer.json.map(({ status }: { status: string }) => status)).toEqual([
      "active",
      "suspended",
      "dormant",
    ]);
    expect(idsOf((await owner.client.get(`${team.path}/members`)).json)).toEqual(everybody());
  });

  test("trap 21: the trailing slash that command lines send is the same list", async () => {
    const answer = await owner.client.get(`${team.path}/members/?q=`);

    expect([answer.status, idsOf(answer.json)]).toEqual([200, everybody()]);
  });

  test("trap 7: deleted users are not listed, and their membership is not found", async () => {
    const organization = await createOrganization(owner);
    const user = await createMember(app, owner, organization);
    await owner.client.delete(`/users/${user.id}`);

    const list = await owner.client.get(`${organization.path}/members`);
    const pages = await owner.client.get(`${organization.path}/paginated-members`);
    const one = await owner.client.get(`${organization.path}/members/${user.id}`);

    expect(idsOf(list.json)).toEqual([owner.id]);
    expect(pages.json.count).toBe(1);
    expect(one.status).toBe(404);
  });

  test("system users appear only when they are asked for", async () => {
    const organization = await createOrganization(owner);
    await sql`insert into organization_members (organization_id, user_id)
      values (${organization.id}, ${prebuilds})`.execute(app.deps.db);

    const plain = await owner.client.get(`${organization.path}/members`);
    const all = await owner.client.get(`${organization.path}/members?q=include_system:true`);
    const pages = await owner.client.get(`${organization.path}/paginated-members`);

    expect(idsOf(plain.json)).toEqual([owner.id]);
    expect(idsOf(all.json)).toEqual([owner.id, prebuilds]);
    expect([idsOf(pages.json.members), pages.json.count]).toEqual([[owner.id], 1]);
  });

  test("members are found by their GitHub id, even beyond 2^53", async () => {
    const [first] = members;
    await sql`update users set github_com_user_id = 9223372036854775807
      where id = ${first?.id}`.execute(app.deps.db);

    const found = await owner.client.get(
      `${team.path}/members?q=github_user_id:9223372036854775807`,
    );

    expect(idsOf(found.json)).toEqual([first?.id]);
  });

  test("any other search is a 400 that names what is wrong", async () => {
    const wrong = { anna: "q", "status:active": "status", "user_id:x": "user_id" };
    for (const [q, field] of Object.entries(wrong)) {
      const answer = await owner.client.get(`${team.path}/members?q=${q}`);
      expect([q, answer.status, fieldsOf(answer)]).toEqual([q, 400, [field]]);
    }
  });

  test("a plain member sees all, and only himself while nobody may share", async () => {
    const organization = await createOrganization(owner);
    const user = await createMember(app, owner, organization);

    const before = await user.client.get(`${organization.path}/members`);
    await setSharing(organization, "none");
    const after = await user.client.get(`${organization.path}/members`);
    const pages = await user.client.get(`${organization.path}/paginated-members`);
    const other = await user.client.get(`${organization.path}/members/${owner.id}`);
    const self = await user.client.get(`${organization.path}/members/me`);

    expect(idsOf(before.json).toSorted()).toEqual([owner.id, user.id].toSorted());
    expect(idsOf(after.json)).toEqual([user.id]);
    expect([pages.status, other.status, self.status]).toEqual([404, 404, 200]);
  });
});

describe("pages of members", () => {
  test("pages follow each other without gap and repeat, by offset and by the last id", async () => {
    const byOffset: string[] = [];
    const byId: string[] = [];
    for (let offset = 0; offset < 11; offset += 4) {
      const answer = await page(`limit=4&offset=${offset}`);
      expect(answer.json.count).toBe(11);
      byOffset.push(...idsOf(answer.json.members));
      const after = byId.at(-1);
      const next = await page(`limit=4${after === undefined ? "" : `&after_id=${after}`}`);
      expect(next.json.count).toBe(11);
      byId.push(...idsOf(next.json.members));
    }

    expect(byOffset).toEqual(everybody());
    expect(byId).toEqual(everybody());
  });

  test("trap 20: no limit is everybody, also with an offset alone", async () => {
    expect(idsOf((await page("limit=0")).json.members)).toEqual(everybody());
    expect(idsOf((await page("")).json.members)).toEqual(everybody());
    expect(idsOf((await page("offset=3")).json.members)).toEqual(everybody().slice(3));
  });

  test("the count is true beyond the end and after an unknown user, where the page is empty", async () => {
    const beyond = await page("offset=100");
    const unknown = await page("after_id=4f4c1f1e-8c4b-4c6a-9b8e-000000000000");

    expect(beyond.json).toEqual({ members: [], count: 11 });
    expect(unknown.json).toEqual({ members: [], count: 11 });
  });

  test("a cursor who is in several organizations, or in none any more, still marks the place", async () => {
    const [first, second] = members;
    if (first === undefined || second === undefined) throw new Error("no members");
    const elsewhere = await createOrganization(owner);
    await owner.client.post(`${elsewhere.path}/members/${first.id}`);

    const answer = await page(`after_id=${first.id}&limit=1`);

    expect(idsOf(answer.json.members)).toEqual([second.id]);
    const stranger = await createUser(app, owner, { username: uniqueName("zzzzzz") });
    expect((await page(`after_id=${stranger.id}`)).json.members).toEqual([]);
  });

  test("bad numbers are a 400 on their parameter", async () => {
    for (const query of ["limit=-1", "offset=-1", "limit=x", "after_id=x", "limit=2147483648"]) {
      const answer = await page(query);
      expect([query, answer.status, fieldsOf(answer)]).toEqual([query, 400, [query.split("=")[0]]]);
    }
  });

  test("the search language is that of users, and counts what it finds", async () => {
    const organization = await createOrganization(owner);
    const suspended = await createMember(app, owner, organization, { status: "suspended" });
    const auditor = await createMember(app, owner, organization, { roles: ["auditor"] });
    const find = async (q: string) => {
      const query = `q=${encodeURIComponent(q)}&limit=1`;
      const answer = await owner.client.get(`${organization.path}/paginated-members?${query}`);
      return [idsOf(answer.json.members), answer.json.count];
    };

    expect(await find("status:suspended")).toEqual([[suspended.id], 1]);
    expect(await find("role:auditor")).toEqual([[auditor.id], 1]);
    expect(await find(auditor.username.toUpperCase())).toEqual([[auditor.id], 1]);
    expect(await find("role:member")).toEqual([[owner.id], 3]);
    expect(await find("status:dormant")).toEqual([[], 0]);
  });

  test("org_role finds who holds a role in this organization, in any letter case", async () => {
    const organization = await createOrganization(owner);
    await owner.client.post(`${organization.path}/members/roles`, { name: "reviewer" });
    const admin = await createMember(app, owner, organization, {
      orgRoles: ["organization-admin"],
    });
    const reviewer = await createMember(app, owner, organization, {
      orgRoles: ["reviewer", "organization-auditor"],
    });
    await owner.client.post(`${team.path}/members/${admin.id}`);
    const find = async (q: string, path = organization.path) => {
      const answer = await owner.client.get(`${path}/paginated-members?q=${q}`);
      return [idsOf(answer.json.members).toSorted(), answer.json.count];
    };

    expect(await find("org_role:Organization-Admin")).toEqual([[admin.id], 1]);
    expect(await find("org_role:reviewer,organization-admin")).toEqual([
      [admin.id, reviewer.id].toSorted(),
      2,
    ]);
    expect((await find("org_role:organization-member"))[1]).toBe(3);
    expect(await find("org_role:unknown")).toEqual([[], 0]);
    expect(await find("org_role:organization-admin", team.path)).toEqual([[], 0]);
  });

  test("an unknown search key is a 400 that names it", async () => {
    const answer = await page("q=colour:red");

    expect([answer.status, fieldsOf(answer)]).toEqual([400, ["colour"]]);
  });

  test("trap 19: a stored role that no longer exists is shown without a display name", async () => {
    const organization = await createOrganization(owner);
    const user = await createMember(app, owner, organization);
    await sql`update organization_members set roles = '{gone}'
      where user_id = ${user.id}`.execute(app.deps.db);

    const answer = await owner.client.get(`${organization.path}/members/${user.id}`);

    expect(answer.json.roles).toEqual([
      { name: "gone", display_name: "", organization_id: organization.id },
    ]);
    expect((await user.client.get("/users/me")).status).toBe(200);
  });

  test("a service account is marked as one, other members are not", async () => {
    const organization = await createOrganization(owner);
    const robot = await createMember(app, owner, organization, { serviceAccount: true });

    const answer = await owner.client.get(`${organization.path}/members`);

    const marked = answer.json.filter((one: object) => "is_service_account" in one);
    expect(marked).toMatchObject([{ user_id: robot.id, is_service_account: true, email: "" }]);
  });

  test("lists of many members with custom roles cost as many statements as lists of one", async () => {
    const organization = await createOrganization(owner);
    const roles = `${organization.path}/members/roles`;
    const names = ["first", "second", "third", "fourth"];
    for (const name of names) await owner.client.post(roles, { name, display_name: name });
    await createMember(app, owner, organization, { orgRoles: names });
    const paths = [`${organization.path}/members`, `${organization.path}/paginated-members`];
    const few = await Promise.all(paths.map(statementsOf));
    for (const name of names) await createMember(app, owner, organization, { orgRoles: [name] });

    const many = await Promise.all(paths.map(statementsOf));

    expect(many).toEqual(few);
  });
});

/** How often answering this request takes a connection, which it does for each statement. */
async function statementsOf(path: string): Promise<number> {
  const alone = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const client = alone.as(owner.client.token ?? "");
    await client.get(path);
    await alone.bookkeeping.flush();
    let statements = 0;
    alone.database.pool.on("acquire", () => {
      statements += 1;
    });
    expect((await client.get(path)).status).toBe(200);
    return statements;
  } finally {
    await alone.stop();
  }
}
