import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reconcileUsage } from "./reconcile-store.ts";

const launcher = fileURLToPath(new URL("../../../bin/gatehouse.cjs", import.meta.url));

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  const prices = [
    {
      ...{ provider: "openai", model: "gpt", input_price: 1_999_999, output_price: null },
      ...{ cache_read_price: null, cache_write_price: null },
    },
  ];
  await owner.client.post("/ai/model-prices", { prices });
});
afterAll(() => app.stop());

interface Replica {
  child: ChildProcess;
  url: string;
}

/** Servers of the built product on the test's database; some of them die without a word. */
class Fleet {
  readonly #replicas: Replica[] = [];
  kills = 0;

  async add(): Promise<void> {
    const env = {
      PATH: process.env["PATH"] ?? "",
      // The option wants a host; the one of the query, a folder with a socket, wins.
      GATEHOUSE_POSTGRES_URL: app.databaseUrl.replace(
        /^(postgres(?:ql)?:\/\/[^/?]*@)\//,
        "$1localhost/",
      ),
      GATEHOUSE_DANGEROUS_DISABLE_RATE_LIMITS: "true",
      GATEHOUSE_LOG_LEVEL: "error",
    };
    const argv = [launcher, "server", "--http-address=127.0.0.1:0"];
    const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (piece: string): void => {
        output += piece;
        const told = /listening on (http:\S+)/.exec(output)?.[1];
        if (told !== undefined) resolve(told);
      };
      child.stdout.setEncoding("utf8").on("data", hear);
      child.stderr.setEncoding("utf8").on("data", hear);
      child.once("close", () => reject(new Error(`a server ended: ${output}`)));
    });
    this.#replicas.push({ child, url });
  }

  /** The address of any server. */
  any(): string {
    const replica = this.#replicas[Math.floor(Math.random() * this.#replicas.length)];
    if (replica === undefined) throw new Error("no server runs");
    return replica.url;
  }

  /** Kills one server in the middle of its work; a fresh one takes its place. */
  async replaceOne(): Promise<void> {
    const [victim] = this.#replicas.splice(Math.floor(Math.random() * this.#replicas.length), 1);
    victim?.child.kill("SIGKILL");
    this.kills += 1;
    await this.add();
  }

  async stop(): Promise<void> {
    for (const { child } of this.#replicas.splice(0)) {
      child.kill("SIGKILL");
      await once(child, "close");
    }
  }
}

/** Sends until a server answers: one may die before it, or after the work and before the answer. */
async function post(fleet: Fleet, path: string, body: unknown): Promise<Record<string, unknown>> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      const response = await fetch(`${fleet.any()}/api/v2${path}`, {
        method: "POST",
        headers: { "coder-session-token": owner.client.token ?? "" },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status === 200) return JSON.parse(text);
      if (response.status < 500) throw new TypeError(`${path}: ${response.status} ${text}`);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith(path)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} was never answered`);
}

const record = (user: TestUser, input_tokens: number, reservation_id?: unknown) => ({
  ...{ id: randomUUID(), user_id: user.id, provider: "openai", model: "gpt", input_tokens },
  ...{ created_at: new Date().toISOString() },
  ...(reservation_id === undefined ? {} : { reservation_id }),
});

const cost = (tokens: number): bigint => (BigInt(tokens) * 1_999_999n) / 1_000_000n;

test("10,000 records from many sides count exactly once while servers are killed at random", async () => {
  const fleet = new Fleet();
  await Promise.all([fleet.add(), fleet.add()]);
  const users = [await createUser(app, owner), await createUser(app, owner)];
  const batches = Array.from({ length: 80 }, (_, batch) =>
    Array.from({ length: 125 }, (_record, index) => {
      const user = users[index % 2];
      if (user === undefined) throw new Error("no user");
      return record(user, batch * 125 + index + 1);
    }),
  );
  const waiting = [...batches];
  let sent = 0;

  async function sender(): Promise<void> {
    for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
      const receipt = await post(fleet, "/ai/usage", { records: batch });
      expect(Number(receipt["accepted"]) + Number(receipt["duplicates"])).toBe(125);
      sent += 1;
    }
  }
  async function killer(): Promise<void> {
    for (let at = 10; at < 80; at += 15) {
      while (sent < at) await new Promise((resolve) => setTimeout(resolve, 5));
      await fleet.replaceOne();
    }
  }
  await Promise.all([killer(), ...Array.from({ length: 8 }, sender)]);
  await fleet.stop();

  const expected = batches.flat().reduce((sum, one) => sum + cost(one.input_tokens), 0n);
  const { rows } = await sql<{ records: string; spend: string; usage: string; rows: string }>`
    select sum(d.records)::text as records, sum(d.spend_micros)::text as spend,
      (select sum(s.cost_micros)::text from ai_usage s) as usage,
      (select count(*)::text from ai_usage s) as rows
    from ai_user_daily_spend d`.execute(app.deps.db);
  expect(fleet.kills).toBe(5);
  expect(rows[0]).toEqual({
    ...{ records: "10000", rows: "10000", spend: String(expected), usage: String(expected) },
  });
  expect(await reconcileUsage(app.deps.db, null)).toMatchObject({
    ...{ records: "10000", wrong_records: "0", wrong_days: "0" },
  });
}, 240_000);

test("nobody exceeds a limit while servers are killed, when every request reserves", async () => {
  const fleet = new Fleet();
  await Promise.all([fleet.add(), fleet.add()]);
  const user = await createUser(app, owner);
  const limit = 5000n;
  const home = (await owner.client.get("/users/me/organizations")).json[0].id;
  await owner.client.put(`/users/${user.id}/ai/budget/override`, {
    ...{ group_id: home, spend_limit_micros: Number(limit) },
  });
  let asked = 0;
  let booked = 0n;

  async function gateway(): Promise<void> {
    while (asked < 400) {
      asked += 1;
      const tokens = 1 + (asked % 50);
      const estimate_micros = 2 * tokens;
      const body = { user_id: user.id, estimate_micros, reserve: true };
      const decision = await post(fleet, "/ai/budget/check", body);
      if (decision["allowed"] !== true) continue;
      const records = [record(user, tokens, decision["reservation_id"])];
      const receipt = await post(fleet, "/ai/usage", { records });
      expect(Number(receipt["accepted"]) + Number(receipt["duplicates"])).toBe(1);
      booked += cost(tokens);
    }
  }
  async function killer(): Promise<void> {
    for (const at of [60, 160, 260]) {
      while (asked < at) await new Promise((resolve) => setTimeout(resolve, 5));
      await fleet.replaceOne();
    }
  }
  await Promise.all([killer(), ...Array.from({ length: 8 }, gateway)]);
  await fleet.stop();

  const spend = await owner.client.get(`/users/${user.id}/ai/spend`);
  expect(fleet.kills).toBe(3);
  expect(BigInt(spend.json.current_spend_micros)).toBe(booked);
  expect(booked).toBeGreaterThan(1000n);
  expect(booked).toBeLessThanOrEqual(limit);
}, 240_000);
