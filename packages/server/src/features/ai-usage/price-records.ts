import { pricedProviders } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import { costOf, findPricesInEffect, type Prices } from "../ai-prices/index.ts";
import { findProviderTypes } from "./record-store.ts";
import type { GivenRecord } from "./rules.ts";

/** A record with the price of this moment and its cost; both null where it has none. */
export interface PricedRecord {
  record: GivenRecord;
  providerType: string | null;
  prices: Prices | null;
  micros: bigint | null;
  pico: bigint | null;
}

/** What became of pricing a record: it is rejected where its provider contradicts itself. */
export type Pricing = PricedRecord | { record: GivenRecord; fault: string };

const supported: readonly string[] = pricedProviders;

/**
 * Prices records by the type of their provider, with two statements for all of them. A type that was
 * given is the key; a name alone stands for the type of the live provider of that name (spec ai-prices
 * §9.5). Records without a price are kept: their cost is unknown, not 0.
 */
export async function priceRecords(
  deps: Pick<Deps, "db" | "log">,
  records: readonly GivenRecord[],
  now: Date,
): Promise<Pricing[]> {
  const names = new Set(records.map((record) => record.provider_name));
  names.delete("");
  const types = await findProviderTypes(deps.db, [...names]);
  const keys = new Map<string, { provider: string; model: string }>();
  for (const record of records) {
    const provider = typeOf(record, types);
    if (provider === null) continue;
    keys.set(keyOf(provider, record.model), { provider, model: record.model });
  }
  const found = await findPricesInEffect(deps.db, [...keys.values()], now);
  const prices = new Map(found.map((row) => [keyOf(row.provider, row.model), row]));
  return records.map((record) => priceOne(deps, record, types, prices));
}

function keyOf(provider: string, model: string): string {
  return JSON.stringify([provider, model]);
}

function typeOf(record: GivenRecord, types: ReadonlyMap<string, string>): string | null {
  const type = record.provider === "" ? types.get(record.provider_name) : record.provider;
  return type ?? null;
}

function priceOne(
  deps: Pick<Deps, "log">,
  record: GivenRecord,
  types: ReadonlyMap<string, string>,
  prices: ReadonlyMap<string, Prices>,
): Pricing {
  const configured = types.get(record.provider_name);
  if (record.provider !== "" && configured !== undefined && configured !== record.provider) {
    return { record, fault: "provider: is not the type of the provider of this name" };
  }
  const providerType = typeOf(record, types);
  const price =
    providerType !== null && supported.includes(providerType)
      ? (prices.get(keyOf(providerType, record.model)) ?? null)
      : null;
  const unpriced = { record, providerType, prices: price, micros: null, pico: null };
  if (price === null) return unpriced;
  const cost = costOf(price, record);
  if (cost === null) {
    deps.log.error(
      { usage_id: record.id, model: record.model },
      "the cost of a usage record is out of range; it is recorded as unknown",
    );
    return unpriced;
  }
  return { ...unpriced, micros: cost.micros, pico: cost.pico };
}
