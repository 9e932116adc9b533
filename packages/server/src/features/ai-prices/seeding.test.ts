import { createOwner, eventually, startTestApp, type TestApp } from "@gatehouse/testkit";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../db/pool.ts";
import { createLog } from "../../platform/log.ts";
import { readPriceBookFiles } from "../../platform/price-book-files.ts";
import { readBook } from "./book.ts";
import { seedPrices } from "./price-book.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Row {
  provider: string;
  model: string;
  input: number | null;
}

const entry = (model: string, input: number | null, provider = "openai") => ({
  ...{ provider, model, input_price: input, output_price: 2 },
  ...{ cache_read_price: null, cache_write_price: null },
});

const book = (rows: unknown[], date: string | null = null) =>
  readBook(JSON.stringify(rows), date === null ? null : JSON.stringify({ catalogue_date: date }));

const seed = (rows: unknown[], date: string | null = null) =>
  seedPrices(app.deps, book(rows, date), { always: true });

async function stored(): Promise<(Row & { updated_at: Date; source: string })[]> {
  const { rows } = await sql<Row & { updated_at: Date; source: string }>`
    select provider, model, input_price as input, updated_at, source
    from ai_model_prices order by provider, model, source`.execute(app.deps.db);
  return rows;
}

/** Empties what no product code may empty: the history refuses it. */
async function forget(target = app): Promise<void> {
  const { db } = target.deps;
  for (const table of ["ai_model_price_history", "ai_model_price_withdrawals"]) {
    await sql`alter table ${sql.ref(table)} disable trigger user`.execute(db);
  }
  await sql`truncate ai_model_prices, ai_model_price_history, ai_model_price_withdrawals`.execute(
    db,
  );
  for (const table of ["ai_model_price_history", "ai_model_price_withdrawals"]) {
    await sql`alter table ${sql.ref(table)} enable trigger user`.execute(db);
  }
  await sql`update ai_price_seed_state set seed_digest = null, generated_on = null,
    row_count = 0, applied_at = null`.execute(target.deps.db);
  await sql`delete from audit_logs where resource_type = 'ai_model_price'`.execute(target.deps.db);
}

/** Row versions by what cannot lag behind: the transaction that wrote each row. */
async function writers(): Promise<string[]> {
  const { rows } = await sql<{ xmin: string }>`
    select xmin::text from ai_model_prices order by provider, model, source`.execute(app.deps.db);
  return rows.map((row) => row.xmin);
}

beforeEach(() => forget());

describe("the price book of the release", () => {
  test("parses, is sorted by bytes, has no duplicates and no negative prices, and applies to an empty database", async () => {
    const files = await readPriceBookFiles();
    const rows: { provider: string; model: string }[] = JSON.parse(files.book);
    const keys = rows.map((row) => [row.provider, row.model] as const);
    const sorted = [...keys].sort(
      (a, b) =>
        Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])) ||
        Buffer.compare(Buffer.from(a[1]), Buffer.from(b[1])),
    );

    const result = await seedPrices(app.deps, readBook(files.book, files.source));

    expect(keys).toEqual(sorted);
    expect(result).toEqual({ added: rows.length, changed: 0, skipped: null });
    expect((await stored()).map((row) => [row.provider, row.model])).toEqual(keys);
    expect(files.book.endsWith("]\n")).toBe(true);
    expect(new Set(rows.map((row) => Object.keys(row).join()))).toEqual(
      new Set(["provider,model,input_price,output_price,cache_read_price,cache_write_price"]),
    );
    expect(new Set(rows.map((row) => row.provider)).size).toBe(8);
  });

  test("is applied before the server listens, and a second start writes no row version", async () => {
    await app.deps.priceBook.start();
    const before = await stored();
    const written = await writers();

    const second = await startTestApp({ databaseUrl: app.databaseUrl });
    await second.deps.priceBook.start();
    await second.stop();

    expect(before.length).toBeGreaterThan(800);
    expect(await stored()).toEqual(before);
    expect(await writers()).toEqual(written);
  });

  test("is applied again without writing a row version", async () => {
    const files = await readPriceBookFiles();
    await seedPrices(app.deps, readBook(files.book, files.source));
    const written = await writers();

    const result = await seedPrices(app.deps, readBook(files.book, files.source), { always: true });

    expect(result).toEqual({ added: 0, changed: 0, skipped: null });
    expect(await writers()).toEqual(written);
  });
});

describe("applying a book", () => {
  test("a null replaces a number, a number a null, and only changed rows move (trap T8)", async () => {
    await seed([entry("a", 4), entry("b", null), entry("c", 4), entry("d", null)]);
    const before = await stored();

    const result = await seed([entry("a", null), entry("b", 4), entry("c", 4), entry("d", null)]);

    const after = await stored();
    expect(result).toMatchObject({ added: 0, changed: 2 });
    expect(after.map((row) => row.input)).toEqual([null, 4, 4, null]);
    expect(after.map((row, index) => row.updated_at > (before[index]?.updated_at ?? 0))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("zero and null are different prices (trap T10)", async () => {
    await seed([entry("a", 0), entry("b", null)]);

    expect((await stored()).map((row) => row.input)).toEqual([0, null]);
    expect(await seed([entry("a", null), entry("b", 0)])).toMatchObject({ changed: 2 });
  });

  test("models that the book does not know, and custom prices, stay as they are", async () => {
    await seed([entry("a", 1), entry("gone", 2)]);
    await sql`insert into ai_model_prices (provider, model, source, input_price, updated_at)
      values ('openai', 'a', 'custom', 9, '2020-01-01')`.execute(app.deps.db);

    await seed([entry("a", 3)]);

    expect(await stored()).toMatchObject([
      { model: "a", source: "custom", input: 9, updated_at: new Date("2020-01-01") },
      { model: "a", source: "default", input: 3 },
      { model: "gone", source: "default", input: 2 },
    ]);
  });

  test("a provider and a model are two fields, never one joined text", async () => {
    await seed([entry("openai/gpt-5", 1, "azure"), entry("gpt-5", 2, "azure/openai")]);

    expect((await stored()).map((row) => [row.provider, row.model, row.input])).toEqual([
      ["azure", "openai/gpt-5", 1],
      ["azure/openai", "gpt-5", 2],
    ]);
  });

  test("all rows or none: a row that the database refuses leaves everything as it was", async () => {
    await seed([entry("a", 1)]);
    const text = JSON.stringify([entry("a", 5), entry("b", -1)]);

    const broken = seedPrices(
      app.deps,
      { ...{ text, digest: "00", rowCount: 2, generatedOn: null } },
      { always: true },
    );

    await expect(broken).rejects.toThrow("ai_model_prices_input_price_check");
    expect((await stored()).map((row) => row.input)).toEqual([1]);
  });

  test("every change is in the history, with the digest of its book, and nothing else is", async () => {
    await seed([entry("a", 1), entry("b", 1)]);
    const second = book([entry("a", 2), entry("b", 1)]);
    await seedPrices(app.deps, second);

    const { rows } = await sql<{ model: string; input: number; digest: string; origin: string }>`
      select model, input_price as input, encode(seed_digest, 'hex') as digest, origin
      from ai_model_price_history order by effective_from, model`.execute(app.deps.db);

    expect(rows.map((row) => [row.model, row.input])).toEqual([
      ["a", 1],
      ["b", 1],
      ["a", 2],
    ]);
    expect(rows[2]).toMatchObject({ digest: second.digest, origin: "seed" });
  });

  test("the history cannot be changed or emptied", async () => {
    await seed([entry("a", 1)]);

    for (const attempt of [
      sql`update ai_model_price_history set input_price = 7`,
      sql`delete from ai_model_price_history`,
      sql`truncate ai_model_price_history cascade`,
    ]) {
      await expect(attempt.execute(app.deps.db)).rejects.toThrow("never changed");
    }
  });

  test("one audit entry tells the counts and the digest, and an unchanged book leaves none", async () => {
    const first = book([entry("a", 1), entry("b", 1)]);
    await seedPrices(app.deps, first);
    await seedPrices(app.deps, first, { always: true });
    await seed([entry("a", 2), entry("b", 1), entry("c", 1)]);

    const { rows } = await sql<{ fields: Record<string, unknown>; user_agent: string }>`
      select additional_fields as fields, user_agent from audit_logs
      where resource_type = 'ai_model_price' order by time, (additional_fields->>'changed')`.execute(
      app.deps.db,
    );

    expect(rows).toHaveLength(2);
    expect(rows[0]?.fields).toMatchObject({ added: 2, changed: 0, seed_digest: first.digest });
    expect(rows[1]?.fields).toMatchObject({ added: 1, changed: 1 });
  });

  test("an older book never replaces a younger one, unless that is asked for", async () => {
    await seed([entry("a", 2)], "2026-06-30");
    const older = book([entry("a", 1)], "2026-05-01");
    const forced = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { AI_PRICE_BOOK_ALLOW_OLDER: "true" },
    });

    const refused = await seedPrices(app.deps, older);
    const before = await stored();
    const applied = await seedPrices(forced.deps, older);
    await forced.stop();

    expect(refused).toEqual({ added: 0, changed: 0, skipped: "older" });
    expect(before.map((row) => row.input)).toEqual([2]);
    expect(applied).toEqual({ added: 0, changed: 1, skipped: null });
  });

  test("5,000 rows are one statement, and applied again write no row version", async () => {
    const rows = Array.from({ length: 5000 }, (_, index) =>
      entry(`m-${String(index).padStart(5, "0")}`, index),
    );
    const input = book(rows);
    const statements: string[] = [];
    const watched = app.deps.db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(node.kind);
        return node;
      },
      transformResult: async ({ result }) => result,
    });

    const first = await seedPrices({ ...app.deps, db: watched }, input);
    const written = await writers();
    const again = await seedPrices({ ...app.deps, db: watched }, input, { always: true });

    expect(first).toEqual({ added: 5000, changed: 0, skipped: null });
    expect(again).toEqual({ added: 0, changed: 0, skipped: null });
    expect(await writers()).toEqual(written);
    expect(statements).toEqual(["RawNode", "RawNode"]);
  });

  test("twenty servers that start at once do not deadlock, and the book is there once", async () => {
    const rows = Array.from({ length: 500 }, (_, index) =>
      entry(`m-${String(index).padStart(4, "0")}`, index),
    );
    const input = book(rows);
    const before = await deadlocks();
    const replicas = Array.from({ length: 20 }, startReplica);

    const results = await Promise.all(
      replicas.map((replica) => seedPrices({ ...app.deps, db: replica.db }, input)),
    );
    await Promise.all(replicas.map((replica) => replica.close()));

    expect(results.filter((result) => result.added === 500)).toHaveLength(1);
    expect(results.filter((result) => result.skipped === "same")).toHaveLength(19);
    expect(await stored()).toHaveLength(500);
    expect(await deadlocks()).toBe(before);
  });

  test("twenty servers with different books at once do not deadlock", async () => {
    const replicas = Array.from({ length: 20 }, startReplica);
    const books = replicas.map((_, version) =>
      book(Array.from({ length: 200 }, (_row, index) => entry(`m-${1000 + index}`, version))),
    );

    const results = await Promise.allSettled(
      replicas.map((replica, index) => {
        const input = books[index];
        if (input === undefined) throw new Error("no book");
        return seedPrices({ ...app.deps, db: replica.db }, input, { always: true });
      }),
    );
    await Promise.all(replicas.map((replica) => replica.close()));

    expect(results.filter((result) => result.status === "rejected")).toEqual([]);
    expect(new Set((await stored()).map((row) => row.input)).size).toBe(1);
  });
});

/** The database connection of another server. */
function startReplica() {
  return openDatabase({ url: app.databaseUrl, maxConnections: 1 });
}

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks::int from pg_stat_database where datname = current_database()`.execute(
    app.deps.db,
  );
  return rows[0]?.deadlocks ?? 0;
}

describe("a book that cannot be applied (trap T17)", () => {
  test.each([
    ["no JSON", "[{"],
    ["no list", "{}"],
    ["text behind the list", "[] x"],
    ["no rows", "[]"],
    ["a model twice (trap T3)", JSON.stringify([entry("a", 1), entry("a", 2)])],
    ["a negative price", JSON.stringify([entry("a", -1)])],
    ["a fraction", JSON.stringify([entry("a", 1.5)])],
    ["a price beyond 64 bits", '[{"provider":"x","model":"y","input_price":9223372036854775808}]'],
    ["a price as text", '[{"provider":"x","model":"y","input_price":"1"}]'],
    ["a row without a model", '[{"provider":"x","input_price":1}]'],
  ])("with %s is refused before the database is asked", (_, text) => {
    expect(() => readBook(text, null)).toThrow();
  });

  test("a missing price is unknown, and unknown members are ignored", async () => {
    const text = '[{"provider":"x","model":"y","output_price":3,"more":{}}]';

    await seedPrices(app.deps, readBook(text, null));

    expect(await stored()).toMatchObject([{ provider: "x", model: "y", input: null }]);
  });

  test("leaves the server healthy but for a warning, one line in the log and one failure counted", async () => {
    const lines: string[] = [];
    const log = createLog({ level: "error", destination: { write: (line) => lines.push(line) } });
    const broken = await startTestApp({
      log,
      priceBook: async () => ({ book: "[{", source: null }),
      settings: { ACCESS_URL: "http://127.0.0.1:1" },
    });
    const owner = await createOwner(broken);

    await broken.deps.priceBook.start();
    const health = await owner.client.get("/debug/health?force=true");
    const metrics = await broken.deps.metrics.text();
    await broken.stop();

    expect(health.status).toBe(200);
    expect(health.json.ai_price_book).toMatchObject({ severity: "warning", healthy: true });
    expect(health.json.ai_price_book.warnings[0].code).toBe("EAPB01");
    expect(health.json.ai_price_book.last_error).toContain("JSON");
    expect(lines).toHaveLength(1);
    expect(metrics).toContain("gatehouse_ai_price_seed_failures_total 1");
  });

  test("is tried again until it works", async () => {
    let attempts = 0;
    const fresh = await startTestApp({
      priceBook: async () => {
        attempts += 1;
        return { book: attempts === 1 ? "[" : JSON.stringify([entry("a", 1)]), source: null };
      },
    });
    const { priceBook } = fresh.deps;

    await priceBook.start();
    const early = await priceBook.status();
    const applied = await eventually(
      async () => {
        const status = await priceBook.status();
        return status.rowCount === 1 && status.lastError === "" && status;
      },
      "the second attempt applies the book",
      20_000,
    );
    await fresh.stop();

    expect(early).toMatchObject({ rowCount: 0, appliedAt: null });
    expect(early.lastError).not.toBe("");
    expect(applied.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test("does not hold up the start for long while another server keeps the state locked", async () => {
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query("begin");
    await client.query("select from ai_price_seed_state for update");
    const started = await startTestApp({ databaseUrl: app.databaseUrl });

    await started.deps.priceBook.start();
    const waiting = await stored();
    await client.query("rollback");
    await client.end();

    expect(waiting).toEqual([]);
    await eventually(async () => (await stored()).length > 0, "the book is applied afterwards");
    await started.stop();
  }, 30_000);
});
