import type { PricedModel } from "./queries.ts";
import { modelKey } from "./search.ts";

/** A model that was used without a price. */
export interface UnpricedModel {
  readonly provider: string | null;
  readonly model: string;
  readonly records: number | bigint;
}

/**
 * What still has to be priced: each model once, whatever its providers are called, and without those that have a price
 * by now. What was used before keeps no cost, so the server goes on telling of it.
 */
export function stillUnpriced(
  used: readonly UnpricedModel[],
  find: (key: string) => PricedModel | undefined,
): readonly UnpricedModel[] {
  const found = new Map<string, UnpricedModel>();
  for (const { provider, model, records } of used) {
    const key = JSON.stringify([provider, model]);
    if (provider !== null && find(modelKey(provider, model)) !== undefined) continue;
    const before = found.get(key)?.records ?? 0;
    found.set(key, { provider, model, records: BigInt(before) + BigInt(records) });
  }
  return [...found.values()];
}
