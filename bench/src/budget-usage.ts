import { randomUUID } from "node:crypto";
import pg from "pg";
import { limitEveryone } from "./limit-everyone.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

const batchSize = 1000;
const senders = 4;

interface Round {
  ours: number;
  baseline: number;
}

/**
 * `POST /ai/usage` in batches of 1,000 records of 200 users with limits, against the bare `INSERT … SELECT` of the
 * same rows into a table with the same columns, indexes and checks.
 */
export async function measureUsage(stage: Stage): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  try {
    await setPrice(stage);
    await limitEveryone(stage);
    await client.query("create table bench_usage (like ai_usage including all)");
    const users = await userIds(client);
    const batches = stage.quick ? 8 : 20;
    await sendAll(stage, makeBatches(users, senders));
    const rounds: Round[] = [];
    for (let round = 0; round < (stage.quick ? 2 : 5); round += 1) {
      const bodies = makeBatches(users, batches);
      const ours = await sendAll(stage, bodies);
      rounds.push({ ours, baseline: await insertBare(client, bodies) });
    }
    return findings(rounds);
  } finally {
    await client.query("drop table if exists bench_usage");
    await client.end();
  }
}

function findings(rounds: readonly Round[]): Finding[] {
  const rates = rounds.map((round) => round.ours);
  const bare = Math.round(median(rounds.map((round) => round.baseline)));
  const common = {
    budget: "usage",
    ours: `${Math.round(median(rates))} records/s`,
    baseline: `bare INSERT … SELECT ${bare} records/s`,
  } as const;
  return [
    {
      ...common,
      what: "POST /ai/usage, records a second in batches of 1,000",
      ...{ ...summarize(rates), unit: "", limit: { at: "least", value: 5000 } },
    },
    {
      ...common,
      what: "POST /ai/usage against the bare insert",
      ...summarize(rounds.map((round) => round.ours / round.baseline)),
      ...{ unit: "×", limit: { at: "least", value: 0.1 } },
    },
  ];
}

async function setPrice(stage: Stage): Promise<void> {
  const prices = [
    {
      ...{ provider: "openai", model: "bench", input_price: 3_000_000, output_price: 15_000_000 },
      ...{ cache_read_price: 300_000, cache_write_price: 3_750_000 },
    },
  ];
  await post(stage, "/ai/model-prices", JSON.stringify({ prices }));
}

async function userIds(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "select id from users where not is_system order by id limit 200",
  );
  return rows.map((row) => row.id);
}

interface Batch {
  ids: string[];
  body: string;
}

function makeBatches(users: readonly string[], count: number): Batch[] {
  const created_at = new Date().toISOString();
  return Array.from({ length: count }, () => {
    const records = Array.from({ length: batchSize }, (_, index) => ({
      ...{ id: randomUUID(), user_id: users[index % users.length], provider: "openai" },
      ...{ model: "bench", input_tokens: 1000 + index, output_tokens: index },
      ...{ cache_read_input_tokens: 50, created_at, client: "bench", session_id: "s" },
    }));
    return { ids: records.map(({ id }) => id), body: JSON.stringify({ records }) };
  });
}

/** Sends all batches from a few senders at once; records a second. */
async function sendAll(stage: Stage, batches: readonly Batch[]): Promise<number> {
  const waiting = [...batches];
  const begun = performance.now();
  const sender = async (): Promise<void> => {
    for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
      const receipt = await post(stage, "/ai/usage", batch.body);
      if (receipt["accepted"] !== batchSize) {
        throw new Error(`not all records were taken: ${JSON.stringify(receipt)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return (batches.length * batchSize * 1000) / (performance.now() - begun);
}

async function post(stage: Stage, path: string, body: string): Promise<Record<string, unknown>> {
  const url = `${stage.server.address}/api/v2${path}`;
  const response = await fetch(url, { method: "POST", headers: withKey(stage), body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

/** Copies the same rows, batch by batch, one transaction each; records a second. */
async function insertBare(client: pg.Client, batches: readonly Batch[]): Promise<number> {
  const begun = performance.now();
  for (const { ids } of batches) {
    await client.query(
      "insert into bench_usage select s.* from ai_usage s where s.id = any($1::uuid[])",
      [ids],
    );
  }
  const rate = (batches.length * batchSize * 1000) / (performance.now() - begun);
  await client.query("truncate bench_usage");
  return rate;
}
