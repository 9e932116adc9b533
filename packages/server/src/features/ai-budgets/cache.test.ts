import { randomUUID } from "node:crypto";
import {
  type Client,
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBudgetCache } from "./cache.ts";

/** How long another replica may take (spec ai-prices §9.3). */
const otherReplicaMs = 1000;

let here: TestApp;
let there: TestApp;
let owner: TestUser;
let organization: string;
/** The owner's credential on the other replica. */
let away: Client;
let user: TestUser;
let group: string;

beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp({ databaseUrl: here.databaseUrl });
  owner = await createOwner(here);
  away = there.as(owner.client.token ?? "");
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});

beforeEach(async () => {
  user = await createUser(here, owner, { loginType: "none" });
  const name = uniqueName("group");
  group = (await owner.client.post(`/organizations/${organization}/groups`, { name })).json.id;
  await owner.client.send("PATCH", `/groups/${group}`, { body: { add_users: [user.id] } });
  await owner.client.put(`/groups/${group}/ai/budget`, { spend_limit_micros: 100 });
  await warm(here, owner.client);
  await warm(there, away);
});

/** Leaves the user's budget in the memory of a replica. */
async function warm(app: TestApp, client: Client): Promise<void> {
  await eventually(async () => {
    await limitFrom(client);
    return app.deps.budgets.peek(user.id);
  }, "the budget is remembered");
}

async function limitFrom(client: Client): Promise<unknown> {
  const answer = await client.post("/ai/budget/check", { user_id: user.id });
  return answer.status === 200 ? answer.json.spend_limit_micros : answer.status;
}

async function expectEverywhere(limit: unknown): Promise<void> {
  expect(await limitFrom(owner.client)).toBe(limit);
  const seen = async () => (await limitFrom(away)) === limit;
  await eventually(seen, `the other replica says ${limit}`, otherReplicaMs);
}

describe("a budget that every replica remembers", () => {
  test("changes with the limit of the group: at once here, within a second elsewhere", async () => {
    await owner.client.put(`/groups/${group}/ai/budget`, { spend_limit_micros: 7 });

    await expectEverywhere(7);
  });

  test("ends with the budget", async () => {
    await owner.client.send("DELETE", `/groups/${group}/ai/budget`);

    await expectEverywhere(null);
  });

  test("gives way to an override, and comes back after it", async () => {
    const path = `/users/${user.id}/ai/budget/override`;
    await owner.client.put(path, { group_id: group, spend_limit_micros: 0 });
    await expectEverywhere(0);
    await owner.client.put(path, { group_id: group, spend_limit_micros: 5 });
    await expectEverywhere(5);

    await owner.client.send("DELETE", path);

    await expectEverywhere(100);
  });

  test("ends with the membership of the group", async () => {
    await owner.client.send("PATCH", `/groups/${group}`, { body: { remove_users: [user.id] } });

    await expectEverywhere(null);
  });

  test("ends with the group", async () => {
    await owner.client.send("DELETE", `/groups/${group}`);

    await expectEverywhere(null);
  });

  test("ends with the membership of the organization", async () => {
    await owner.client.send("DELETE", `/organizations/${organization}/members/${user.id}`);

    await expectEverywhere(null);
  });

  test("ends with the user", async () => {
    await owner.client.send("DELETE", `/users/${user.id}`);

    await expectEverywhere(404);
  });

  test("says nothing about amounts: spend of another replica counts at the next check", async () => {
    const day = new Date().toISOString().slice(0, 10);
    await sql`insert into ai_user_daily_spend (user_id, effective_group_id, day, spend_micros)
      values (${user.id}, ${group}, ${day}::date, 100)`.execute(there.deps.db);

    const answer = await owner.client.post("/ai/budget/check", { user_id: user.id });

    expect(here.deps.budgets.peek(user.id)).toBeDefined();
    expect(answer.json).toMatchObject({
      allowed: false,
      exceeded: true,
      current_spend_micros: 100,
    });
  });

  test("is not asked by reservations: none exceeds a limit that this replica has not heard of", async () => {
    here.deps.budgets.setEnabled(true);
    await here.deps.budgets.load(async () => ({
      ...{ user_id: user.id, group_id: group, limit: 1_000_000n, limit_source: "group" },
    }));

    const answer = await owner.client.post("/ai/budget/check", {
      ...{ user_id: user.id, estimate_micros: 101, reserve: true },
    });

    expect(answer.json).toMatchObject({ allowed: false, spend_limit_micros: 100 });
  });
});

describe("the memory", () => {
  const budget = { user_id: randomUUID(), group_id: null, limit: 1n, limit_source: null };

  test("is empty and stays so while other replicas cannot be heard", async () => {
    const cache = createBudgetCache();
    await cache.load(async () => budget);
    const before = cache.peek(budget.user_id);
    cache.setEnabled(true);
    await cache.load(async () => budget);
    const during = cache.peek(budget.user_id);

    cache.setEnabled(false);

    expect([before, during, cache.peek(budget.user_id)]).toEqual([undefined, budget, undefined]);
  });

  test("does not keep what was read while something changed", async () => {
    const cache = createBudgetCache();
    cache.setEnabled(true);

    await cache.load(async () => {
      cache.invalidate([randomUUID()]);
      return budget;
    });

    expect(cache.peek(budget.user_id)).toBeUndefined();
  });

  test("ends after ten seconds", async () => {
    let now = 0;
    const cache = createBudgetCache(() => now);
    cache.setEnabled(true);
    await cache.load(async () => budget);

    now = 9_999;
    const young = cache.peek(budget.user_id);
    now = 10_000;

    expect([young, cache.peek(budget.user_id)]).toEqual([budget, undefined]);
  });
});
