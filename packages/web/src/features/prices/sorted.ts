import { type PricedModel, type PriceKind, priceKinds } from "./queries.ts";

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function priceOf({ custom, book }: PricedModel, kind: PriceKind): bigint | null {
  return (custom ?? book)?.[kind] ?? null;
}

/**
 * Models by a column, with a minus for descending; whatever is no column leaves their order. Prices that are not known
 * come last either way: they are no lowest price.
 */
export function sortedModels(models: readonly PricedModel[], sort: string): readonly PricedModel[] {
  const sign = sort.startsWith("-") ? -1 : 1;
  const name = sort.replace(/^-/, "");
  if (name === "model" || name === "provider" || name === "changed") {
    return models.toSorted((a, b) => sign * compareTexts(a[name], b[name]));
  }
  const kind = priceKinds.find((each) => each.name === name)?.name;
  if (kind === undefined) return models;
  return models.toSorted((a, b) => {
    const [one, other] = [priceOf(a, kind), priceOf(b, kind)];
    if (one === other) return 0;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -sign : sign;
  });
}
