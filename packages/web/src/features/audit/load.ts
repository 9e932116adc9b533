import type { LoadContext } from "../../lib/page.ts";
import { readSearch } from "../../lib/search-params.ts";
import { auditLogQuery } from "./queries.ts";
import { auditSearch } from "./search.ts";

/** Starts the list; the page shows its head at once. */
export function loadAudit({ queries, search }: LoadContext): void {
  void queries.prefetchInfiniteQuery(auditLogQuery(readSearch(auditSearch, search).q));
}
