import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { timesOf, type UsageRange } from "./usage.ts";

/** Models whose price is known, by provider. */
export const pricedModelsQuery = queryOptions({
  queryKey: ["prices", "in-effect"],
  queryFn: ({ signal }) => api.call("listModelPrices", {}, { signal }),
  staleTime: 60_000,
  retry: false,
});

/** What one model cost, and would have cost with another. */
export interface Repriced {
  readonly key: string;
  readonly provider: string | null;
  readonly model: string;
  readonly records: bigint;
  readonly cost: bigint;
  /** False where no record of it has a cost. */
  readonly isKnown: boolean;
  readonly repriced: bigint;
}

type WireModel = Answer<"repriceUsage">["models"][number];

/** A model of the answer. */
export function repricedOf(row: WireModel): Repriced {
  const records = BigInt(row.records);
  return {
    key: JSON.stringify([row.provider, row.model]),
    provider: row.provider,
    model: row.model,
    records,
    cost: BigInt(row.cost_micros),
    isKnown: BigInt(row.unpriced_records) < records,
    repriced: BigInt(row.repriced_micros ?? 0),
  };
}

/** The usage of a range at the price of the model `provider/model`; the provider holds no slash. */
export function repriceQuery(at: string, range: UsageRange) {
  const slash = at.indexOf("/");
  const [provider, model] = [at.slice(0, slash), at.slice(slash + 1)];
  return queryOptions({
    queryKey: ["ai-usage", "reprice", at, range],
    queryFn: async ({ signal }) => {
      const { organization } = range;
      const query = { provider, model, organization, ...timesOf(range) };
      const { price, models } = await api.call("repriceUsage", { query }, { signal });
      return { isPriced: price !== null, rows: models.map(repricedOf) };
    },
    enabled: slash > 0 && model !== "" && range.organization !== "",
    retry: false,
  });
}
