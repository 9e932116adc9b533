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

let app: TestApp;
let owner: TestUser;
let organization: string;
let ada: TestUser;
let bob: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
  [ada, bob] = [await createUser(app, owner), await createUser(app, owner)];
  const prices = ["gpt", "=cmd()"].map((model) => ({
    ...{ provider: "openai", model, input_price: 1_000_000, output_price: 2_000_000 },
    ...{ cache_read_price: null, cache_write_price: null },
  }));
  await owner.client.post("/ai/model-prices", { prices });
  await record(
    { user_id: ada.id, model: "gpt", input_tokens: 10, output_tokens: 5 },
    { user_id: ada.id, model: "gpt", input_tokens: 1, provider_name: "main" },
    { user_id: ada.id, model: "=cmd()", input_tokens: 3 },
    { user_id: bob.id, model: "nobody-knows", input_tokens: 7 },
  );
});
afterAll(() => app.stop());

async function record(...records: Record<string, unknown>[]): Promise<string[]> {
  const whole = records.map((one) => ({
    ...{ id: randomUUID(), provider: "openai", created_at: new Date().toISOString() },
    ...one,
  }));
  const answer = await owner.client.post("/ai/usage", { records: whole });
  expect(answer.json.rejected).toEqual([]);
  return whole.map(({ id }) => id);
}

const summary = (query: string, user = owner) => user.client.get(`/ai/usage/summary?${query}`);

const sums = {
  ...{ input_tokens: 14, output_tokens: 5 },
  ...{ cache_read_input_tokens: 0, cache_write_input_tokens: 0 },
  ...{ cost_micros: 24, records: 3, unpriced_records: 0 },
};

describe("a summary", () => {
  test("by user has sums, counts and names", async () => {
    const answer = await summary("group_by=user");

    expect(answer.json).toContainEqual({ user_id: ada.id, username: ada.username, ...sums });
    expect(answer.json).toContainEqual({
      ...{ user_id: bob.id, username: bob.username, ...sums },
      ...{ input_tokens: 7, output_tokens: 0, cost_micros: 0, records: 1, unpriced_records: 1 },
    });
  });

  test.each([
    ["group", (row: Record<string, unknown>) => row["group_id"] === organization],
    [
      "model",
      (row: Record<string, unknown>) => row["provider"] === "openai" && row["model"] === "gpt",
    ],
    ["provider", (row: Record<string, unknown>) => row["provider_name"] === "main"],
    ["day", (row: Record<string, unknown>) => row["day"] === new Date().toISOString().slice(0, 10)],
  ])("by %s has its keys", async (groupBy, isIt) => {
    const answer = await summary(`group_by=${groupBy}`);

    expect(answer.json.some(isIt)).toBe(true);
  });

  test("goes on page by page in a stable order", async () => {
    const all = await summary("group_by=model");
    const seen: unknown[] = [];

    for (let path: string | undefined = "/ai/usage/summary?group_by=model&limit=1"; path; ) {
      const answer = await owner.client.get(path);
      seen.push(...answer.json);
      path = /^<([^>]+)>/.exec(String(answer.headers["link"] ?? ""))?.[1];
    }

    expect(seen).toEqual(all.json);
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  test("is CSV or JSON Lines for who accepts it, formulas made harmless (trap T1)", async () => {
    const get = (accept: string) =>
      owner.client.get("/ai/usage/summary?group_by=model", { headers: { accept } });

    const csv = await get("text/csv");
    const lines = await get("application/x-ndjson, application/json");
    const json = await get("text/html, */*");
    const unwanted = await get("text/csv;q=0");
    const better = await get("text/csv;q=0.5, application/json");
    expect([unwanted, better].map(({ headers }) => headers["content-type"])).toEqual(
      Array(2).fill("application/json; charset=utf-8"),
    );

    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(csv.text.split("\r\n")[0]).toBe(
      "provider,model,input_tokens,output_tokens,cache_read_input_tokens,cache_write_input_tokens,cost_micros,records,unpriced_records",
    );
    expect(csv.text).toContain("openai,'=cmd(),3,0,0,0,3,1,0\r\n");
    expect(
      lines.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(json.json);
    expect(json.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  test.each([
    "group_by=",
    "group_by=colour",
    "group_by=user&from=yesterday",
    "group_by=user&from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z",
    "group_by=user&from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
    "group_by=user&after=x",
    "group_by=user&limit=0",
    "group_by=user&limit=1001",
  ])("refuses %s", async (query) => {
    expect((await summary(query)).status).toBe(400);
  });

  test("of an organization is for who may read all its members", async () => {
    const auditor = await createUser(app, owner, { roles: ["auditor"] });
    const foreign = (await owner.client.post("/organizations", { name: uniqueName("org") })).json;

    const all = await summary(`group_by=user&organization=${organization}`);
    const none = await summary(`group_by=user&organization=${foreign.name}`);
    const member = await summary(`group_by=user&organization=${organization}`, ada);
    const outsider = await summary(`group_by=user&organization=${foreign.id}`, ada);
    const audited = await summary("group_by=user", auditor);

    expect(all.json.length).toBeGreaterThanOrEqual(2);
    expect(none.json).toEqual([]);
    expect([member.status, outsider.status]).toEqual([403, 404]);
    expect(audited.json.length).toBeGreaterThanOrEqual(2);
  });

  test("shows a member his own usage and nobody else's", async () => {
    const own = await summary("group_by=user", ada);
    const other = await summary(`group_by=user&user_id=${bob.id}`, ada);

    expect(own.json.map((row: { user_id: string }) => row.user_id)).toEqual([ada.id]);
    expect(other.json).toEqual([]);
  });

  test("of a time whose records are purged comes from the daily totals, or is refused (trap T15)", async () => {
    const past = "from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z";
    await sql`insert into ai_user_daily_spend
        (user_id, effective_group_id, day, spend_micros, records, unpriced_records)
      values (${ada.id}, ${organization}, '2025-01-31', 99, 4, 1),
        (${ada.id}, ${organization}, '2025-02-01', 1000, 1, 0)`.execute(app.deps.db);

    const byUser = await summary(`group_by=user&${past}`);
    const byModel = await summary(`group_by=model&${past}`);
    const unaligned = await summary(
      "group_by=user&from=2025-01-01T05:00:00Z&to=2025-02-01T00:00:00Z",
    );

    expect(byUser.json).toMatchObject([
      { user_id: ada.id, cost_micros: 99, records: 4, unpriced_records: 1, input_tokens: null },
    ]);
    expect([byModel.status, unaligned.status]).toEqual([400, 400]);
  });
});

describe("the export of an organization", () => {
  const path = (query = "") => `/organizations/${organization}/ai/spend/export${query}`;

  test("has the peer's columns, one line for each user, group, provider and model", async () => {
    const answer = await owner.client.get(path());
    const [header, ...lines] = answer.text.trimEnd().split("\r\n");

    expect(header).toBe(
      "user_id,username,group_id,group_name,organization_id,organization_name,model,provider,provider_name,input_tokens,output_tokens,cache_read_tokens,cache_write_tokens,cost_micros,period_start,period_end",
    );
    expect(lines).toHaveLength(4);
    expect(lines).toContainEqual(
      expect.stringContaining(
        `${ada.id},${ada.username},${organization},Everyone,${organization},coder,gpt,openai,,10,5,0,0,20,`,
      ),
    );
    expect(lines).toEqual([...lines].sort((a, b) => (key(a) < key(b) ? -1 : 1)));
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["content-length"]).toBe(String(Buffer.byteLength(answer.text)));
    expect(answer.headers["content-disposition"]).toMatch(
      /^attachment; filename="ai-spend-export-coder-\d{4}-\d\d-01-to-\d{4}-\d\d-01\.csv"$/,
    );
  });

  const key = (line: string) => {
    const cells = line.split(",");
    return [cells[0], cells[2], cells[7], cells[8], cells[6]].join("\0");
  };

  test("makes formulas harmless (trap T1)", async () => {
    expect((await owner.client.get(path())).text).toContain(",'=cmd(),openai,");
  });

  test("is half-open in time, and a header alone without rows", async () => {
    const now = Date.now();
    const at = (ms: number) => new Date(now + ms).toISOString();
    const [id] = await record({ user_id: bob.id, model: "gpt", input_tokens: 1000 });
    await sql`update ai_usage set created_at = ${at(-86_400_000)}::timestamptz where id = ${id}`.execute(
      app.deps.db,
    );

    const from = await owner.client.get(
      path(`?period_start=${at(-86_400_000)}&period_end=${at(-86_399_000)}`),
    );
    const until = await owner.client.get(
      path(`?period_start=${at(-90_000_000)}&period_end=${at(-86_400_000)}`),
    );

    expect(from.text.trimEnd().split("\r\n")).toHaveLength(2);
    expect(until.text.trimEnd().split("\r\n")).toHaveLength(1);
  });

  test("leaves out groups of other organizations and usage that no group pays", async () => {
    const lone = await createUser(app, owner);
    const made = await owner.client.post("/organizations", { name: uniqueName("org") });
    await sql`delete from organization_members where user_id = ${lone.id}`.execute(app.deps.db);
    await record({ user_id: lone.id, model: "gpt", input_tokens: 1 });

    const other = await owner.client.get(`/organizations/${made.json.id}/ai/spend/export`);
    const ours = await owner.client.get(path());

    expect(other.text.trimEnd().split("\r\n")).toHaveLength(1);
    expect(ours.text).not.toContain(lone.id);
  });

  test.each([
    "?period_start=2026-01-01T00:00:00Z",
    "?period_end=2026-01-01T00:00:00Z",
    "?period_start=x&period_end=y",
    "?period_start=2026-01-02T00:00:00Z&period_end=2026-01-01T00:00:00Z",
    "?period_start=2019-01-01T00:00:00Z&period_end=2019-01-02T00:00:00Z",
    "?more=1",
  ])("refuses %s", async (query) => {
    expect((await owner.client.get(path(query))).status).toBe(400);
  });

  test("refuses more than 31 days", async () => {
    const end = new Date();
    const start = new Date(end.getTime() - 31 * 86_400_000 - 1);

    const answer = await owner.client.get(
      path(`?period_start=${start.toISOString()}&period_end=${end.toISOString()}`),
    );

    expect(answer.status).toBe(400);
  });

  test("is 403 for a plain member and 404 for who is not one", async () => {
    const outsider = await createUser(app, owner);
    await sql`delete from organization_members where user_id = ${outsider.id}`.execute(app.deps.db);
    app.identities.invalidate([outsider.id]);

    const answers = [await ada.client.get(path()), await outsider.client.get(path())];

    expect(answers.map(({ status }) => status)).toEqual([403, 404]);
  });
});

describe("models without a price", () => {
  test("are listed with what was used, most records first", async () => {
    await record(
      { user_id: bob.id, model: "nobody-knows", input_tokens: 1, output_tokens: 2 },
      { user_id: bob.id, model: "rare", provider: "", provider_name: "lost", input_tokens: 1 },
    );

    const answer = await owner.client.get("/ai/model-prices/unpriced");

    expect(answer.json.slice(0, 2)).toMatchObject([
      { provider: "openai", model: "nobody-knows", records: 2, input_tokens: 8, output_tokens: 2 },
      { provider: null, provider_name: "lost", model: "rare", records: 1 },
    ]);
    const future = new Date(Date.now() + 1000).toISOString();
    expect((await owner.client.get(`/ai/model-prices/unpriced?since=${future}`)).json).toEqual([]);
  });

  test("are for who may read prices", async () => {
    expect((await ada.client.get("/ai/model-prices/unpriced")).status).toBe(403);
  });
});
