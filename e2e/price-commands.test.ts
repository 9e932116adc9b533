import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { connectRunning } from "@gatehouse/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, logIn } from "./support/api.ts";
import { run, type Server, start, temporaryFolder } from "./support/server.ts";

const owner = { username: "admin", email: "admin@example.com", password: "Meadow-lantern-4711" };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dataDir: string;
let server: Server;
let token: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  dataDir = `${folder.path}/data`;
  server = await start(dataDir);
  await call(server.url, { path: "/api/v2/users/first", body: owner });
  token = await logIn(server.url, owner.email, owner.password);
});

afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

const prices = (...argv: string[]) => run(["ai-model-prices", ...argv], dataDir);

const entry = (model: string, input: number | null) => ({
  ...{ provider: "openai", model, input_price: input, output_price: 0 },
  ...{ cache_read_price: 3600, cache_write_price: null },
});

describe("gatehouse ai-model-prices", () => {
  it("lists the book in dollars: unknown is a dash, free is $0.00, fractions of cents are shown", async () => {
    await call(server.url, {
      path: "/api/v2/ai/model-prices",
      token,
      body: { prices: [entry("tiny", 1)] },
    });

    const { code, stdout } = await prices("list", "--provider", "openai", "--model", "tiny");

    expect(code).toBe(0);
    expect(stdout.split("\n")[1]?.split(/ {2,}/)).toEqual([
      ...["openai", "tiny", "$0.000001", "$0.00", "$0.0036", "-", "custom"],
    ]);
  });

  it("sets one model from flags, shows the plan first, and has nothing to do the second time", async () => {
    const argv = ["update", "--provider", "openai", "--model", "flagged", "--yes"];
    argv.push("--input-price", "3000000", "--output-price", "0");
    argv.push("--cache-read-price", "null", "--cache-write-price", "null");

    const first = await prices(...argv);
    const second = await prices(...argv);

    expect(first.stdout).toBe(
      "+ openai/flagged: input $3.00, output $0.00, cache read -, cache write -\n" +
        "1 custom price is set\n",
    );
    expect(second.stdout).toBe("nothing to do: these prices are set already\n");
  });

  it("takes a document from standard input without asking; the server knows at once, and so does the audit log", async () => {
    const document = JSON.stringify({ prices: [entry("tiny", 2_000_000), entry("piped", null)] });

    const { code, stderr, stdout } = await run(
      ["ai-model-prices", "update", "-"],
      dataDir,
      document,
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("~ openai/tiny: input $0.000001 → $2.00\n+ openai/piped:");
    const { body } = await call(server.url, {
      path: "/api/v2/ai/model-prices?provider=openai&model=tiny",
      token,
    });
    expect(body).toMatchObject({ 0: { input_price: 2_000_000, source: "custom" } });
    const { body: log } = await call(server.url, {
      path: "/api/v2/audit?q=resource_type:ai_model_price&limit=2",
      token,
    });
    expect(log["audit_logs"]).toMatchObject([{ user: null }, { user: null }]);
  });

  it("writes out what it reads in", async () => {
    const { stdout } = await prices("list", "--source", "custom", "--output", "json");
    const file = `${folder.path}/prices.json`;
    await writeFile(file, `{"prices": ${stdout}}`);

    const again = await prices("update", file);

    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to do") });
  });

  it.each([
    { argv: ["update"], reason: "give a file, or --provider" },
    { argv: ["update", "/no/such/file"], reason: "cannot read /no/such/file" },
    { argv: ["list", "--source", "any"], reason: "--source" },
    {
      argv: ["update", "--provider", "openai", "--model", "m", "--input-price", "3.5"].concat(
        ...["--output-price", "1", "--cache-read-price", "1", "--cache-write-price", "1"],
      ),
      reason: "--input-price 3.5 is not a price",
    },
  ])("refuses $argv with one line", async ({ argv, reason }) => {
    const { code, stderr, stdout } = await prices(...argv);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(reason);
  });

  it("names everything that is wrong with a document and sets nothing of it", async () => {
    const bad = { prices: [entry("good", 1), { provider: "nobody", model: "", input_price: -1 }] };

    const { code, stderr } = await run(
      ["ai-model-prices", "update", "-"],
      dataDir,
      JSON.stringify(bad),
    );

    expect(code).toBe(1);
    for (const field of ["prices[1].provider", "prices[1].model", "prices[1].output_price"])
      expect(stderr).toContain(field);
    const { stdout } = await prices("list", "--model", "good");
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  it("changes nothing without --yes where nobody can be asked", async () => {
    const file = `${folder.path}/one.json`;
    await writeFile(file, JSON.stringify({ prices: [entry("unasked", 1)] }));

    const { code, stderr } = await prices("update", file);

    expect(code).toBe(1);
    expect(stderr).toContain("--yes");
    expect((await prices("list", "--model", "unasked")).stdout).not.toContain("unasked");
  });
});

describe("gatehouse reconcile-ai-costs", () => {
  it("proves the ledger, and fails naming what differs after somebody touched it", async () => {
    const { body: me } = await call(server.url, { path: "/api/v2/users/me", token });
    const records = Array.from({ length: 20 }, (_, index) => ({
      ...{ id: randomUUID(), user_id: me["id"], provider: "openai", model: "tiny" },
      ...{ input_tokens: 333_333 + index, created_at: new Date().toISOString() },
    }));
    const sent = await call(server.url, { path: "/api/v2/ai/usage", token, body: { records } });
    const good = await run(["reconcile-ai-costs"], dataDir);
    const client = new pg.Client({ connectionString: (await connectRunning(dataDir)) ?? "" });
    await client.connect();
    await client.query("update ai_usage set cost_micros = cost_micros + 1 where id = $1", [
      records[0]?.id,
    ]);
    await client.end();

    const bad = await run(["reconcile-ai-costs"], dataDir);

    expect(sent.body["accepted"]).toBe(20);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toMatch(/^records {6}20\ncost_micros {2}\d+\n/);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain(`differs      record ${records[0]?.id}`);
    expect(bad.stderr).toContain("1 record and 1 day do not add up");
  });
});
