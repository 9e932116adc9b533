import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Forbidden } from "../../components/states/states.tsx";
import { useSearchState } from "../../lib/page.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { HistoryView } from "./history-view.tsx";
import { priceLogQuery, pricesQuery } from "./queries.ts";
import { historySearch } from "./search.ts";

/** The history of all prices. */
export function Page() {
  const [search, setSearch] = useSearchState(historySearch);
  const source = search.source === "custom" || search.source === "default" ? search.source : "";
  const log = useInfiniteQuery(priceLogQuery(search.provider, source));
  const prices = useQuery(pricesQuery);
  const providers = useMemo(
    () => [...new Set(prices.data?.map(({ provider }) => provider))].sort(),
    [prices.data],
  );
  usePlace([{ label: "Prices", to: "/ai/prices" }, { label: "Price history" }]);
  if (statusOf(log.error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the right to read AI prices. An owner can grant a role that holds it.
      </Forbidden>
    );
  }
  return (
    <HistoryView
      changes={log.data?.pages.flatMap(({ changes }) => changes)}
      providers={providers}
      provider={search.provider}
      source={source}
      busy={log.isFetching}
      problem={log.error === null ? undefined : problemOf(log.error)}
      pendingOlder={log.isFetchingNextPage}
      onOlder={log.hasNextPage ? () => void log.fetchNextPage() : undefined}
      onFilter={(filter) => setSearch(filter)}
      onRetry={() => void log.refetch()}
    />
  );
}
