import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
  eventually,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../db/transaction.ts";
import { findEffectiveBudgets, noteThresholds, periodOf } from "../ai-budgets/index.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

test("of two days of one month that are recorded at once, exactly one crosses each threshold", async () => {
  const owner = await createOwner(app);
  const user = await createUser(app, owner, { loginType: "none" });
  const home = (await owner.client.get("/users/me/organizations")).json[0].id;
  await owner.client.put(`/groups/${home}/ai/budget`, { spend_limit_micros: 10_000_000 });
  const price = { provider: "openai", model: "gpt", input_price: 1_000_000, output_price: null };
  const rest = { cache_read_price: null, cache_write_price: null };
  await owner.client.post("/ai/model-prices", { prices: [{ ...price, ...rest }] });
  const period = periodOf(app.deps.clock.now());
  const budget = (await findEffectiveBudgets(app.deps.db, [user.id])).get(user.id);
  if (budget === undefined) throw new Error("the user has no budget");
  // Another server adds 6 dollars to one day, and is still about to commit when 6 come for another day.
  const other = await inTransaction(app.deps.db, async (tx) => {
    await sql`insert into ai_user_daily_spend (user_id, effective_group_id, day, spend_micros)
      values (${user.id}, ${home}, (${period.end.toISOString()}::timestamptz at time zone 'UTC')::date - 1,
              6000000)`.execute(tx);
    const added = [{ budget, groupId: home, period, added: 6_000_000n }];
    await noteThresholds(tx, added, { now: app.deps.clock.now(), period, percents: [85n, 100n] });

    const record = { id: randomUUID(), user_id: user.id, provider: "openai", model: "gpt" };
    const sent = owner.client.post("/ai/usage", {
      records: [{ ...record, input_tokens: 6_000_000, created_at: period.start.toISOString() }],
    });
    await eventually(async () => {
      const { rows } = await sql<{ waiting: string }>`
        select count(*)::text as waiting from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`.execute(
        app.deps.db,
      );
      return rows[0]?.waiting === "1" ? true : null;
    }, "the other transaction waits");
    return { sent };
  });
  const answer = await other.sent;

  expect(answer.json).toMatchObject({ accepted: 1, blocked_users: [user.id] });
  const events = await owner.client.get("/ai/budget/threshold-events");
  expect(events.json).toMatchObject([
    { percent: 100, spend_micros: 12_000_000 },
    { percent: 85, spend_micros: 12_000_000 },
  ]);
});
