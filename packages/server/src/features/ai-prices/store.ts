import type { PriceSource } from "@gatehouse/contract";
import { type RawBuilder, sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { Prices } from "./cost.ts";

/** A price with its key; 64-bit numbers as they are. */
export interface PriceRow extends Prices {
  provider: string;
  model: string;
  source: PriceSource;
  created_at: Date;
  updated_at: Date;
}

/** Columns of a price as they leave the database: 64-bit numbers as text, so that no digit is lost. */
interface RawPriceRow {
  provider: string;
  model: string;
  source: PriceSource;
  input_price: string | null;
  output_price: string | null;
  cache_read_price: string | null;
  cache_write_price: string | null;
  created_at: Date;
  updated_at: Date;
}

/** The four prices of `alias` as text. */
export function priceTexts(alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`${column("input_price")}::text as input_price,
    ${column("output_price")}::text as output_price,
    ${column("cache_read_price")}::text as cache_read_price,
    ${column("cache_write_price")}::text as cache_write_price`;
}

/** The four prices as texts. */
export type PriceTexts = Pick<
  RawPriceRow,
  "input_price" | "output_price" | "cache_read_price" | "cache_write_price"
>;

/** The four prices from their texts. */
export function pricesFrom(row: PriceTexts): Prices {
  const price = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return {
    input_price: price(row.input_price),
    output_price: price(row.output_price),
    cache_read_price: price(row.cache_read_price),
    cache_write_price: price(row.cache_write_price),
  };
}

/**
 * The history without the plans that were withdrawn before their time; every resolution reads this. `not in` becomes a
 * filter with one small hash table; as a join, the order of the others would depend on statistics of an empty table.
 */
export const heldHistory = sql`(
  select x.* from ai_model_price_history x
  where x.id not in (select w.entry_id from ai_model_price_withdrawals w))`;

/**
 * Planned prices whose time has come at `now` and that the table does not show yet; a job takes them
 * over every minute, and until then every reader looks here, too.
 */
export function duePrices(now: Date): RawBuilder<unknown> {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`
    select l.* from (
      select distinct on (h.provider, h.model, h.source) h.*
      from ${heldHistory} h
      where h.effective_from <= ${at} and (h.provider, h.model, h.source) in (
        select x.provider, x.model, x.source from ai_model_price_history x
        where x.effective_from > x.recorded_at and x.effective_from <= ${at})
      order by h.provider, h.model, h.source, h.effective_from desc) l
    left join ai_model_prices c
      on c.provider = l.provider and c.model = l.model and c.source = l.source
    where l.effective_from > l.recorded_at and not l.removed
      and (c.provider is null or c.updated_at < l.effective_from)`;
}

/** Every price that holds now: the table, and over it what is in `due` (columns of `PriceRow`). */
const currentPrices = sql`
    select p.provider, p.model, p.source, p.input_price, p.output_price, p.cache_read_price,
           p.cache_write_price, p.created_at, p.updated_at
    from ai_model_prices p
    where not exists (select 1 from due d
      where d.provider = p.provider and d.model = p.model and d.source = p.source)
    union all
    select d.provider, d.model, d.source, d.input_price, d.output_price, d.cache_read_price,
           d.cache_write_price, coalesce(o.created_at, d.effective_from), d.effective_from
    from due d left join ai_model_prices o
      on o.provider = d.provider and o.model = d.model and o.source = d.source`;

/** The prices that held at `at`, from the history: the newest entry of each source unless it ended it. */
function pricesAsOf(at: Date): RawBuilder<unknown> {
  const then = sql`${at.toISOString()}::timestamptz`;
  return sql`
    select l.provider, l.model, l.source, l.input_price, l.output_price, l.cache_read_price,
           l.cache_write_price, l.created_at, l.effective_from as updated_at
    from (select distinct on (h.provider, h.model, h.source) h.*,
            min(h.effective_from) over (partition by h.provider, h.model, h.source) as created_at
          from ${heldHistory} h where h.effective_from <= ${then}
          order by h.provider, h.model, h.source, h.effective_from desc) l
    where not l.removed`;
}

/** Which prices to read. */
export interface PriceQuery {
  /** Empty: all. */
  provider: string;
  model: string;
  /** Empty: the price in effect of each model. */
  source: PriceSource | "all" | "";
  /** The prices of this time instead of today's. */
  asOf: Date | null;
  /** Place after which the page begins: provider, model, source. */
  after: readonly string[] | null;
  limit: number | null;
}

/** Reads prices by provider and model, custom before default (spec ai-prices §8.1, §9.1). */
export async function listPrices(
  handle: Handle,
  query: PriceQuery,
  now: Date,
): Promise<PriceRow[]> {
  const all = query.asOf === null ? currentPrices : pricesAsOf(query.asOf);
  const [provider = "", model = "", source = ""] = query.after ?? [];
  const inEffect = query.source === "" ? sql`distinct on (a.provider, a.model)` : sql``;
  const { rows } = await sql<RawPriceRow>`
    with due as materialized (${duePrices(now)}), a as (${all})
    select e.provider, e.model, e.source, ${priceTexts("e")}, e.created_at, e.updated_at
    from (select ${inEffect} a.* from a
          where (${query.provider} = '' or a.provider = ${query.provider})
            and (${query.model} = '' or a.model = ${query.model})
            and (${query.source} in ('', 'all') or a.source = ${query.source})
          order by a.provider, a.model, a.source) e
    where ${query.after === null}
      or (e.provider, e.model, e.source) > (${provider}, ${model}, ${source})
    order by e.provider, e.model, e.source
    limit ${query.limit}`.execute(handle);
  return rows.map((row) => ({ ...row, ...pricesFrom(row) }));
}

/** A model at a provider, as prices are looked up: both parts exactly. */
export interface PriceKey {
  provider: string;
  model: string;
}

/** The prices in effect of some models, in one statement; models without one are missing. */
export async function findPricesInEffect(
  handle: Handle,
  keys: readonly PriceKey[],
  now: Date,
): Promise<PriceRow[]> {
  const { rows } = await sql<RawPriceRow>`
    with due as materialized (${duePrices(now)}), a as (${currentPrices})
    select distinct on (a.provider, a.model) a.provider, a.model, a.source, ${priceTexts("a")},
      a.created_at, a.updated_at
    from a
    where (a.provider, a.model) in (
      select k.provider, k.model
      from unnest(${keys.map((key) => key.provider)}::text[], ${keys.map((key) => key.model)}::text[])
        as k(provider, model))
    order by a.provider, a.model, a.source`.execute(handle);
  return rows.map((row) => ({ ...row, ...pricesFrom(row) }));
}
