import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Forbidden } from "../../components/states/states.tsx";
import { useKeys } from "../../lib/keyboard.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { numberIn, writeSearch } from "../../lib/search-params.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { pricesChecks } from "./permissions.ts";
import { PriceDrawer } from "./price-drawer.tsx";
import { PricesView } from "./prices-view.tsx";
import { pricesQuery, unpricedQuery } from "./queries.ts";
import { modelKey, pricesSearch } from "./search.ts";
import { stillUnpriced } from "./unpriced.ts";

/** The price book. */
export function Page() {
  const [search, setSearch] = useSearchState(pricesSearch);
  const mayUpdate = useMay(pricesChecks)("prices.update");
  const prices = useQuery(pricesQuery);
  const unpriced = useQuery(unpricedQuery);
  const [isImporting, setImporting] = useState(false);
  usePlace([{ label: "Prices" }]);
  const add = () => (mayUpdate ? setSearch({ model: "/" }) : undefined);
  useKeys({ c: add });
  if (statusOf(prices.error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the right to read AI prices. An owner can grant a role that holds it.
      </Forbidden>
    );
  }
  const find = (key: string) => prices.data?.find((each) => each.key === key);
  const slash = search.model.indexOf("/");
  return (
    <>
      <PricesView
        q={search.q}
        provider={search.provider}
        source={search.source}
        sort={search.sort}
        page={numberIn(search.page, { min: 1, max: 1_000_000, standard: 1 })}
        size={numberIn(search.size, { min: 25, max: 100, standard: 50 })}
        models={prices.data}
        unpriced={
          prices.data === undefined || unpriced.data === undefined
            ? undefined
            : stillUnpriced(unpriced.data, find)
        }
        busy={prices.isFetching}
        problem={prices.error === null ? undefined : problemOf(prices.error)}
        mayUpdate={mayUpdate}
        addressOf={(model) => {
          const given = Object.entries(writeSearch(pricesSearch, search, { model }));
          return `/ai/prices?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
        }}
        onFilter={(filter) => setSearch({ ...filter, page: "1" }, { replace: "q" in filter })}
        onSort={(sort) => setSearch({ sort, page: "1" })}
        onPage={(page) => setSearch({ page: String(page) })}
        onSize={(size) => setSearch({ size: String(size), page: "1" })}
        onRetry={() => void prices.refetch()}
        onImport={() => setImporting(true)}
        onAdd={(provider, model) => setSearch({ model: modelKey(provider, model) })}
      />
      {search.model === "" || prices.data === undefined ? null : (
        <PriceDrawer
          key={search.model}
          provider={search.model.slice(0, slash)}
          model={search.model.slice(slash + 1)}
          priced={find(search.model)}
          mayUpdate={mayUpdate}
          onClose={() => setSearch({ model: "" })}
        />
      )}
      {isImporting ? (
        <ImportDialog
          current={(provider, model) => {
            const known = find(modelKey(provider, model));
            return known?.custom ?? known?.book;
          }}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </>
  );
}
