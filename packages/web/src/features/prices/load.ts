import type { LoadContext } from "../../lib/page.ts";
import { readSearch } from "../../lib/search-params.ts";
import { priceLogQuery, pricesQuery } from "./queries.ts";
import { historySearch } from "./search.ts";

/** Starts the price book. */
export function loadPrices({ queries }: LoadContext): void {
  void queries.prefetchQuery(pricesQuery);
}

/** Starts the history of all prices, as its address filters it. */
export function loadPriceHistory({ queries, search }: LoadContext): void {
  const { provider, source } = readSearch(historySearch, search);
  const known = source === "custom" || source === "default" ? source : "";
  void queries.prefetchInfiniteQuery(priceLogQuery(provider, known));
}
