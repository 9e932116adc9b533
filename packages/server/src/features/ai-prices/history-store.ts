import type { PriceSource } from "@gatehouse/contract";
import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { Prices } from "./cost.ts";
import { heldHistory, pricesFrom, priceTexts } from "./store.ts";

/** One change of a price with the name of who made it. */
export interface HistoryRow extends Prices {
  id: string;
  provider: string;
  model: string;
  source: PriceSource;
  removed: boolean;
  effective_from: Date;
  recorded_at: Date;
  actor_id: string | null;
  actor_username: string | null;
  origin: "seed" | "api" | "sync";
  seed_digest: string | null;
  /** When a plan was given up; null: it holds, or will. */
  withdrawn_at: Date | null;
}

type PriceColumns = "input_price" | "output_price" | "cache_read_price" | "cache_write_price";

type RawHistoryRow = Omit<HistoryRow, PriceColumns> & Record<PriceColumns, string | null>;

/** Which changes to read; empty texts restrict nothing. */
export interface HistoryQuery {
  provider: string;
  model: string;
  source: PriceSource | "";
  limit: number;
  /** Place after which the page begins: time and id of the last entry. */
  before: readonly string[] | null;
}

/** Reads changes of prices, newest first. */
export async function listPriceHistory(handle: Handle, query: HistoryQuery): Promise<HistoryRow[]> {
  const [time = null, id = null] = query.before ?? [];
  const { rows } = await sql<RawHistoryRow>`
    select h.id, h.provider, h.model, h.source, ${priceTexts("h")}, h.removed, h.effective_from,
      h.recorded_at, h.actor_id, u.username as actor_username, h.origin,
      encode(h.seed_digest, 'hex') as seed_digest, w.withdrawn_at
    from ai_model_price_history h left join users u on u.id = h.actor_id
    left join ai_model_price_withdrawals w on w.entry_id = h.id
    where (${query.provider} = '' or h.provider = ${query.provider})
      and (${query.model} = '' or h.model = ${query.model})
      and (${query.source} = '' or h.source = ${query.source})
      and (${query.before === null}
           or (h.effective_from, h.id) < (${time}::timestamptz, ${id}::uuid))
    order by h.effective_from desc, h.id desc
    limit ${query.limit}`.execute(handle);
  return rows.map((row) => ({ ...row, ...pricesFrom(row) }));
}

/** The price of a model that was in effect at a time, from the history; null where it had none. */
export async function findPriceAsOf(
  handle: Handle,
  key: { provider: string; model: string },
  at: Date,
): Promise<(Prices & { source: PriceSource }) | null> {
  const { rows } = await sql<Record<PriceColumns, string | null> & { source: PriceSource }>`
    select l.source, ${priceTexts("l")} from (
      select distinct on (h.source) h.* from ${heldHistory} h
      where h.provider = ${key.provider} and h.model = ${key.model}
        and h.effective_from <= ${at.toISOString()}::timestamptz
      order by h.source, h.effective_from desc) l
    where not l.removed order by l.source limit 1`.execute(handle);
  const [row] = rows;
  return row === undefined ? null : { source: row.source, ...pricesFrom(row) };
}
