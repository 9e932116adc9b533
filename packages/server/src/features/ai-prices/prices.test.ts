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
import { readBook } from "./book.ts";
import { takeOverDuePrices } from "./jobs.ts";
import { seedPrices } from "./price-book.ts";

const peer = "/api/experimental/ai/model-prices";
const ours = "/ai/model-prices";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  await seed([price("book-only", 1), price("both", 2), price("azure-model", 3, "azure")]);
  await set([price("both", null, "openai", { output_price: 9 })]);
});
afterAll(() => app.stop());

function price(model: string, input: number | null, provider = "openai", more = {}) {
  return {
    ...{ provider, model, input_price: input, output_price: null },
    ...{ cache_read_price: null, cache_write_price: null },
    ...more,
  };
}

async function seed(rows: unknown[]): Promise<void> {
  await seedPrices(app.deps, readBook(JSON.stringify(rows), null));
}

async function set(prices: unknown[], path = peer): Promise<void> {
  const answer = await owner.client.post(path, { prices });
  expect([answer.status, answer.text]).toEqual([204, ""]);
}

async function list(query = "", path = peer) {
  const answer = await owner.client.get(`${path}${query}`);
  expect(answer.status).toBe(200);
  return answer.json as { provider: string; model: string; source: string; input_price: number }[];
}

async function one(model: string, path = peer) {
  return (await list(`?model=${encodeURIComponent(model)}`, path))[0];
}

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((validation) => validation.field);
}

const auditsOf = async (target: string) => {
  const { rows } = await sql<{
    action: string;
    diff: Record<string, { old: unknown; new: unknown }>;
    status_code: number;
    additional_fields: Record<string, unknown>;
  }>`select action, diff, status_code, additional_fields from audit_logs
     where resource_type = 'ai_model_price' and resource_target = ${target} order by time`.execute(
    app.deps.db,
  );
  return rows;
};

describe.each([
  ["the experimental list", peer],
  ["the list", ours],
])("%s of prices", (_, path) => {
  test("shows the price in effect: custom replaces the whole row of the book (trap T9)", async () => {
    const rows = await list("?model=both", path);

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ source: "custom", input_price: null, output_price: 9 });
  });

  test("shows one source alone, also where it is overridden", async () => {
    const book = await list("?source=default&model=both", path);
    const custom = await list("?source=custom", path);

    expect(book).toMatchObject([{ source: "default", input_price: 2 }]);
    expect(custom.every((row) => row.source === "custom")).toBe(true);
  });

  test("shows both rows of a model with source=all, custom first, by provider and model", async () => {
    const rows = await list("?source=all", path);
    const keys = rows.map((row) => [row.provider, row.model, row.source]);

    expect(keys.filter(([, model]) => model === "both").map(([, , source]) => source)).toEqual([
      "custom",
      "default",
    ]);
    expect(keys).toEqual([...keys].sort((a, b) => (a.join("\0") < b.join("\0") ? -1 : 1)));
    expect(keys[0]?.[0]).toBe("azure");
  });

  test("matches provider and model exactly, and an unknown one with nothing", async () => {
    expect((await list("?provider=azure", path)).map((row) => row.model)).toContain("azure-model");
    expect(await list("?provider=AZURE", path)).toEqual([]);
    expect(await list("?model=bot", path)).toEqual([]);
    expect((await list("?provider=&model=", path)).length).toBeGreaterThan(2);
  });

  test("always has all four price keys", async () => {
    const [row] = await list("?model=book-only", path);

    expect(row).toEqual({
      ...price("book-only", 1),
      source: "default",
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
  });

  test("refuses an unknown source with a validation on it", async () => {
    const answer = await owner.client.get(`${path}?source=mine`);

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["source"]);
  });
});

describe("the list of prices", () => {
  test("goes on page by page without losing a row", async () => {
    const all = await list("?source=all", ours);
    const seen: unknown[] = [];

    for (let path: string | undefined = `${ours}?source=all&limit=1`; path !== undefined; ) {
      const answer = await owner.client.get(path);
      seen.push(...answer.json);
      path = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers["link"] ?? ""))?.[1];
    }

    expect(seen).toEqual(all);
  });

  test.each([
    "?limit=0x",
    "?limit=0",
    "?limit=1001",
    "?limit=-1",
    "?after=x",
    "?after=WyJhIl0",
    "?as_of=today",
  ])("refuses %s", async (query) => {
    expect((await owner.client.get(`${ours}${query}`)).status).toBe(400);
  });

  test("is not sent again to who names its state", async () => {
    const first = await owner.client.get(ours);
    const tag = String(first.headers["etag"]);
    const headers = { "if-none-match": `"other", W/${tag}` };

    const again = await owner.client.get(ours, { headers });
    await set([price(uniqueName("model"), 1)]);
    const changed = await owner.client.get(ours, { headers });

    expect([again.status, again.text]).toEqual([304, ""]);
    expect(again.headers["etag"]).toBe(tag);
    expect(changed.status).toBe(200);
    expect(changed.headers["etag"]).not.toBe(tag);
  });
});

describe.each([
  ["experimental", peer],
  ["stable", ours],
])("setting prices, %s", (_, path) => {
  const post = (body: unknown) => owner.client.post(path, body);

  test("replaces all four prices, keeps zero apart from null, and touches nothing else", async () => {
    const model = uniqueName("model");
    const other = await one("both");
    await set([price(model, 5, "openai", { output_price: 6 })], path);

    await set([price(model, 0)], path);

    expect(await one(model)).toMatchObject({ input_price: 0, output_price: null });
    expect(await one("both")).toEqual(other);
  });

  test("the same price again changes nothing: no time, no history, no audit entry", async () => {
    const model = uniqueName("model");
    await set([price(model, 5)], path);
    const before = await one(model);

    await set([price(model, 5)], path);

    expect(await one(model)).toEqual(before);
    expect(await auditsOf(`openai/${model}`)).toHaveLength(1);
    expect((await owner.client.get(`${ours}/history?model=${model}`)).json).toHaveLength(1);
  });

  test("64-bit prices keep every digit on their way in and out (trap T6)", async () => {
    const model = uniqueName("model");
    const body = `{"prices":[{"provider":"openai","model":"${model}","input_price":9223372036854775807,"output_price":9007199254740993,"cache_read_price":null,"cache_write_price":0}]}`;

    const answer = await post(body);
    const listed = await owner.client.get(`${path}?model=${model}`);

    expect(answer.status).toBe(204);
    expect(listed.text).toContain(
      '"input_price":9223372036854775807,"output_price":9007199254740993,',
    );
  });

  test.each(["3000000.0", "3e6", '"3000000"', "true", "9223372036854775808", "1e400", "[1]"])(
    "refuses the price %s, and says where (trap T7)",
    async (token) => {
      const body = JSON.stringify({ prices: [price("x", 1)] }).replace(
        '"input_price":1',
        `"input_price":${token}`,
      );

      const answer = await post(body);

      expect(answer.status).toBe(400);
      expect(answer.json.detail).toContain("prices[0].input_price");
    },
  );

  test.each([
    ["no prices", { prices: [] }, ["prices"]],
    ["no list", {}, ["prices"]],
    ["an unknown provider", { prices: [price("x", 1, "acme")] }, ["prices[0].provider"]],
    ["the generic provider", { prices: [price("x", 1, "openai-compat")] }, ["prices[0].provider"]],
    ["no provider", { prices: [price("x", 1, "")] }, ["prices[0].provider"]],
    ["no model", { prices: [price("", 1)] }, ["prices[0].model"]],
    ["a negative price", { prices: [price("x", -1)] }, ["prices[0].input_price"]],
    ["all null", { prices: [price("x", null)] }, ["prices[0]"]],
    ["no price key", { prices: [{ provider: "openai", model: "x" }] }, ["prices[0]"]],
    [
      "absent keys",
      { prices: [{ provider: "openai", model: "x", input_price: 1 }] },
      ["prices[0].output_price", "prices[0].cache_read_price", "prices[0].cache_write_price"],
    ],
    ["a model twice (trap T3)", { prices: [price("x", 1), price("x", 2)] }, ["prices[1]"]],
    [
      "everything at once",
      { prices: [price("ok", 1), price("", -1, "acme"), price("x", null)] },
      ["prices[1].provider", "prices[1].model", "prices[1].input_price", "prices[2]"],
    ],
  ])("refuses %s and names every field", async (_case, body, fields) => {
    const answer = await post(body);

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(fields);
  });

  test.each(["", "{", "[]", '{"prices":{}}', '{"prices":[1]}'])(
    "refuses the body %j",
    async (body) => {
      expect((await post(body)).status).toBe(400);
    },
  );

  test("one bad entry keeps all of them out", async () => {
    const model = uniqueName("model");

    const answer = await post({ prices: [price(model, 1), price("", 1)] });

    expect(answer.status).toBe(400);
    expect(await one(model)).toBeUndefined();
  });

  test("takes 4,000 rows, and refuses a body of more than 1 MiB before it is read (trap T19)", async () => {
    const prefix = uniqueName("bulk");
    const prices = Array.from({ length: 4000 }, (_row, index) =>
      price(`${prefix}-${index}`, index),
    );
    const large = JSON.stringify({ prices }).padEnd(1_048_577, " ");

    const taken = await post({ prices });
    const refused = await post(large);

    expect(taken.status).toBe(204);
    expect(refused.status).toBe(413);
    const [summary, ...more] = await auditsOf("4,000 models");
    expect(summary?.additional_fields).toMatchObject({ added: 4000, changed: 0 });
    expect(more.length).toBeLessThan(2);
  });

  test("each changed model has its audit entry with dollars", async () => {
    const model = uniqueName("model");
    await set([price(model, 3_000_000)], path);

    await set([price(model, 3600, "openai", { output_price: 0 }), price(uniqueName("m"), 1)], path);

    const [created, changed] = await auditsOf(`openai/${model}`);
    expect(created).toMatchObject({ action: "write", status_code: 204 });
    expect(created?.diff["input_price"]).toMatchObject({ old: "", new: "$3.00" });
    expect(changed?.diff["input_price"]).toMatchObject({ old: "$3.00", new: "$0.0036" });
    expect(changed?.diff["output_price"]).toMatchObject({ old: "unknown", new: "$0.00" });
  });

  test("many writers of one model at once leave one price and a history without gaps", async () => {
    const model = uniqueName("model");

    await Promise.all(Array.from({ length: 8 }, (_row, n) => set([price(model, n)], path)));

    const history = await owner.client.get(`${ours}/history?model=${model}`);
    expect(history.json).toHaveLength(8);
    expect((await one(model))?.input_price).toBe(history.json[0].input_price);
  });
});

describe("a planned price", () => {
  const soon = () => new Date(Date.now() + 3_600_000).toISOString();

  test("is not in effect before its time", async () => {
    const model = uniqueName("model");
    await set([price(model, 1)], ours);

    await set([price(model, 2, "openai", { effective_from: soon() })], ours);

    expect((await one(model))?.input_price).toBe(1);
    const later = new Date(Date.now() + 7_200_000).toISOString();
    expect(await list(`?model=${model}&as_of=${later}`, ours)).toMatchObject([{ input_price: 2 }]);
  });

  test("takes effect at its time without a restart or a job, in every reader", async () => {
    const model = uniqueName("model");
    await set([price(model, 1)], ours);
    const at = new Date(Date.now() + 700);
    await set([price(model, 2, "openai", { effective_from: at.toISOString() })], ours);

    await eventually(async () => (await one(model))?.input_price === 2, "the plan takes effect");
    const estimate = await owner.client.post(`${ours}/estimate`, {
      ...{ provider: "openai", model, input_tokens: 1_000_000 },
    });
    await takeOverDuePrices(app.deps);
    const stored = await one(model);

    expect(estimate.json.cost_micros).toBe(2);
    expect(stored).toMatchObject({ input_price: 2 });
    await set([price(model, 3)], ours);
    expect((await one(model))?.input_price).toBe(3);
  });

  test("a price set after a plan took effect wins, also when it equals the one before the plan", async () => {
    const model = uniqueName("model");
    await set([price(model, 1)], ours);
    const at = new Date(Date.now() + 400);
    await set([price(model, 2, "openai", { effective_from: at.toISOString() })], ours);
    await eventually(async () => (await one(model))?.input_price === 2, "the plan takes effect");

    await set([price(model, 1)], ours);

    expect((await one(model))?.input_price).toBe(1);
  });

  test.each([
    ["a year and a day ahead", 367 * 86_400_000],
    ["in the past", -120_000],
  ])("%s is refused", async (_, aheadMs) => {
    const effective_from = new Date(Date.now() + aheadMs).toISOString();

    const answer = await owner.client.post(ours, {
      prices: [price("x", 1, "openai", { effective_from })],
    });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["prices[0].effective_from"]);
  });

  test("a second plan for the same time is a conflict and changes nothing", async () => {
    const model = uniqueName("model");
    const effective_from = soon();
    await set([price(model, 2, "openai", { effective_from })], ours);
    const other = uniqueName("model");

    const answer = await owner.client.post(ours, {
      prices: [price(other, 1), price(model, 3, "openai", { effective_from })],
    });

    expect(answer.status).toBe(409);
    expect(fieldsOf(answer)).toEqual(["prices[1].effective_from"]);
    expect(await one(other)).toBeUndefined();
  });

  test("can be planned for the same day of the next year, and not for a second more", async () => {
    const last = new Date();
    last.setUTCFullYear(last.getUTCFullYear() + 1);
    const plan = (aheadMs: number) =>
      owner.client.post(ours, {
        prices: [
          price(uniqueName("model"), 1, "openai", {
            effective_from: new Date(last.getTime() + aheadMs).toISOString(),
          }),
        ],
      });

    const [fits, late] = [await plan(0), await plan(60_000)];

    expect([fits.status, late.status]).toEqual([204, 400]);
  });
});

describe("a plan that is given up", () => {
  const giveUp = (model: string, effective_from: string, user = owner) =>
    user.client.delete(
      `${ours}?provider=openai&model=${model}&effective_from=${encodeURIComponent(effective_from)}`,
    );
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

  test("never takes effect, stays in the history and is audited", async () => {
    const model = uniqueName("model");
    const effective_from = inAnHour();
    await set([price(model, 1)], ours);
    await set([price(model, 2, "openai", { effective_from })], ours);

    const answer = await giveUp(model, effective_from);

    expect([answer.status, answer.text]).toEqual([204, ""]);
    const later = new Date(Date.now() + 7_200_000).toISOString();
    expect(await list(`?model=${model}&as_of=${later}`, ours)).toMatchObject([{ input_price: 1 }]);
    const estimate = { provider: "openai", model, input_tokens: 1_000_000, at: later };
    expect((await owner.client.post(`${ours}/estimate`, estimate)).json.cost_micros).toBe(1);
    const { json: history } = await owner.client.get(`${ours}/history?model=${model}`);
    expect(history).toMatchObject([{ input_price: 2 }, { input_price: 1, withdrawn_at: null }]);
    expect(history[0].withdrawn_at).toMatch(/^\d{4}-/);
    expect((await auditsOf(`openai/${model}`)).at(-1)).toMatchObject({
      action: "delete",
      diff: { effective_from: { old: effective_from, new: "" } },
    });
  });

  test("does not take effect when its time comes, in no reader", async () => {
    const model = uniqueName("model");
    await set([price(model, 1)], ours);
    const at = new Date(Date.now() + 1_500);
    await set([price(model, 2, "openai", { effective_from: at.toISOString() })], ours);
    expect((await giveUp(model, at.toISOString())).status).toBe(204);

    await eventually(async () => Date.now() > at.getTime(), "the time comes");
    await takeOverDuePrices(app.deps);

    expect(await one(model)).toMatchObject({ input_price: 1 });
  });

  test("leaves its time to another plan, which is one of its kind again", async () => {
    const model = uniqueName("model");
    const effective_from = inAnHour();
    await set([price(model, 2, "openai", { effective_from })], ours);
    await giveUp(model, effective_from);

    await set([price(model, 3, "openai", { effective_from })], ours);
    const second = await owner.client.post(ours, {
      prices: [price(model, 4, "openai", { effective_from })],
    });

    const later = new Date(Date.now() + 7_200_000).toISOString();
    expect(await list(`?model=${model}&as_of=${later}`, ours)).toMatchObject([{ input_price: 3 }]);
    expect(second.status).toBe(409);
  });

  test("is 404 without such a plan, twice, for a time that has come, and 403 for others", async () => {
    const model = uniqueName("model");
    const effective_from = inAnHour();
    await set([price(model, 1)], ours);
    const [now] = (await owner.client.get(`${ours}/history?model=${model}`)).json;
    await set([price(model, 2, "openai", { effective_from })], ours);
    const member = await createUser(app, owner);

    const foreign = await giveUp(model, effective_from, member);
    const begun = await giveUp(model, now.effective_from);
    const other = await giveUp(model, new Date(Date.now() + 60_000).toISOString());
    const [first, again] = [
      await giveUp(model, effective_from),
      await giveUp(model, effective_from),
    ];

    const answers = [foreign, begun, other, first, again];
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 404, 204, 404]);
    expect(await one(model)).toMatchObject({ input_price: 1 });
  });

  test("cannot be unsaid: its row is never changed", async () => {
    const change = sql`delete from ai_model_price_withdrawals`.execute(app.deps.db);

    await expect(change).rejects.toThrow("never changed");
  });
});

describe("removing a custom price", () => {
  const remove = (query: string, user = owner) => user.client.delete(`${ours}?${query}`);

  test("brings the price of the book back, with model names that no path could hold", async () => {
    const model = `a/b:c d@${uniqueName()}`;
    await seed([price(model, 7)]);
    await set([price(model, 8)]);

    const answer = await remove(`provider=openai&model=${encodeURIComponent(model)}`);

    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await one(model)).toMatchObject({ source: "default", input_price: 7 });
    expect((await auditsOf(`openai/${model}`)).at(-1)).toMatchObject({ action: "delete" });
  });

  test("is 404 for a model without one, and 400 without both parameters or for the book", async () => {
    expect((await remove("provider=openai&model=book-only")).status).toBe(404);
    expect((await remove("provider=openai&model=nothing")).status).toBe(404);
    expect(fieldsOf(await remove("provider=openai"))).toEqual(["model"]);
    expect(fieldsOf(await remove("model=both"))).toEqual(["provider"]);
    expect((await remove("provider=openai&model=book-only&source=default")).status).toBe(400);
    expect(await one("book-only")).toMatchObject({ input_price: 1 });
  });

  test("twice at once succeeds once", async () => {
    const model = uniqueName("model");
    await set([price(model, 8)]);

    const answers = await Promise.all(
      Array.from({ length: 4 }, () => remove(`provider=openai&model=${model}`)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
  });
});

describe("the history of prices", () => {
  test("tells every change, newest first, with who made it", async () => {
    const model = uniqueName("model");
    await seed([price(model, 1)]);
    await set([price(model, 2)]);
    await owner.client.delete(`${ours}?provider=openai&model=${model}`);

    const answer = await owner.client.get(`${ours}/history?provider=openai&model=${model}`);

    expect(answer.json).toMatchObject([
      { source: "custom", removed: true, origin: "api", input_price: null },
      { source: "custom", removed: false, input_price: 2, actor_username: owner.username },
      { source: "default", input_price: 1, origin: "seed", actor_id: null, actor_username: null },
    ]);
    expect(answer.json[2].seed_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.json[1].seed_digest).toBeNull();
  });

  test("goes on page by page, and by source", async () => {
    const model = uniqueName("model");
    for (const input of [1, 2, 3]) await set([price(model, input)]);
    const seen: number[] = [];

    for (let path: string | undefined = `${ours}/history?model=${model}&limit=2`; path; ) {
      const answer = await owner.client.get(path);
      seen.push(...answer.json.map((row: { input_price: number }) => row.input_price));
      path = /^<([^>]+)>/.exec(String(answer.headers["link"] ?? ""))?.[1];
    }

    expect(seen).toEqual([3, 2, 1]);
    const book = await owner.client.get(`${ours}/history?model=${model}&source=default`);
    expect(book.json).toEqual([]);
  });

  test("answers what a model cost at any time", async () => {
    const model = uniqueName("model");
    await set([price(model, 1)]);
    const history = async () => (await owner.client.get(`${ours}/history?model=${model}`)).json;
    await set([price(model, 2)]);
    await owner.client.delete(`${ours}?provider=openai&model=${model}`);
    const [removed, second, first] = await history();

    const at = (time: string) => list(`?model=${model}&as_of=${time}`, ours);

    expect(await at(first.effective_from)).toMatchObject([{ input_price: 1 }]);
    expect(await at(second.effective_from)).toMatchObject([{ input_price: 2 }]);
    expect(await at(removed.effective_from)).toEqual([]);
    expect(await at("2020-01-01T00:00:00Z")).toEqual([]);
  });

  test.each(["?before=x", "?before=WyJhIiwiYiJd", "?limit=0", "?limit=1001", "?source=all"])(
    "refuses %s",
    async (query) => {
      expect((await owner.client.get(`${ours}/history${query}`)).status).toBe(400);
    },
  );
});

describe("an estimate", () => {
  const estimate = (body: object) => owner.client.post(`${ours}/estimate`, body);

  test("has the total, its breakdown and the price in effect", async () => {
    const model = uniqueName("model");
    const four = { output_price: 6000000, cache_read_price: 300000, cache_write_price: null };
    await set([price(model, 3000000, "openai", four)]);

    const answer = await estimate({
      ...{ provider: "openai", model, input_tokens: 100, output_tokens: 200 },
      ...{ cache_read_input_tokens: 50, cache_write_input_tokens: 10 },
    });

    expect(answer.json).toEqual({
      cost_micros: 1515,
      breakdown: { input: 300, output: 1200, cache_read: 15, cache_write: 0 },
      price: { input_price: 3000000, ...four, source: "custom" },
      unpriced_dimensions: ["cache_write"],
    });
  });

  test("without a price is unknown, not free", async () => {
    const answer = await estimate({ provider: "openai", model: "nobody-knows", input_tokens: 5 });

    expect(answer.json).toMatchObject({
      ...{ cost_micros: null, price: null, unpriced_dimensions: ["input"] },
    });
  });

  test("beyond ten million dollars is out of range", async () => {
    const model = uniqueName("model");
    await set([price(model, 1_000_000_000)]);

    const answer = await estimate({ provider: "openai", model, input_tokens: 1_000_000_000_000 });

    expect(answer.json.cost_micros).toBeNull();
  });

  test("judges every count", async () => {
    const answer = await estimate({
      ...{ provider: "openai", model: "x", input_tokens: -1, output_tokens: 1_000_000_000_001 },
    });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["input_tokens", "output_tokens"]);
  });

  test("of an earlier time uses the price of that time", async () => {
    const model = uniqueName("model");
    await set([price(model, 1_000_000)]);
    const { json } = await owner.client.get(`${ours}/history?model=${model}`);
    await set([price(model, 2_000_000)]);

    const answer = await estimate({
      ...{ provider: "openai", model, input_tokens: 3, at: json[0].effective_from },
    });

    expect(answer.json.cost_micros).toBe(3);
  });
});

describe("who may do what", () => {
  const calls = (user: TestUser) =>
    Promise.all([
      user.client.get(peer),
      user.client.get(ours),
      user.client.get(`${ours}/history`),
      user.client.post(`${ours}/estimate`, "{ not json"),
      user.client.post(peer, "{ not json"),
      user.client.post(ours, "{ not json"),
      user.client.delete(`${ours}?provider=openai&model=both`),
    ]);

  test.each(["user-admin", "template-admin", "auditor", "member"])(
    "a %s may neither read nor change prices: 403, before the body is looked at",
    async (role) => {
      const user = await createUser(app, owner, { roles: role === "member" ? [] : [role] });

      const answers = await calls(user);

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
      expect(await one("both")).toMatchObject({ source: "custom" });
    },
  );

  test.each([
    "organization-admin",
    "organization-user-admin",
    "organization-template-admin",
    "organization-auditor",
  ])("nor may an %s, whose rights end at his organization", async (role) => {
    const user = await createUser(app, owner);
    const { json } = await owner.client.get("/users/me/organizations");
    const member = `/organizations/${json[0].id}/members/${user.id}/roles`;
    expect((await owner.client.put(member, { roles: [role] })).status).toBe(200);

    const answers = await calls(user);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  });

  test("nobody without a credential", async () => {
    const answers = await calls({ ...owner, client: app.anonymous });

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });

  test("a token with ai_model_price:read reads and changes nothing", async () => {
    const created = await owner.client.post("/users/me/keys/tokens", {
      scopes: ["ai_model_price:read"],
    });
    const scoped = { ...owner, client: app.as(created.json.key) };

    const answers = await calls(scoped);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 403, 403, 403]);
  });

  test.each(["ai_model_price:*", "ai_model_price:update"])(
    "a token with %s cannot be asked for",
    async (scope) => {
      const answer = await owner.client.post("/users/me/keys/tokens", { scopes: [scope] });

      expect(answer.status).toBe(400);
    },
  );

  test("a stored key with ai_model_price:update changes and does not read", async () => {
    const created = await owner.client.post("/users/me/keys/tokens", {
      scopes: ["ai_model_price:read"],
    });
    const key = String(created.json.key);
    await sql`update api_keys set scopes = '{ai_model_price:update}' where id = ${key.split("-")[0]}`.execute(
      app.deps.db,
    );
    app.identities.invalidate([owner.id]);

    const answers = await calls({ ...owner, client: app.as(key) });

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 400, 204]);
  });
});
