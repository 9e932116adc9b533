import type { WireModelPrice, WirePriceHistoryEntry } from "@gatehouse/contract";
import { wireTime } from "../../platform/wire-time.ts";
import type { Prices } from "./cost.ts";
import type { HistoryRow } from "./history-store.ts";
import type { PriceRow } from "./store.ts";

/** Builds a price of the wire field by field. */
export function presentPrice(row: PriceRow): WireModelPrice {
  return {
    provider: row.provider,
    model: row.model,
    input_price: row.input_price,
    output_price: row.output_price,
    cache_read_price: row.cache_read_price,
    cache_write_price: row.cache_write_price,
    source: row.source,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
  };
}

/** The price that a computation is based on, field by field. */
export function presentPriceInEffect(row: Prices & Pick<PriceRow, "source">) {
  return {
    input_price: row.input_price,
    output_price: row.output_price,
    cache_read_price: row.cache_read_price,
    cache_write_price: row.cache_write_price,
    source: row.source,
  };
}

/** Builds a change of a price of the wire field by field. */
export function presentHistoryEntry(row: HistoryRow): WirePriceHistoryEntry {
  return {
    id: row.id,
    provider: row.provider,
    model: row.model,
    source: row.source,
    input_price: row.input_price,
    output_price: row.output_price,
    cache_read_price: row.cache_read_price,
    cache_write_price: row.cache_write_price,
    removed: row.removed,
    effective_from: wireTime(row.effective_from),
    recorded_at: wireTime(row.recorded_at),
    actor_id: row.actor_id,
    actor_username: row.actor_username,
    origin: row.origin,
    seed_digest: row.seed_digest,
    withdrawn_at: row.withdrawn_at === null ? null : wireTime(row.withdrawn_at),
  };
}
