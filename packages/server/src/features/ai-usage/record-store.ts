import { sql } from "kysely";
import { bareList, textList } from "../../db/list-literals.ts";
import type { Handle, Tx } from "../../db/types.ts";

/** A user that records are about. */
export interface Person {
  id: string;
  /** In lower case. */
  username: string;
  deleted: boolean;
}

/** Finds users by id, deleted ones too, and by name, in one statement. */
export async function findPeople(
  handle: Handle,
  ids: readonly string[],
  usernames: readonly string[],
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select u.id, lower(u.username) as username, u.deleted from users u
    where u.id = any(${[...ids]}::uuid[])
    union
    select u.id, lower(u.username) as username, u.deleted from users u
    where lower(u.username) = any(${[...usernames]}::text[]) and not u.deleted`.execute(handle);
  return rows;
}

/** The types of live providers by their names. */
export async function findProviderTypes(
  handle: Handle,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; type: string }>`
    select p.name, p.type from ai_providers p
    where p.name = any(${[...names]}::text[]) and not p.deleted`.execute(handle);
  return new Map(rows.map((row) => [row.name, row.type]));
}

/** The digests of records that are stored already, by id. */
export async function findContentHashes(
  handle: Handle,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await sql<{ id: string; content_hash: Buffer }>`
    select s.id, s.content_hash from ai_usage s where s.id = any(${[...ids]}::uuid[])`.execute(
    handle,
  );
  return new Map(rows.map((row) => [row.id, row.content_hash]));
}

/** A record as it is stored; 64-bit numbers as they are. */
export interface UsageRow {
  id: string;
  user_id: string;
  provider_name: string;
  provider_type: string | null;
  model: string;
  input_tokens: bigint;
  output_tokens: bigint;
  cache_read_input_tokens: bigint;
  cache_write_input_tokens: bigint;
  effective_group_id: string | null;
  input_price_micros: bigint | null;
  output_price_micros: bigint | null;
  cache_read_price_micros: bigint | null;
  cache_write_price_micros: bigint | null;
  cost_micros: bigint | null;
  cost_pico: bigint | null;
  /** As the database reads bytes: `\\x` and hexadecimal digits. */
  content_hash: string;
  provider_response_id: string;
  client: string;
  session_id: string;
  /** JSON. */
  metadata: string;
  reservation_id: string | null;
  created_at: string;
}

/** The columns that a record brings, with the types of the lists that carry them. */
const columnTypes = {
  id: "uuid",
  user_id: "uuid",
  provider_name: "text",
  provider_type: "text",
  model: "text",
  input_tokens: "bigint",
  output_tokens: "bigint",
  cache_read_input_tokens: "bigint",
  cache_write_input_tokens: "bigint",
  effective_group_id: "uuid",
  input_price_micros: "bigint",
  output_price_micros: "bigint",
  cache_read_price_micros: "bigint",
  cache_write_price_micros: "bigint",
  cost_micros: "bigint",
  cost_pico: "numeric",
  content_hash: "bytea",
  provider_response_id: "text",
  client: "text",
  session_id: "text",
  metadata: "jsonb",
  reservation_id: "uuid",
  created_at: "timestamptz",
} as const satisfies Record<keyof UsageRow, string>;

type Column = keyof typeof columnTypes;
const columns = Object.keys(columnTypes) as Column[];
const columnList = sql.join(columns.map((name) => sql.ref(name)));

/**
 * Stores records, adds their cost to the daily totals and ends their reservations, in one statement. Each
 * column travels as one list: that takes the database half the time of a JSON document. Gives the ids that
 * were new; records whose id is stored already have no effect. Rows are written in one order, so that
 * batches that run at the same time wait for each other and nothing else.
 */
export async function insertUsage(
  tx: Tx,
  records: readonly UsageRow[],
  by: { submittedBy: string; now: Date },
): Promise<string[]> {
  const lists = columns.map((name) => {
    const type = columnTypes[name];
    const values = records.map((record) => record[name]);
    const literal = type === "text" || type === "jsonb" ? textList(values) : bareList(values);
    return sql`${literal}::${sql.raw(type)}[]`;
  });
  const { rows } = await sql<{ id: string }>`
    with stored as (
      insert into ai_usage (${columnList}, submitted_by, recorded_at)
      select r.*, ${by.submittedBy}::uuid, ${by.now.toISOString()}::timestamptz
      from unnest(${sql.join(lists)}) as r(${columnList})
      order by r.id
      on conflict (id) do nothing
      returning id, user_id, effective_group_id, created_at, cost_micros, cost_pico, reservation_id
    ), ended as (
      delete from ai_budget_reservations b using stored s
      where b.id = s.reservation_id and b.user_id = s.user_id
    ), added as (
      insert into ai_user_daily_spend as d
        (user_id, effective_group_id, day, spend_micros, cost_pico, records, unpriced_records)
      select s.user_id, s.effective_group_id, (s.created_at at time zone 'UTC')::date,
        coalesce(sum(s.cost_micros), 0), coalesce(sum(s.cost_pico), 0), count(*),
        count(*) filter (where s.cost_micros is null)
      from stored s where s.effective_group_id is not null
      group by 1, 2, 3 order by 1, 2, 3
      on conflict (user_id, effective_group_id, day) do update set
        spend_micros = d.spend_micros + excluded.spend_micros,
        cost_pico = d.cost_pico + excluded.cost_pico,
        records = d.records + excluded.records,
        unpriced_records = d.unpriced_records + excluded.unpriced_records
    )
    select s.id from stored s`.execute(tx);
  return rows.map((row) => row.id);
}
