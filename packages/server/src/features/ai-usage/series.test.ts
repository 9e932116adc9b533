import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const dayMs = 86_400_000;
const today = new Date().toISOString().slice(0, 10);
const dayBefore = (days: number) =>
  new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10);

let app: TestApp;
let owner: TestUser;
let ada: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
  ada = await createUser(app, owner);
  const models = ["a", "b", "c", "d"];
  const prices = models.map((model) => ({
    ...{ provider: "openai", model, input_price: 1_000_000, output_price: null },
    ...{ cache_read_price: null, cache_write_price: null },
  }));
  await owner.client.post("/ai/model-prices", { prices });
  await record([
    ["a", 2, 100],
    ["a", 0, 20],
    ["b", 1, 50],
    ["b", 1, 5],
    ["c", 1, 7],
    ["d", 0, 3],
    ["nobody-knows", 0, 900],
  ]);
});
afterAll(() => app.stop());

async function record(uses: [model: string, daysAgo: number, micros: number][]): Promise<void> {
  const records = uses.map(([model, daysAgo, input_tokens]) => ({
    ...{ id: randomUUID(), user_id: ada.id, provider: "openai", model, input_tokens },
    created_at: `${dayBefore(daysAgo)}T00:00:00Z`,
  }));
  const answer = await owner.client.post("/ai/usage", { records });
  expect(answer.json).toMatchObject({ accepted: uses.length, rejected: [] });
}

const threeDays = `from=${dayBefore(2)}T00:00:00Z&to=${today}T12:00:00Z`;
const series = (query: string, user = owner) => user.client.get(`/ai/usage/series?${query}`);

describe("costs day by day", () => {
  test("tell the most expensive one by one and the others together, to the unit", async () => {
    const answer = await series(`group_by=model&top=2&${threeDays}`);

    expect(answer.json).toEqual({
      days: [dayBefore(2), dayBefore(1), today],
      series: [
        { provider: "openai", model: "a", cost_micros: 120, daily_cost_micros: [100, 0, 20] },
        { provider: "openai", model: "b", cost_micros: 55, daily_cost_micros: [0, 55, 0] },
      ],
      other: { members: 2, cost_micros: 10, daily_cost_micros: [0, 7, 3] },
    });
  });

  test("have no others when all stand alone, and none for what cost nothing", async () => {
    const answer = await series(`group_by=model&${threeDays}`);

    expect(answer.json.other).toBeNull();
    expect(answer.json.series.map(({ model }: { model: string }) => model)).toEqual([
      ...["a", "b", "c", "d"],
    ]);
  });

  test.each([
    ["user", () => ({ user_id: ada.id, username: ada.username })],
    ["group", () => ({ group_id: organization, group_name: "Everyone" })],
    ["provider", () => ({ provider: "openai", provider_name: "" })],
  ])("by %s have their keys and equal the summary of the same days", async (groupBy, keys) => {
    const answer = await series(`group_by=${groupBy}&${threeDays}`);
    const summary = await owner.client.get(`/ai/usage/summary?group_by=day&${threeDays}`);

    const costs = new Map(
      summary.json.map((row: { day: string; cost_micros: number }) => [row.day, row.cost_micros]),
    );
    const daily = answer.json.days.map((day: string) => costs.get(day) ?? 0);
    expect(answer.json.series).toEqual([{ ...keys(), cost_micros: 185, daily_cost_micros: daily }]);
  });

  test("are of the same days after the records are purged, from the daily totals", async () => {
    const purged = await startTestApp({ settings: { AIBRIDGE_RETENTION: "24h" } });
    const admin = await createOwner(purged);
    await sql`insert into ai_user_daily_spend
      (user_id, effective_group_id, day, spend_micros, cost_pico, records, unpriced_records)
      values (${admin.id}::uuid, ${randomUUID()}::uuid, ${dayBefore(2)}::date, 9, 9000000, 1, 0)`.execute(
      purged.deps.db,
    );
    const days = `from=${dayBefore(2)}T00:00:00Z&to=${dayBefore(-1)}T00:00:00Z`;

    const people = await series(`group_by=user&${days}`, admin);
    const models = await series(`group_by=model&${days}`, admin);
    await purged.stop();

    expect(people.json.series).toEqual([
      { user_id: admin.id, username: admin.username, cost_micros: 9, daily_cost_micros: [9, 0, 0] },
    ]);
    expect([models.status, models.json.validations?.[0]?.field]).toEqual([400, "from"]);
  });

  test("of others stay hidden: members see their own, and no organization as a whole", async () => {
    const member = await createUser(app, owner);
    await record([["a", 0, 1]]);

    const own = await series(`group_by=user&${threeDays}`, ada);
    const foreign = await series(`group_by=user&${threeDays}`, member);
    const whole = await series(`group_by=user&organization=${organization}`, member);

    expect(own.json.series).toMatchObject([{ user_id: ada.id }]);
    expect(foreign.json).toMatchObject({ series: [], other: null });
    expect(whole.status).toBe(403);
  });

  test.each([
    ["", "group_by"],
    ["group_by=day", "group_by"],
    ["group_by=model&top=21", "top"],
    ["group_by=model&top=-1", "top"],
    ["group_by=model&from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "to"],
    ["group_by=user&from=2024-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", "to"],
  ])("refuse %j", async (query, field) => {
    const answer = await series(query);

    expect([answer.status, answer.json.validations?.[0]?.field]).toEqual([400, field]);
  });
});
