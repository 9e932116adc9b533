import { randomUUID } from "node:crypto";
import {
  createOrganization,
  createOwner,
  createUser,
  signIn,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellThresholds } from "../ai-budgets/jobs.ts";
import { purgeUsage } from "./jobs.ts";
import { applyAiProviders } from "./providers.ts";
import { reconcileUsage } from "./reconcile-store.ts";

let app: TestApp;
let owner: TestUser;
let organization: string;
beforeAll(async () => {
  const providers = [
    { name: "main", type: "openai" },
    { name: "spare", type: "openai" },
    { name: "anything", type: "openai-compat" },
  ];
  app = await startTestApp({ settings: { AI_PROVIDERS: JSON.stringify(providers) } });
  owner = await createOwner(app);
  await applyAiProviders(app.deps);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
  await setPrice("gpt", 3_000_000, 6_000_000);
});
afterAll(() => app.stop());

async function setPrice(model: string, input: number | null, output: number | null) {
  const prices = [
    {
      ...{ provider: "openai", model, input_price: input, output_price: output },
      ...{ cache_read_price: 300_000, cache_write_price: null },
    },
  ];
  const answer = await owner.client.post("/ai/model-prices", { prices });
  expect(answer.status).toBe(204);
}

const person = () => createUser(app, owner, { loginType: "none" });

function record(user: TestUser, more: Record<string, unknown> = {}) {
  return {
    ...{ id: randomUUID(), user_id: user.id, provider: "openai", model: "gpt" },
    ...{ input_tokens: 1_000_000, created_at: new Date().toISOString() },
    ...more,
  };
}

async function send(records: unknown[], sender = owner) {
  const answer = await sender.client.post("/ai/usage", { records });
  expect(answer.status).toBe(200);
  return answer.json as {
    accepted: number;
    duplicates: number;
    rejected: { index: number; id: string; detail: string }[];
    blocked_users: string[];
  };
}

interface Stored {
  cost: string | null;
  pico: string | null;
  group_id: string | null;
  provider_type: string | null;
  prices: (string | null)[];
}

async function stored(id: string): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`
    select cost_micros::text as cost, cost_pico::text as pico, effective_group_id as group_id,
      provider_type, array[input_price_micros::text, output_price_micros::text,
        cache_read_price_micros::text, cache_write_price_micros::text] as prices
    from ai_usage where id = ${id}`.execute(app.deps.db);
  return rows[0];
}

async function days(user: TestUser) {
  const { rows } = await sql<Record<string, string>>`
    select effective_group_id as group_id, day::text, spend_micros::text as spend,
      cost_pico::text as pico, records::text, unpriced_records::text as unpriced
    from ai_user_daily_spend where user_id = ${user.id} order by day`.execute(app.deps.db);
  return rows;
}

async function newGroup(user: TestUser, limit: number): Promise<string> {
  const name = uniqueName("group");
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name });
  const id = String(made.json.id);
  await owner.client.send("PATCH", `/groups/${id}`, { body: { add_users: [user.id] } });
  await owner.client.put(`/groups/${id}/ai/budget`, { spend_limit_micros: limit });
  return id;
}

describe("a recorded use", () => {
  test("has the prices of its moment, its cost to the last unit, and is added to its day", async () => {
    const user = await person();
    const one = record(user, {
      ...{ input_tokens: 100, output_tokens: 200, cache_read_input_tokens: 50 },
      ...{ cache_write_input_tokens: 10 },
    });

    const receipt = await send([one]);

    expect(receipt).toEqual({ accepted: 1, duplicates: 0, rejected: [], blocked_users: [] });
    expect(await stored(one.id)).toEqual({
      cost: "1515",
      pico: "1515000000",
      group_id: organization,
      provider_type: "openai",
      prices: ["3000000", "6000000", "300000", null],
    });
    expect(await days(user)).toMatchObject([
      { group_id: organization, spend: "1515", pico: "1515000000", records: "1", unpriced: "0" },
    ]);
  });

  test("keeps its cost when the price changes later", async () => {
    const model = uniqueName("model");
    await setPrice(model, 1_000_000, null);
    const user = await person();
    const [before, after] = [record(user, { model }), record(user, { model })];
    await send([before]);

    await setPrice(model, 9_000_000, null);
    await send([after]);

    expect((await stored(before.id))?.cost).toBe("1000000");
    expect((await stored(after.id))?.cost).toBe("9000000");
  });

  test("falls into the day and the month of its own time in UTC, however late it comes (trap T14)", async () => {
    const user = await person();
    const recent = new Date(Date.now() - 20 * 86_400_000);
    const midnight = new Date(Date.UTC(recent.getUTCFullYear(), recent.getUTCMonth(), 1) - 1);
    const local = `${midnight.toISOString().slice(0, 10)}T19:59:59.999-04:00`;

    await send([record(user, { created_at: local })]);

    expect((await days(user)).map(({ day }) => day)).toEqual([midnight.toISOString().slice(0, 10)]);
    const spend = await owner.client.get(`/users/${user.id}/ai/spend`);
    expect(spend.json.current_spend_micros).toBe(0);
  });

  test.each([
    ["a model without a price", { model: "unknown" }, "openai"],
    ["a type without prices", { provider: "openai-compat" }, "openai-compat"],
    ["an unknown type", { provider: "acme" }, "acme"],
    ["the name of nobody", { provider: "", provider_name: "nobody" }, null],
    [
      "the name of a generic provider",
      { provider: "", provider_name: "anything" },
      "openai-compat",
    ],
    [
      "a cost out of range",
      { input_tokens: 1_000_000_000_000, output_tokens: 1_000_000_000_000, model: "dear" },
      "openai",
    ],
  ])("with %s is kept without a cost, and counted", async (_, more, type) => {
    await setPrice("dear", 600_000_000, 600_000_000);
    const user = await person();
    const one = record(user, more);

    const receipt = await send([one]);

    expect(receipt.accepted).toBe(1);
    expect(await stored(one.id)).toMatchObject({ cost: null, pico: null, provider_type: type });
    expect(await days(user)).toMatchObject([{ spend: "0", records: "1", unpriced: "1" }]);
  });

  test("that is free costs 0, which is known (trap T10)", async () => {
    await setPrice("gratis", 0, 0);
    const user = await person();
    const one = record(user, { model: "gratis" });

    await send([one]);

    expect((await stored(one.id))?.cost).toBe("0");
    expect(await days(user)).toMatchObject([{ spend: "0", unpriced: "0" }]);
  });

  test("is priced by the type of its provider, not by its name (trap T11)", async () => {
    const user = await person();
    const [main, spare] = ["main", "spare"].map((provider_name) =>
      record(user, { provider: "", provider_name }),
    );

    await send([main, spare]);

    expect((await stored(main?.id ?? ""))?.cost).toBe("3000000");
    expect((await stored(spare?.id ?? ""))?.cost).toBe("3000000");
  });

  test("without any organization has a cost and no group", async () => {
    const user = await person();
    await sql`delete from organization_members where user_id = ${user.id}`.execute(app.deps.db);
    const one = record(user);

    await send([one]);

    expect(await stored(one.id)).toMatchObject({ cost: "3000000", group_id: null });
    expect(await days(user)).toEqual([]);
  });

  test("of a deleted user counts where his last ones did, that of a suspended one as ever", async () => {
    const [gone, suspended] = [await person(), await person()];
    const group = await newGroup(gone, 10 ** 9);
    await send([record(gone)]);
    await owner.client.delete(`/users/${gone.id}`);
    await sql`delete from organization_members where user_id = ${gone.id}`.execute(app.deps.db);
    await owner.client.put(`/users/${suspended.id}/status/suspend`);
    const late = record(gone);

    const receipt = await send([late, record(suspended)]);

    expect(receipt.accepted).toBe(2);
    expect((await stored(late.id))?.group_id).toBe(group);
  });

  test("gives its user an AI seat, audited the first time only", async () => {
    const user = await person();

    await send([record(user), record(user)]);
    await send([record(user)]);

    const shown = await owner.client.get(`/users/${user.id}`);
    const { rows } = await sql`select 1 from audit_logs
      where resource_type = 'ai_seat' and resource_id = ${user.id}`.execute(app.deps.db);
    expect(shown.json.has_ai_seat).toBe(true);
    expect(rows).toHaveLength(1);
  });
});

describe("sent again", () => {
  test("a record has no effect, and one with other content is rejected", async () => {
    const user = await person();
    const one = record(user, { metadata: { a: 1, b: [2] }, output_tokens: 5 });
    await send([one]);
    const before = await days(user);

    const again = await send([{ ...one, metadata: { b: [2], a: 1 } }]);
    const other = await send([{ ...one, output_tokens: 6 }]);

    expect(again).toMatchObject({ accepted: 0, duplicates: 1, rejected: [] });
    expect(other).toMatchObject({
      accepted: 0,
      duplicates: 0,
      rejected: [{ index: 0, id: one.id }],
    });
    expect(await days(user)).toEqual(before);
  });

  test("cumulative usage that a stream repeats under its id is never summed up (trap T12)", async () => {
    const user = await person();
    const id = randomUUID();
    const chunks = [100_000, 600_000, 1_000_000].map((input_tokens) =>
      record(user, { id, input_tokens }),
    );

    const receipts = [];
    for (const chunk of chunks) receipts.push(await send([chunk]));

    expect(receipts.map(({ accepted }) => accepted)).toEqual([1, 0, 0]);
    expect(receipts[2]?.rejected).toMatchObject([{ id, detail: "id: another record has this id" }]);
    expect(await days(user)).toMatchObject([{ spend: "300000", records: "1" }]);
  });

  test("within one request the first of an id counts", async () => {
    const user = await person();
    const one = record(user);

    const receipt = await send([one, one, { ...one, input_tokens: 7 }]);

    expect(receipt).toMatchObject({ accepted: 1, duplicates: 1, rejected: [{ index: 2 }] });
    expect((await days(user))[0]?.["records"]).toBe("1");
  });

  test("under the name of its user a record is the same", async () => {
    const user = await person();
    const one = record(user);
    await send([one]);
    const { user_id: _, ...rest } = one;

    const receipt = await send([{ ...rest, username: user.username.toUpperCase() }]);

    expect(receipt.duplicates).toBe(1);
  });

  test("at once from many sides a record counts once", async () => {
    const user = await person();
    const records = Array.from({ length: 20 }, () => record(user));

    const receipts = await Promise.all(Array.from({ length: 6 }, () => send(records)));

    const sum = (key: "accepted" | "duplicates") =>
      receipts.reduce((total, receipt) => total + receipt[key], 0);
    expect([sum("accepted"), sum("duplicates")]).toEqual([20, 100]);
    expect(await days(user)).toMatchObject([{ records: "20", spend: "60000000" }]);
  });
});

describe("a rejected record", () => {
  test.each([
    ["id", { id: undefined }],
    ["user_id", { user_id: undefined }],
    ["user_id", { user_id: "11111111-1111-4111-8111-111111111111" }],
    ["username", { username: "both" }],
    ["provider", { provider: "" }],
    ["provider", { provider: "azure", provider_name: "main" }],
    ["model", { model: "" }],
    ["model", { model: "m".repeat(256) }],
    ["input_tokens", { input_tokens: -1, output_tokens: 5 }],
    ["output_tokens", { output_tokens: 1_000_000_000_001 }],
    ["input_tokens", { input_tokens: 0 }],
    ["created_at", { created_at: undefined }],
    ["created_at", { created_at: new Date(Date.now() + 6 * 60_000).toISOString() }],
    ["created_at", { created_at: new Date(Date.now() - 61 * 86_400_000).toISOString() }],
    ["metadata", { metadata: { text: "x".repeat(8192) } }],
    ["client", { client: "c".repeat(256) }],
  ])("with a bad %s leaves the others alone", async (field, more) => {
    const user = await person();
    const good = record(user);

    const receipt = await send([record(user, more), good]);

    expect(receipt.accepted).toBe(1);
    expect(receipt.rejected).toHaveLength(1);
    expect(receipt.rejected[0]?.index).toBe(0);
    expect(receipt.rejected[0]?.detail).toMatch(new RegExp(`^${field}:`));
    expect(await days(user)).toMatchObject([{ records: "1" }]);
  });

  test.each([
    ["no records", { records: [] }],
    ["no list", {}],
    ["1,001 records", { records: Array.from({ length: 1001 }, () => ({})) }],
    ["a token count as text", { records: [{ input_tokens: "5" }] }],
    ["a fraction of a token", { records: [{ input_tokens: 1.5 }] }],
    ["an id that is none", { records: [{ id: "x" }] }],
    ["U+0000 in the metadata", { records: [{ metadata: { text: "a\u0000b" } }] }],
  ])("cannot be told in a request with %s: 400", async (_, body) => {
    expect((await owner.client.post("/ai/usage", body)).status).toBe(400);
  });

  test("a body of more than 4 MiB is refused", async () => {
    const answer = await owner.client.post("/ai/usage", " ".repeat(4_194_305));

    expect(answer.status).toBe(413);
  });
});

describe("who records", () => {
  test("a member records for himself and can attribute nothing to others", async () => {
    const [member, other] = [await createUser(app, owner), await createUser(app, owner)];
    const nobody = { ...other, id: "11111111-1111-4111-8111-111111111111" };

    const receipt = await send([record(member), record(other), record(nobody)], member);

    expect(receipt.accepted).toBe(1);
    const details = receipt.rejected.map(({ detail }) => detail);
    expect(receipt.rejected.map(({ index }) => index)).toEqual([1, 2]);
    expect(details[0]).toBe(details[1]);
    expect(await days(other)).toEqual([]);
  });

  test("an auditor reads and records nothing for others; a stranger is 401", async () => {
    const auditor = await createUser(app, owner, { roles: ["auditor"] });
    const other = await person();

    const receipt = await send([record(other)], auditor);
    const stranger = await app.anonymous.post("/ai/usage", { records: [record(other)] });

    expect(receipt.accepted).toBe(0);
    expect(stranger.status).toBe(401);
  });

  test("a key whose scopes do not cover it records nothing: 403", async () => {
    const created = await owner.client.post("/users/me/keys/tokens", { scopes: ["user:read"] });
    const scoped = app.as(created.json.key);

    const answer = await scoped.post("/ai/usage", "{ not json");

    expect(answer.status).toBe(403);
  });
});

describe("limits", () => {
  test("thresholds are noted once in a period, told to the user and to administrators, and not again", async () => {
    const user = await createUser(app, owner);
    const admin = await createUser(app, owner, { roles: ["user-admin"] });
    const group = await newGroup(user, 10_000_000);

    const under = await send([record(user), record(user)]);
    const over = await send([record(user), record(user)]);
    await send([record(user)]);
    await tellThresholds(app.deps);
    await tellThresholds(app.deps);

    expect([under.blocked_users, over.blocked_users]).toEqual([[], [user.id]]);
    const events = await owner.client.get("/ai/budget/threshold-events");
    const own = await user.client.get("/ai/budget/threshold-events");
    const mine = events.json.filter((event: { user_id: string }) => event.user_id === user.id);
    expect(mine).toMatchObject([
      { percent: 100, spend_micros: 12_000_000, limit_micros: 10_000_000, limit_source: "group" },
      { percent: 85, effective_group_id: group, username: user.username },
    ]);
    expect(own.json).toEqual(mine);
    const here = await owner.client.get(`/ai/budget/threshold-events?organization=${organization}`);
    const elsewhere = await createOrganization(owner);
    const there = await owner.client.get(
      `/ai/budget/threshold-events?organization=${elsewhere.name}`,
    );
    const nosy = await user.client.get(`/ai/budget/threshold-events?organization=${organization}`);
    const nowhere = await owner.client.get("/ai/budget/threshold-events?organization=no-such");
    expect(here.json).toEqual(expect.arrayContaining(mine));
    expect([there.json, nosy.status, nowhere.status]).toEqual([[], 403, 404]);
    const { rows } = await sql<{ user_id: string; labels: Record<string, string> }>`
      select m.user_id, m.payload->'labels' as labels from notification_messages m
      where m.targets = array[${user.id}::uuid] and m.created_by = 'ai-budgets'
      order by m.user_id, m.payload->'labels'->>'threshold'`.execute(app.deps.db);
    const told = new Map<string, number>();
    for (const row of rows) told.set(row.user_id, (told.get(row.user_id) ?? 0) + 1);
    expect([told.get(user.id), told.get(owner.id), told.get(admin.id)]).toEqual([2, 2, 2]);
    expect(rows[0]?.labels).toMatchObject({
      ...{ threshold: "100", limit: "$10.00", period: "monthly", username: user.username },
      ...{ limit_source: "group budget" },
    });
  });

  test("one record may cross both thresholds; a record without a cost crosses none", async () => {
    const user = await person();
    await newGroup(user, 1_000_000);

    await send([record(user, { model: "unknown" })]);
    const none =
      await sql`select 1 from ai_budget_threshold_events where user_id = ${user.id}`.execute(
        app.deps.db,
      );
    await send([record(user)]);
    const both =
      await sql`select 1 from ai_budget_threshold_events where user_id = ${user.id}`.execute(
        app.deps.db,
      );

    expect([none.rows.length, both.rows.length]).toEqual([0, 2]);
  });

  test("thresholds are those of the option, and 100 percent always", async () => {
    const settings = { AI_BUDGET_THRESHOLDS: "90, 50" };
    const chosen = await startTestApp({ databaseUrl: app.databaseUrl, settings });
    const client = await signIn(chosen, owner.email, owner.password);
    const user = await createUser(app, owner);
    await newGroup(user, 3_000_000);

    await send([record(user)], { ...owner, client });
    await chosen.stop();

    const { json } = await user.client.get("/ai/budget/threshold-events");
    expect(json.map(({ percent }: { percent: number }) => percent)).toEqual([100, 90, 50]);
  });

  test("without a way to deliver, thresholds stay recorded and are told once there is one", async () => {
    const user = await person();
    await newGroup(user, 1_000_000);
    await send([record(user)]);
    const silent = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { NOTIFICATIONS_INBOX_ENABLED: "false" },
    });

    await tellThresholds(silent.deps);
    await silent.stop();
    const pending = await sql`select 1 from ai_budget_threshold_events
      where user_id = ${user.id} and notified_at is null`.execute(app.deps.db);
    await tellThresholds(app.deps);
    const left = await sql`select 1 from ai_budget_threshold_events
      where user_id = ${user.id} and notified_at is null`.execute(app.deps.db);

    expect([pending.rows.length, left.rows.length]).toEqual([2, 0]);
  });

  test("a threshold that cannot be noted never costs a record", async () => {
    const broken = await startTestApp();
    try {
      const brokenOwner = await createOwner(broken);
      await sql`alter table ai_budget_threshold_events rename to elsewhere`.execute(broken.deps.db);
      const home = (await brokenOwner.client.get("/users/me/organizations")).json[0].id;
      await brokenOwner.client.put(`/groups/${home}/ai/budget`, { spend_limit_micros: 1 });
      await brokenOwner.client.post("/ai/model-prices", {
        prices: [
          {
            ...{ provider: "openai", model: "gpt", input_price: 1_000_000, output_price: null },
            ...{ cache_read_price: null, cache_write_price: null },
          },
        ],
      });

      const answer = await brokenOwner.client.post("/ai/usage", { records: [record(brokenOwner)] });

      expect(answer.json).toMatchObject({ accepted: 1 });
      const spend = await brokenOwner.client.get("/users/me/ai/spend");
      expect(spend.json.current_spend_micros).toBe(1_000_000);
    } finally {
      await broken.stop();
    }
  });
});

describe("the ledger", () => {
  test("10,000 concurrent records of one user add up exactly, and nothing differs on reconciliation", async () => {
    const user = await person();
    const count = 10_000;
    const batches = Array.from({ length: 40 }, (_, batch) =>
      Array.from({ length: count / 40 }, (_row, index) =>
        record(user, { input_tokens: batch * 37 + index + 1, output_tokens: index % 7 }),
      ),
    );

    await Promise.all(batches.map((records) => send(records)));

    const expected = batches.flat().reduce(
      (sum, { input_tokens, ...rest }) => {
        const output = BigInt(String(Reflect.get(rest, "output_tokens")));
        return {
          micros: sum.micros + (BigInt(input_tokens) * 3_000_000n) / 1_000_000n + output * 6n,
          pico: sum.pico + BigInt(input_tokens) * 3_000_000n + output * 6_000_000n,
        };
      },
      { micros: 0n, pico: 0n },
    );
    const [day] = await days(user);
    expect(day).toMatchObject({
      records: String(count),
      spend: String(expected.micros),
      pico: String(expected.pico),
    });
    const found = await reconcileUsage(app.deps.db, null);
    expect(found).toMatchObject({ wrong_records: "0", wrong_days: "0", examples: [] });
  }, 60_000);

  test("finds a cost and a day that somebody changed", async () => {
    const user = await person();
    const one = record(user);
    await send([one]);
    await sql`update ai_usage set cost_micros = 1 where id = ${one.id}`.execute(app.deps.db);
    await sql`update ai_user_daily_spend set spend_micros = 2 where user_id = ${user.id}`.execute(
      app.deps.db,
    );

    const found = await reconcileUsage(app.deps.db, null);
    await sql`update ai_usage set cost_micros = 3000000 where id = ${one.id}`.execute(app.deps.db);
    await sql`update ai_user_daily_spend set spend_micros = 3000000 where user_id = ${user.id}`.execute(
      app.deps.db,
    );

    expect(found).toMatchObject({ wrong_records: "1", wrong_days: "1" });
    expect(found.examples.join(" ")).toContain(one.id);
    expect(found.examples.join(" ")).toContain(user.id);
  });

  test("old records are purged, what was spent each day is kept (trap T15)", async () => {
    const user = await person();
    const one = record(user);
    await send([one]);
    await sql`update ai_usage set created_at = now() - interval '61 days' where id = ${one.id}`.execute(
      app.deps.db,
    );

    await purgeUsage(app.deps);

    expect(await stored(one.id)).toBeUndefined();
    expect(await days(user)).toMatchObject([{ spend: "3000000" }]);
  });
});
