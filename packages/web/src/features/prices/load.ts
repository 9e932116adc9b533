import type { LoadContext } from "../../lib/page.ts";
import { pricesQuery } from "./queries.ts";

/** Starts the price book. */
export function loadPrices({ queries }: LoadContext): void {
  void queries.prefetchQuery(pricesQuery);
}
