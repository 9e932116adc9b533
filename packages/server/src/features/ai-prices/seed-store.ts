import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { AuditEntry } from "../audit/index.ts";

/** A book that is ready for the database. */
export interface SeedInput {
  /** The book as its file holds it: a JSON list, validated. */
  text: string;
  /** SHA-256 of the text, hexadecimal. */
  digest: string;
  /** The age of the book, `YYYY-MM-DD`; null where nobody knows. */
  generatedOn: string | null;
  /** The release that applies it. */
  version: string;
  now: Date;
  /** Apply it although the database holds a younger one. */
  allowOlder: boolean;
  /** Apply it although the database holds this very book. */
  always: boolean;
  /** The entry for the audit log, written when anything changed; the counts are added to it. */
  audit: AuditEntry;
}

/** What seeding did. */
export interface SeedResult {
  added: number;
  changed: number;
  /** Why nothing was done: the database holds this book, or a younger one. */
  skipped: "same" | "older" | null;
}

/**
 * Puts the book into the database with one statement: all rows or none (spec ai-prices §4.2). Servers
 * that start together queue on the row of the state and then find their book there; rows are written in
 * one order. Only changed rows get a new version, custom prices and models that the book does not know
 * stay as they are. The history and the audit entry belong to the same statement.
 */
export async function applyPriceBook(handle: Handle, seed: SeedInput): Promise<SeedResult> {
  const at = sql`${seed.now.toISOString()}::timestamptz`;
  const { audit } = seed;
  const { rows } = await sql<{ added: number; changed: number; same: boolean; older: boolean }>`
    with state as materialized (
      select s.seed_digest is not distinct from decode(${seed.digest}, 'hex') and not ${seed.always}
          as same,
        coalesce(s.generated_on > ${seed.generatedOn}::date, false) and not ${seed.allowOlder} as older
      from ai_price_seed_state s where s.singleton for update
    ), book as materialized (
      select e->>'provider' as provider, e->>'model' as model,
        (e->>'input_price')::bigint as input_price, (e->>'output_price')::bigint as output_price,
        (e->>'cache_read_price')::bigint as cache_read_price,
        (e->>'cache_write_price')::bigint as cache_write_price
      from state cross join jsonb_array_elements(${seed.text}::jsonb) as e
      where not state.same and not state.older
      order by (e->>'provider') collate "C", (e->>'model') collate "C"
    ), written as (
      insert into ai_model_prices as p
        (provider, model, source, input_price, output_price, cache_read_price, cache_write_price,
         created_at, updated_at)
      select b.provider, b.model, 'default', b.input_price, b.output_price, b.cache_read_price,
             b.cache_write_price, ${at}, ${at}
      from book b
      on conflict (provider, model, source) do update set
        input_price = excluded.input_price, output_price = excluded.output_price,
        cache_read_price = excluded.cache_read_price, cache_write_price = excluded.cache_write_price,
        updated_at = greatest(excluded.updated_at, p.updated_at + interval '1 millisecond')
      where (p.input_price, p.output_price, p.cache_read_price, p.cache_write_price) is distinct from
        (excluded.input_price, excluded.output_price, excluded.cache_read_price,
         excluded.cache_write_price)
      returning p.*
    ), recorded as (
      insert into ai_model_price_history
        (provider, model, source, input_price, output_price, cache_read_price, cache_write_price,
         effective_from, recorded_at, origin, seed_digest)
      select w.provider, w.model, w.source, w.input_price, w.output_price, w.cache_read_price,
             w.cache_write_price, w.updated_at, w.updated_at, 'seed', decode(${seed.digest}, 'hex')
      from written w
    ), counts as materialized (
      select count(*) filter (where w.created_at = w.updated_at)::int as added,
             count(*) filter (where w.created_at < w.updated_at)::int as changed
      from written w
    ), noted as (
      update ai_price_seed_state s set seed_digest = decode(${seed.digest}, 'hex'),
        row_count = (select count(*)::int from book), generated_on = ${seed.generatedOn}::date,
        applied_at = ${at}, applied_by_version = ${seed.version}
      from state where not state.same and not state.older
    ), audited as (
      insert into audit_logs (id, time, user_id, organization_id, ip, user_agent, resource_type,
        resource_id, resource_target, resource_icon, action, diff, status_code, additional_fields,
        request_id)
      select ${audit.id}::uuid, ${at}, ${audit.user_id}::uuid, ${audit.organization_id}::uuid, null,
        ${audit.user_agent}, ${audit.resource_type}, ${audit.resource_id}::uuid,
        ${audit.resource_target}, ${audit.resource_icon}, ${audit.action}, ${audit.diff}::jsonb,
        ${audit.status_code}::int, ${audit.additional_fields}::jsonb
          || jsonb_build_object('added', c.added, 'changed', c.changed), ${audit.request_id}::uuid
      from counts c where c.added + c.changed > 0
    )
    select c.added, c.changed, state.same, state.older from counts c cross join state
  `.execute(handle);
  const [row] = rows;
  if (row === undefined) throw new Error("the state of the price book has no row");
  return {
    added: row.added,
    changed: row.changed,
    skipped: row.same ? "same" : row.older ? "older" : null,
  };
}

/** Which book the database holds. */
export interface SeedState {
  /** Hexadecimal; empty before the first book. */
  digest: string;
  rowCount: number;
  appliedAt: Date | null;
}

/** Reads which book is active. */
export async function readSeedState(handle: Handle): Promise<SeedState> {
  const { rows } = await sql<{ digest: string; row_count: number; applied_at: Date | null }>`
    select coalesce(encode(s.seed_digest, 'hex'), '') as digest, s.row_count, s.applied_at
    from ai_price_seed_state s where s.singleton`.execute(handle);
  const [row] = rows;
  return {
    digest: row?.digest ?? "",
    rowCount: row?.row_count ?? 0,
    appliedAt: row?.applied_at ?? null,
  };
}
