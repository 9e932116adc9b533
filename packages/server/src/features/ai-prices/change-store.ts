import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { Prices } from "./cost.ts";
import type { PriceEntry } from "./rules.ts";
import { duePrices, type PriceTexts, pricesFrom, priceTexts } from "./store.ts";

/** A custom price that changed: before (null: there was none) and after. */
export interface PriceChange {
  /** Id of its entry in the history. */
  id: string;
  provider: string;
  model: string;
  effective_from: Date;
  before: Prices | null;
  after: Prices;
}

/** The constraint that a second plan for one time of one model violates. */
export const planConstraint = "ai_model_price_history_effective_from_key";

/** Takes planned prices over whose time has come; their `updated_at` is that time. Idempotent. */
export async function applyDuePrices(handle: Handle, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    with due as materialized (${duePrices(now)})
    insert into ai_model_prices as p
      (provider, model, source, input_price, output_price, cache_read_price, cache_write_price,
       created_at, updated_at)
    select d.provider, d.model, d.source, d.input_price, d.output_price, d.cache_read_price,
           d.cache_write_price, d.effective_from, d.effective_from
    from due d order by d.provider, d.model, d.source
    on conflict (provider, model, source) do update set
      input_price = excluded.input_price, output_price = excluded.output_price,
      cache_read_price = excluded.cache_read_price, cache_write_price = excluded.cache_write_price,
      updated_at = excluded.updated_at
    where p.updated_at < excluded.updated_at`.execute(handle);
  return Number(numAffectedRows ?? 0n);
}

interface RawChange {
  id: string;
  provider: string;
  model: string;
  effective_from: Date;
  existed: boolean;
  input_price: string | null;
  output_price: string | null;
  cache_read_price: string | null;
  cache_write_price: string | null;
  was_input_price: string | null;
  was_output_price: string | null;
  was_cache_read_price: string | null;
  was_cache_write_price: string | null;
}

/**
 * Writes custom prices and their history in one statement; entries that change nothing write nothing.
 * Planned entries only enter the history. The caller holds the lock `modelPrices` and has applied what
 * was due. Violates `planConstraint`.
 */
export async function writeCustomPrices(
  tx: Tx,
  entries: readonly PriceEntry[],
  actorId: string | null,
  now: Date,
): Promise<PriceChange[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const document = entries.map((entry) => ({
    ...entry,
    input_price: textOf(entry.input_price),
    output_price: textOf(entry.output_price),
    cache_read_price: textOf(entry.cache_read_price),
    cache_write_price: textOf(entry.cache_write_price),
  }));
  const { rows } = await sql<RawChange>`
    with entry as materialized (
      select e->>'provider' as provider, e->>'model' as model,
        (e->>'input_price')::bigint as input_price, (e->>'output_price')::bigint as output_price,
        (e->>'cache_read_price')::bigint as cache_read_price,
        (e->>'cache_write_price')::bigint as cache_write_price,
        (e->>'effective_from')::timestamptz as planned_for
      from jsonb_array_elements(${JSON.stringify(document)}::jsonb) as e
    ), old as materialized (
      select p.* from ai_model_prices p join entry e on e.provider = p.provider and e.model = p.model
      where p.source = 'custom'
    ), written as (
      insert into ai_model_prices as p
        (provider, model, source, input_price, output_price, cache_read_price, cache_write_price,
         created_at, updated_at)
      select e.provider, e.model, 'custom', e.input_price, e.output_price, e.cache_read_price,
             e.cache_write_price, t.at, t.at
      from entry e cross join lateral (
        select greatest(${at}, max(h.effective_from) + interval '1 millisecond') as at
        from ai_model_price_history h
        where h.provider = e.provider and h.model = e.model and h.source = 'custom'
          and h.effective_from = h.recorded_at) t
      where e.planned_for is null order by e.provider, e.model
      on conflict (provider, model, source) do update set
        input_price = excluded.input_price, output_price = excluded.output_price,
        cache_read_price = excluded.cache_read_price, cache_write_price = excluded.cache_write_price,
        updated_at = excluded.updated_at
      where (p.input_price, p.output_price, p.cache_read_price, p.cache_write_price) is distinct from
        (excluded.input_price, excluded.output_price, excluded.cache_read_price,
         excluded.cache_write_price)
      returning p.provider, p.model, p.input_price, p.output_price, p.cache_read_price,
        p.cache_write_price, p.updated_at as effective_from, p.updated_at as recorded_at
    ), recorded as (
      insert into ai_model_price_history as h
        (provider, model, source, input_price, output_price, cache_read_price, cache_write_price,
         effective_from, recorded_at, actor_id, origin)
      select c.provider, c.model, 'custom', c.input_price, c.output_price, c.cache_read_price,
             c.cache_write_price, c.effective_from, c.recorded_at, ${actorId}::uuid, 'api'
      from (select w.* from written w
            union all
            select e.provider, e.model, e.input_price, e.output_price, e.cache_read_price,
                   e.cache_write_price, coalesce(g.next, e.planned_for), ${at}
            from entry e cross join lateral (
              -- A plan that was given up keeps its moment; another for it begins right after.
              select max(x.effective_from) + interval '1 millisecond' as next
              from ai_model_price_history x join ai_model_price_withdrawals w on w.entry_id = x.id
              where x.provider = e.provider and x.model = e.model and x.source = 'custom'
                and x.effective_from >= e.planned_for
                and x.effective_from < e.planned_for + interval '1 second') g
            where e.planned_for is not null) c
      returning h.*
    )
    select r.id, r.provider, r.model, r.effective_from, (o.provider is not null) as existed,
      ${priceTexts("r")}, o.input_price::text as was_input_price,
      o.output_price::text as was_output_price, o.cache_read_price::text as was_cache_read_price,
      o.cache_write_price::text as was_cache_write_price
    from recorded r left join old o on o.provider = r.provider and o.model = r.model
    order by r.provider, r.model`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    model: row.model,
    effective_from: row.effective_from,
    after: pricesFrom(row),
    before: row.existed
      ? pricesFrom({
          input_price: row.was_input_price,
          output_price: row.was_output_price,
          cache_read_price: row.was_cache_read_price,
          cache_write_price: row.was_cache_write_price,
        })
      : null,
  }));
}

/** A price in a document for the database: decimal text keeps every digit. */
function textOf(price: bigint | null): string | null {
  return price === null ? null : String(price);
}

/** Removes a custom price and notes its end in the history, in one statement; null where there is none. */
export async function removeCustomPrice(
  tx: Tx,
  key: { provider: string; model: string },
  actorId: string,
  now: Date,
): Promise<{ id: string; before: Prices } | null> {
  const { rows } = await sql<{ id: string } & PriceTexts>`
    with gone as (
      delete from ai_model_prices p
      where p.provider = ${key.provider} and p.model = ${key.model} and p.source = 'custom'
      returning p.*
    ), ended as (
      insert into ai_model_price_history as h
        (provider, model, source, removed, effective_from, recorded_at, actor_id, origin)
      select g.provider, g.model, g.source, true, t.at, t.at, ${actorId}::uuid, 'api'
      from gone g cross join lateral (
        select greatest(${now.toISOString()}::timestamptz, g.updated_at + interval '1 millisecond',
                        max(x.effective_from) + interval '1 millisecond') as at
        from ai_model_price_history x
        where x.provider = g.provider and x.model = g.model and x.source = g.source
          and x.effective_from = x.recorded_at) t
      returning h.id
    )
    select e.id, ${priceTexts("g")} from ended e cross join gone g`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : { id: row.id, before: pricesFrom(row) };
}
