import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { periodOf } from "./period.ts";
import { findEffectiveBudgets } from "./resolution-store.ts";
import { crossedThresholds, isExceeded } from "./rules.ts";

let app: TestApp;
let owner: TestUser;
let home: string;
let user: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  home = (await owner.client.get("/users/me/organizations")).json[0].id;
});
afterAll(() => app.stop());

async function newUser(): Promise<string> {
  const created = await createUser(app, owner, { loginType: "none" });
  return created.id;
}

/** An organization that the user joined at a time; its Everyone group has the same id. */
async function organization(joined: string | null, id: string = crypto.randomUUID()) {
  await sql`insert into organizations (id, name) values (${id}, ${uniqueName("org")})`.execute(
    app.deps.db,
  );
  await sql`insert into groups (id, name, organization_id) values (${id}, 'Everyone', ${id})`.execute(
    app.deps.db,
  );
  if (joined !== null) {
    await sql`insert into organization_members (organization_id, user_id, created_at)
      values (${id}, ${user}, ${joined}::timestamptz)`.execute(app.deps.db);
  }
  return id;
}

async function group(organizationId: string, id: string = crypto.randomUUID()) {
  await sql`insert into groups (id, name, organization_id)
    values (${id}, ${uniqueName("group")}, ${organizationId})`.execute(app.deps.db);
  await sql`insert into group_members (group_id, user_id) values (${id}, ${user})`.execute(
    app.deps.db,
  );
  return id;
}

async function budget(groupId: string, limit: number): Promise<string> {
  await sql`insert into group_ai_budgets (group_id, spend_limit_micros)
    values (${groupId}, ${limit})`.execute(app.deps.db);
  return groupId;
}

async function override(groupId: string, limit: number): Promise<void> {
  await sql`insert into user_ai_budget_overrides (user_id, group_id, spend_limit_micros)
    values (${user}, ${groupId}, ${limit})`.execute(app.deps.db);
}

async function resolved() {
  const found = (await findEffectiveBudgets(app.deps.db, [user])).get(user);
  return [found?.group_id ?? null, found?.limit ?? null, found?.limit_source ?? null];
}

const low = "10000000-0000-4000-8000-";
const fixedId = () => low + crypto.randomUUID().slice(-12);

describe("the effective budget of a user", () => {
  test("without any budget is none, attributed to Everyone of the default organization", async () => {
    user = await newUser();
    await organization("2020-01-01");

    expect(await resolved()).toEqual([home, null, null]);
  });

  test("outside the default organization is attributed to the one joined first, then the smallest id", async () => {
    user = await newUser();
    await sql`delete from organization_members where user_id = ${user}`.execute(app.deps.db);
    const second = await organization("2021-01-01");
    const first = await organization("2020-01-01");
    expect(await resolved()).toEqual([first, null, null]);

    const twin = await organization("2020-01-01", fixedId());

    expect(await resolved()).toEqual([[first, twin].sort()[0], null, null]);
    expect(second).not.toBe(first);
  });

  test("without any organization has no group", async () => {
    user = await newUser();
    await sql`delete from organization_members where user_id = ${user}`.execute(app.deps.db);

    expect(await resolved()).toEqual([null, null, null]);
  });

  test("is the one budget of a group", async () => {
    user = await newUser();
    const only = await budget(await group(home), 5);

    expect(await resolved()).toEqual([only, 5n, "group"]);
  });

  test("is the highest of several, in whatever organization", async () => {
    user = await newUser();
    await budget(await group(home), 5);
    const elsewhere = await organization("2024-01-01");
    const highest = await budget(await group(elsewhere), 9);

    expect(await resolved()).toEqual([highest, 9n, "group"]);
  });

  test("is 0, which blocks, where the only budget is 0 (trap T10)", async () => {
    user = await newUser();
    const blocked = await budget(await group(home), 0);

    expect(await resolved()).toEqual([blocked, 0n, "group"]);
    expect(isExceeded(0n, 0n)).toBe(true);
    expect(isExceeded(null, 10n ** 12n)).toBe(false);
  });

  test("breaks ties by the membership of the organization that is older", async () => {
    user = await newUser();
    const older = await organization("2000-01-01");
    await budget(await group(home), 7);
    const winner = await budget(await group(older), 7);

    expect(await resolved()).toEqual([winner, 7n, "group"]);
  });

  test("breaks further ties by the smallest id", async () => {
    user = await newUser();
    await budget(await group(home), 7);
    const smallest = await budget(await group(home, "00000000-0000-4000-8000-000000000001"), 7);

    expect(await resolved()).toEqual([smallest, 7n, "group"]);
  });

  test("counts Everyone's, which has no membership rows of its own (trap T18)", async () => {
    user = await newUser();
    await budget(await group(home), 3);
    const everyone = await budget(await organization("2024-01-01"), 8);

    expect(await resolved()).toEqual([everyone, 8n, "group"]);
  });

  test("is the user's own where he has one, also against a higher one of Everyone", async () => {
    user = await newUser();
    await budget(await organization("2024-01-01"), 100);
    const mine = await group(home);
    await override(mine, 1);

    expect(await resolved()).toEqual([mine, 1n, "user_override"]);
  });

  test("ignores deleted organizations, their Everyone and overrides in them (trap T20)", async () => {
    user = await newUser();
    const dead = await organization("1999-01-01");
    await budget(dead, 900);
    const inDead = await budget(await group(dead), 800);
    await override(inDead, 700);
    const alive = await budget(await group(home), 2);
    // The product deletes empty organizations only; the resolution does not rely on it.
    await sql`alter table organizations disable trigger user`.execute(app.deps.db);
    await sql`update organizations set deleted = true where id = ${dead}`.execute(app.deps.db);
    await sql`alter table organizations enable trigger user`.execute(app.deps.db);

    expect(await resolved()).toEqual([alive, 2n, "group"]);
  });

  test("of a deleted user without organizations is where his last spend went", async () => {
    user = await newUser();
    const last = await group(home);
    await sql`insert into ai_user_daily_spend (user_id, effective_group_id, day, spend_micros)
      values (${user}, ${last}, '2026-01-02', 1), (${user}, ${home}, '2026-01-01', 1)`.execute(
      app.deps.db,
    );
    await owner.client.delete(`/users/${user}`);
    await sql`delete from organization_members where user_id = ${user}`.execute(app.deps.db);

    expect(await resolved()).toEqual([last, null, null]);
  });
});

describe("a period", () => {
  test.each([
    ["2026-03-31T23:00:00-04:00", "2026-04-01", "2026-05-01"],
    ["2026-01-01T00:00:00Z", "2026-01-01", "2026-02-01"],
    ["2025-12-31T23:59:59.999Z", "2025-12-01", "2026-01-01"],
    ["2026-01-01T05:00:00+05:30", "2025-12-01", "2026-01-01"],
  ])("of %s is a month in UTC (trap T14)", (instant, start, end) => {
    const period = periodOf(new Date(instant));

    expect([period.start, period.end]).toEqual([new Date(start), new Date(end)]);
  });
});

describe("thresholds", () => {
  test.each([
    [100, 0, 84, ""],
    [100, 84, 85, "85"],
    [100, 85, 99, ""],
    [100, 99, 100, "100"],
    [100, 0, 500, "85 100"],
    [100, 100, 200, ""],
    [0, 0, 10, ""],
    [7, 4, 5, "85"],
  ])("of the limit %i from %i to %i are [%s]", (limit, before, after, crossed) => {
    const found = crossedThresholds([85n, 100n], BigInt(limit), BigInt(before), BigInt(after));

    expect(found.join(" ")).toBe(crossed);
  });
});
