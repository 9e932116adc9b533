import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costOf } from "../ai-prices/index.ts";

let app: TestApp;
let owner: TestUser;
let ada: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
  ada = await createUser(app, owner);
  await owner.client.post("/ai/model-prices", {
    prices: [
      price("dear", { input_price: 30_000_000, output_price: 60_000_000 }),
      price("cheap", { input_price: 333_333, cache_read_price: 1 }),
      price("huge", { input_price: 9_000_000_000_000_000 }),
    ],
  });
  await record(...uses);
});
afterAll(() => app.stop());

function price(model: string, given: object) {
  const unknown = { input_price: null, output_price: null };
  const caches = { cache_read_price: null, cache_write_price: null };
  return { provider: "openai", model, ...unknown, ...caches, ...given };
}

const uses = [
  { model: "dear", input_tokens: 7, output_tokens: 11 },
  { model: "dear", input_tokens: 1_000_001, cache_read_input_tokens: 2_999_999 },
  { model: "nobody-knows", input_tokens: 5 },
];

async function record(...records: object[]): Promise<void> {
  const whole = records.map((one) => ({
    ...{ id: randomUUID(), user_id: ada.id, provider: "openai" },
    ...{ created_at: new Date().toISOString(), ...one },
  }));
  const answer = await owner.client.post("/ai/usage", { records: whole });
  expect(answer.json.rejected).toEqual([]);
}

const reprice = (query: string, user = owner) => user.client.get(`/ai/usage/reprice?${query}`);

/** The same by the code that computes the cost of a record. */
function expected(model: string): number {
  const prices = { input_price: 333_333n, output_price: null };
  const caches = { cache_read_price: 1n, cache_write_price: null };
  return uses
    .filter((use) => use.model === model)
    .reduce((sum, use) => {
      const tokens = {
        input_tokens: BigInt(use.input_tokens),
        output_tokens: BigInt(use.output_tokens ?? 0),
        cache_read_input_tokens: BigInt(use.cache_read_input_tokens ?? 0),
        cache_write_input_tokens: 0n,
      };
      return sum + Number(costOf({ ...prices, ...caches }, tokens)?.micros);
    }, 0);
}

describe("usage at another price", () => {
  test("costs what each record would have cost, to the unit, and changes nothing", async () => {
    const answer = await reprice("provider=openai&model=cheap");
    const after = await owner.client.get("/ai/usage/summary?group_by=model");

    expect(answer.json.price).toMatchObject({ input_price: 333_333, source: "custom" });
    expect(answer.json.models).toEqual([
      {
        ...{ provider: "openai", model: "dear", records: 2, cost_micros: 30_000_900 },
        ...{ unpriced_records: 0, repriced_micros: expected("dear") },
      },
      {
        ...{ provider: "openai", model: "nobody-knows", records: 1, cost_micros: 0 },
        ...{ unpriced_records: 1, repriced_micros: expected("nobody-knows") },
      },
    ]);
    expect(expected("dear")).toBe(333_337);
    expect(after.json[0]).toMatchObject({ model: "dear", cost_micros: 30_000_900 });
  });

  test("adds nothing for a record whose cost would be out of range", async () => {
    const answer = await reprice("provider=openai&model=huge");

    expect(answer.json.models[0].repriced_micros).toBe(63_000_000_000);
  });

  test("is not known at a model without a price", async () => {
    const answer = await reprice("provider=openai&model=nobody-knows");

    expect(answer.json.price).toBeNull();
    expect(answer.json.models[0]).toMatchObject({ model: "dear", repriced_micros: null });
  });

  test("is for who may read prices and the usage", async () => {
    const query = `provider=openai&model=cheap&organization=${organization}`;

    expect((await reprice(query, ada)).status).toBe(403);
    expect((await reprice(query)).json.models).toHaveLength(2);
    expect((await reprice("provider=openai&model=cheap&organization=none")).status).toBe(404);
  });

  test.each([
    ["", "provider"],
    ["provider=openai", "model"],
    ["provider=openai&model=cheap&from=2024-01-01T00:00:00Z", "from"],
    ["provider=openai&model=cheap&to=2024-01-01T00:00:00Z", "to"],
  ])("refuses %j", async (query, field) => {
    const answer = await reprice(query);

    expect([answer.status, answer.json.validations?.[0]?.field]).toEqual([400, field]);
  });
});
