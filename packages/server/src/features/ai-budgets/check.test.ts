import { randomUUID } from "node:crypto";
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
import { frozenClock } from "../../platform/clock.ts";
import { endReservations, watchBlockedUsers } from "./jobs.ts";

const missing = "11111111-1111-4111-8111-111111111111";

let app: TestApp;
let owner: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
  const prices = [
    {
      ...{ provider: "openai", model: "gpt", input_price: 1_000_000, output_price: null },
      ...{ cache_read_price: null, cache_write_price: null },
    },
  ];
  expect((await owner.client.post("/ai/model-prices", { prices })).status).toBe(204);
});
afterAll(() => app.stop());

/** A user whose group allows him so much. */
async function limited(limit: number | null): Promise<TestUser & { group: string }> {
  const user = await createUser(app, owner);
  const name = uniqueName("group");
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name });
  const group = String(made.json.id);
  await owner.client.send("PATCH", `/groups/${group}`, { body: { add_users: [user.id] } });
  if (limit !== null) {
    await owner.client.put(`/groups/${group}/ai/budget`, { spend_limit_micros: limit });
  }
  return { ...user, group };
}

const check = (body: object, caller = owner) => caller.client.post("/ai/budget/check", body);

const use = (user: TestUser, micros: number, reservation_id?: string) =>
  owner.client.post("/ai/usage", {
    records: [
      {
        ...{ id: randomUUID(), user_id: user.id, provider: "openai", model: "gpt" },
        ...{ input_tokens: micros, created_at: new Date().toISOString() },
        ...(reservation_id === undefined ? {} : { reservation_id }),
      },
    ],
  });

describe("a check", () => {
  test("tells the limit, the spend and what is left", async () => {
    const user = await limited(100);
    await use(user, 40);

    const answer = await check({ user_id: user.id });

    expect(answer.json).toEqual({
      allowed: true,
      exceeded: false,
      effective_group_id: user.group,
      spend_limit_micros: 100,
      current_spend_micros: 40,
      remaining_micros: 60,
    });
  });

  test.each([
    [100, 99, true],
    [100, 100, false],
    [100, 150, false],
    [0, 0, false],
  ])("with the limit %i and the spend %i allows: %s", async (limit, spend, allowed) => {
    const user = await limited(limit);
    if (spend > 0) await use(user, spend);

    const answer = await check({ user_id: user.id });

    expect(answer.json).toMatchObject({ allowed, exceeded: !allowed });
  });

  test("without a limit allows everything", async () => {
    const user = await limited(null);
    await use(user, 1_000_000);

    const answer = await check({ user_id: user.id });

    expect(answer.json).toMatchObject({
      ...{ allowed: true, spend_limit_micros: null, remaining_micros: null },
    });
  });

  test("tells the person in words that clients recognise", async () => {
    const user = await limited(2_500_000);
    await use(user, 3_000_000);

    const answer = await check({ user_id: user.id });

    expect(answer.json.message.toLowerCase()).toContain("ai budget of $2.50");
  });

  test("denies an estimate that does not fit any more", async () => {
    const user = await limited(100);
    await use(user, 40);

    const fits = await check({ user_id: user.id, estimate_micros: 60 });
    const over = await check({ user_id: user.id, estimate_micros: 61 });

    expect([fits.json.allowed, over.json.allowed]).toEqual([true, false]);
    expect(over.json.exceeded).toBe(false);
    expect(over.json.message).toBe(
      "Your AI budget of $0.00 for this month has $0.00006 left; this request may cost $0.000061.",
    );
  });

  test.each([
    [{}, "user_id"],
    [{ user_id: missing, estimate_micros: -1 }, "estimate_micros"],
    [{ user_id: missing, estimate_micros: 10_000_000_000_001 }, "estimate_micros"],
    [{ user_id: missing, reserve: true }, "estimate_micros"],
  ])("refuses %j", async (body, field) => {
    const answer = await check(body);

    expect(answer.status).toBe(400);
    expect(answer.json.validations[0].field).toBe(field);
  });

  test("about others is for who may record their usage; members ask about themselves", async () => {
    const [user, other] = [await limited(5), await limited(5)];

    const own = await check({ user_id: user.id }, user);
    const foreign = await check({ user_id: other.id }, user);
    const nobody = await check({ user_id: missing }, owner);

    expect([own.status, foreign.status, nobody.status]).toEqual([200, 404, 404]);
    expect(foreign.text).toBe(nobody.text);
  });

  test("that fails itself is a 500 that says when to come back, never a yes (trap T16)", async () => {
    const broken = await startTestApp();
    const brokenOwner = await createOwner(broken);
    await sql`alter table ai_budget_reservations rename to elsewhere`.execute(broken.deps.db);

    const answer = await brokenOwner.client.post("/ai/budget/check", { user_id: brokenOwner.id });
    await broken.stop();

    expect(answer.status).toBe(500);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.json).not.toHaveProperty("allowed");
  });
});

describe("a reservation", () => {
  test("keeps its amount free until its record arrives, and only once", async () => {
    const user = await limited(100);
    const ask = (estimate_micros: number) =>
      check({ user_id: user.id, estimate_micros, reserve: true });

    const first = await ask(70);
    const denied = await ask(31);
    await use(user, 20, first.json.reservation_id);
    const second = await ask(80);

    expect(first.json).toMatchObject({ allowed: true, remaining_micros: 30 });
    expect(denied.json).toMatchObject({ allowed: false, exceeded: false });
    expect(denied.json).not.toHaveProperty("reservation_id");
    expect(second.json).toMatchObject({
      allowed: true,
      current_spend_micros: 20,
      remaining_micros: 0,
    });
  });

  test("of somebody else is not ended by a record", async () => {
    const [user, other] = [await limited(100), await limited(100)];
    const kept = await check({ user_id: user.id, estimate_micros: 100, reserve: true });

    await use(other, 1, kept.json.reservation_id);

    const state = await check({ user_id: user.id });
    expect(state.json.remaining_micros).toBe(0);
  });

  test("whose record costs more is booked in full all the same", async () => {
    const user = await limited(100);
    const kept = await check({ user_id: user.id, estimate_micros: 10, reserve: true });

    await use(user, 90, kept.json.reservation_id);

    const state = await check({ user_id: user.id });
    expect(state.json).toMatchObject({ current_spend_micros: 90, remaining_micros: 10 });
  });

  test("expires after ten minutes", async () => {
    const clock = frozenClock(new Date());
    const timed = await startTestApp({ databaseUrl: app.databaseUrl, clock });
    const client = timed.as(owner.client.token ?? "");
    const user = await limited(100);
    const ask = () =>
      client.post("/ai/budget/check", { user_id: user.id, estimate_micros: 100, reserve: true });

    const first = await ask();
    clock.advance(599_000);
    const early = await ask();
    clock.advance(2000);
    const late = await ask();
    clock.advance(601_000);
    await endReservations(timed.deps);
    const left = await sql`select 1 from ai_budget_reservations where user_id = ${user.id}`.execute(
      app.deps.db,
    );
    await timed.stop();

    expect([first.json.allowed, early.json.allowed, late.json.allowed]).toEqual([
      true,
      false,
      true,
    ]);
    expect(left.rows).toEqual([]);
  });

  test("holds the limit when hundreds ask at once on two replicas", async () => {
    const replica = await startTestApp({ databaseUrl: app.databaseUrl });
    const clients = [owner.client, replica.as(owner.client.token ?? "")];
    const user = await limited(1000);

    const asked = Array.from({ length: 200 }, async (_, index) => {
      const client = clients[index % 2] ?? owner.client;
      const cost = 1 + (index % 40);
      const body = { user_id: user.id, estimate_micros: cost, reserve: true };
      const decision = await client.post("/ai/budget/check", body);
      if (!decision.json.allowed) return 0;
      await use(user, cost - (index % 3 === 0 ? 1 : 0) || 1, decision.json.reservation_id);
      return 1;
    });
    const made = (await Promise.all(asked)).reduce<number>((sum, one) => sum + one, 0);
    await replica.stop();

    const state = await check({ user_id: user.id });
    const spend = state.json.current_spend_micros;
    expect(made).toBeGreaterThan(20);
    expect(spend).toBeGreaterThan(0);
    expect(spend).toBeLessThanOrEqual(1000);
  }, 60_000);
});

describe("the metrics", () => {
  test("count what was blocked and who is, and forget groups without blocked users", async () => {
    const user = await limited(10);
    await use(user, 10);
    await check({ user_id: user.id });

    await watchBlockedUsers(app.deps);
    const blocked = await app.deps.metrics.text();
    await owner.client.put(`/groups/${user.group}/ai/budget`, { spend_limit_micros: 11 });
    await watchBlockedUsers(app.deps);
    const free = await app.deps.metrics.text();

    const name = "gatehouse_ai_gateway_cost_control";
    expect(blocked).toContain(`${name}_blocked_requests_total{group_id="${user.group}"} 1`);
    expect(blocked).toContain(`${name}_blocked_users{group_id="${user.group}"} 1`);
    expect(blocked).toContain(`${name}_enforcement_duration_seconds_count{outcome="blocked"}`);
    expect(free).not.toContain(`${name}_blocked_users{group_id="${user.group}"}`);
  });

  test("name at most 500 unpriced models, however many clients make up", async () => {
    for (let index = 0; index < 600; index += 1) {
      app.deps.aiMetrics.countUnpriced("main", "openai", `made-up-${index}`);
    }

    const text = await app.deps.metrics.text();

    const series = text.match(/unpriced_token_usage_records_total\{/g) ?? [];
    expect(series.length).toBeLessThanOrEqual(501);
    expect(text).toContain('model="other"');
  });
});
