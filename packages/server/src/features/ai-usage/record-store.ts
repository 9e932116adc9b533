import { sql } from "kysely";
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

/**
 * Stores records, adds their cost to the daily totals and ends their reservations, in one statement:
 * `document` is a JSON list of records with the columns of the table, 64-bit numbers as decimal text.
 * Gives the ids that were new; records whose id is stored already have no effect. Rows are written in
 * one order, so that batches that run at the same time wait for each other and nothing else.
 */
export async function insertUsage(
  tx: Tx,
  document: string,
  by: { submittedBy: string; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with stored as (
      insert into ai_usage (id, user_id, provider_name, provider_type, model, input_tokens,
        output_tokens, cache_read_input_tokens, cache_write_input_tokens, effective_group_id,
        input_price_micros, output_price_micros, cache_read_price_micros, cache_write_price_micros,
        cost_micros, cost_pico, content_hash, provider_response_id, client, session_id, metadata,
        reservation_id, submitted_by, created_at, recorded_at)
      select r.id, r.user_id, r.provider_name, r.provider_type, r.model, r.input_tokens,
        r.output_tokens, r.cache_read_input_tokens, r.cache_write_input_tokens, r.effective_group_id,
        r.input_price_micros, r.output_price_micros, r.cache_read_price_micros,
        r.cache_write_price_micros, r.cost_micros, r.cost_pico, decode(r.content_hash, 'hex'),
        r.provider_response_id, r.client, r.session_id, r.metadata, r.reservation_id,
        ${by.submittedBy}::uuid, r.created_at, ${by.now.toISOString()}::timestamptz
      from jsonb_to_recordset(${document}::jsonb) as r(
        id uuid, user_id uuid, provider_name text, provider_type text, model text,
        input_tokens bigint, output_tokens bigint, cache_read_input_tokens bigint,
        cache_write_input_tokens bigint, effective_group_id uuid, input_price_micros bigint,
        output_price_micros bigint, cache_read_price_micros bigint, cache_write_price_micros bigint,
        cost_micros bigint, cost_pico numeric, content_hash text, provider_response_id text,
        client text, session_id text, metadata jsonb, reservation_id uuid, created_at timestamptz)
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
