import { get, type IncomingMessage } from "node:http";
import {
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Enough that a client who stops reading holds the server back: more than the buffers of a connection. */
const crowd = 40_000;

let app: TestApp;
let origin: string;
let owner: TestUser;
let member: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  origin = await app.listen();
  owner = await createOwner(app);
  member = await createUser(app, owner, { name: '=1+1,"x"' });
  organization = (await owner.client.get("/organizations/default")).json.id;
  await sql`
    with made as (
      insert into users (id, email, username, name, created_at, updated_at, status)
      select gen_random_uuid(), 'crowd' || n || '@example.com', 'crowd-' || n, repeat('n', 128),
        now(), now(), 'active'
      from generate_series(1, ${crowd}::int) as n returning id)
    insert into organization_members (organization_id, user_id)
    select ${organization}::uuid, made.id from made`.execute(app.deps.db);
});
afterAll(() => app.stop());

const membersPath = (query: string) => `/organizations/coder/members/export?${query}`;

describe("the export of members", () => {
  test("CSV has a header and every member once, in the order of the list", async () => {
    const file = await owner.client.get(membersPath(""));

    expect(file.status).toBe(200);
    expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(file.headers["content-disposition"]).toMatch(
      /^attachment; filename="members-coder-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const [header, ...lines] = file.text.trimEnd().split("\r\n");
    expect(header).toBe(
      "user_id,username,name,email,status,login_type,is_service_account,organization_roles,site_roles,groups,last_seen_at,member_since",
    );
    const names = lines.map((line) => line.split(",")[1]);
    expect(names).toHaveLength(crowd + 2);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(names.toSorted());
  });

  test("JSON tells the same members with lists as lists and names unchanged", async () => {
    const name = uniqueName("group");
    const group = await owner.client.post(`/organizations/${organization}/groups`, { name });
    await owner.client.send("PATCH", `/groups/${group.json.id}`, {
      body: { add_users: [member.id] },
    });
    await owner.client.put(`/organizations/coder/members/${member.id}/roles`, {
      roles: ["organization-auditor"],
    });

    const file = await owner.client.get(membersPath(`format=json&q=${member.username}`));

    expect(file.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(file.json).toEqual([
      {
        user_id: member.id,
        username: member.username,
        name: '=1+1,"x"',
        email: member.email,
        status: "active",
        login_type: "password",
        is_service_account: false,
        organization_roles: ["organization-auditor"],
        site_roles: [],
        groups: [name],
        last_seen_at: expect.stringMatching(/^\d{4}-.*Z$/),
        member_since: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  test("a name that a spreadsheet would run as a formula is disarmed in CSV", async () => {
    const file = await owner.client.get(membersPath(`q=${member.username}`));

    expect(file.text).toContain(`${member.username},"'=1+1,""x""",`);
  });

  test("an export of nobody is a header, and an empty list in JSON", async () => {
    const csv = await owner.client.get(membersPath("q=nobody-of-this-name"));
    const json = await owner.client.get(membersPath("format=json&q=nobody-of-this-name"));

    expect(csv.text.split("\r\n")).toHaveLength(2);
    expect(json.json).toEqual([]);
  });

  test("an unknown format and a wrong search are 400", async () => {
    expect((await owner.client.get(membersPath("format=xml"))).status).toBe(400);
    expect((await owner.client.get(membersPath("q=nonsense:1"))).status).toBe(400);
  });

  test("who may not read all members is answered 404", async () => {
    const stranger = await createUser(app, owner);
    const other = await owner.client.post("/organizations", { name: uniqueName("org") });
    const id = other.json.id;

    const outside = await stranger.client.get(`/organizations/${id}/members/export`);
    await owner.client.send("PATCH", "/organizations/coder/settings/workspace-sharing", {
      body: { shareable_workspace_owners: "none" },
    });
    const inside = await stranger.client.get(membersPath(""));
    await owner.client.send("PATCH", "/organizations/coder/settings/workspace-sharing", {
      body: {},
    });

    expect([outside.status, inside.status]).toEqual([404, 404]);
  });

  test("a plain member sees nobody else's groups", async () => {
    const file = await (await createUser(app, owner)).client.get(
      membersPath(`format=json&q=${member.username}`),
    );

    expect(file.json).toMatchObject([{ user_id: member.id, groups: [] }]);
  });

  test("each export leaves one audit entry that tells its form and search", async () => {
    const before = await owner.client.get("/audit?q=resource_type:organization action:write");
    await owner.client.get(membersPath("format=json&q=login_type:none"));
    const after = await owner.client.get("/audit?q=resource_type:organization action:write");

    expect(after.json.count).toBe(before.json.count + 1);
    expect(after.json.audit_logs[0]).toMatchObject({
      resource_id: organization,
      diff: {},
      additional_fields: { export: { table: "members", format: "json", q: "login_type:none" } },
    });
  });
});

describe("the export of users", () => {
  test("it tells the users whom the caller may read, with readable organizations", async () => {
    const whole = await owner.client.get("/users/export?format=json");
    const own = await member.client.get("/users/export?format=json");

    expect(whole.json.length).toBeGreaterThan(crowd);
    expect(own.json).toMatchObject([
      { user_id: member.id, organizations: ["coder"], site_roles: [] },
    ]);
  });

  test("CSV is the default and takes the search of the list", async () => {
    const file = await owner.client.get("/users/export?q=username:crowd-7");

    expect(file.text.split("\r\n")).toHaveLength(3);
    expect(file.text).toContain(",crowd-7,");
  });
});

/** Starts an export over a real connection and stops reading after its head. */
function halted(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = `${origin}/api/v2${membersPath("")}`;
    const headers = { "coder-session-token": owner.client.token ?? "" };
    get(url, { headers, agent: false }, (answer) => {
      answer.pause();
      resolve(answer);
    }).on("error", reject);
  });
}

const running = () => app.deps.exportSlots.running;
const idle = () => eventually(() => running() === 0, "no export runs");

describe("clients that do not read", () => {
  test("exports take a quarter of the connections, others are told to try again", async () => {
    const readers = [await halted(), await halted()];
    expect(running()).toBe(2);

    const third = await owner.client.get(membersPath(""));
    const normal = await owner.client.get("/users/me");

    expect([third.status, third.headers["retry-after"]]).toEqual([429, "60"]);
    expect(normal.status).toBe(200);
    for (const reader of readers) reader.destroy();
    await idle();
  });

  test("a client that goes away frees its slot and its connection", async () => {
    const reader = await halted();
    reader.destroy();

    await idle();
    const open = await sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`.execute(app.deps.db);

    expect(open.rows[0]?.n).toBe(0);
  });

  test("a failure after the first byte breaks the connection instead of shortening the file", async () => {
    const reader = await halted();
    await eventually(async () => {
      const ended = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'
          and now() - state_change > interval '200 ms'`.execute(app.deps.db);
      return ended.rows.length > 0;
    }, "the connection of the export is ended");

    const whole = await new Promise<boolean>((resolve) => {
      reader.on("error", () => resolve(false));
      reader.on("end", () => resolve(true));
      reader.resume();
    });

    expect(whole).toBe(false);
    await idle();
  });
});

test("an export is one moment: what changes while it is read does not appear in it", async () => {
  const before = await owner.client.get("/organizations/coder/paginated-members?limit=1");
  const reader = await halted();
  await sql`update users set name = 'changed' where username like 'crowd-999%'`.execute(
    app.deps.db,
  );

  let text = "";
  reader.setEncoding("utf8");
  for await (const piece of reader) text += piece;

  expect(text.trimEnd().split("\r\n")).toHaveLength(before.json.count + 1);
  expect(text).not.toContain("changed");
});
