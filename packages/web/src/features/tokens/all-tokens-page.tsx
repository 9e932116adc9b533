import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { Select } from "../../components/select/select.tsx";
import { EmptyState, FilteredEmpty, Forbidden, OverRun } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import { TokenTable } from "../../components/token-table/token-table.tsx";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { numberIn } from "../../lib/search-params.ts";
import {
  type AllTokensFilter,
  allTokensFilters,
  filteredTokens,
  readFilter,
  sortedTokens,
} from "./all-tokens.ts";
import { tokensChecks } from "./permissions.ts";
import { everybodysTokensQuery } from "./queries.ts";

const addressDefaults = { q: "", show: "active", sort: "expires", page: "1", size: "50" } as const;

const options = Object.entries(allTokensFilters).map(([value, label]) => ({
  value: value as AllTokensFilter,
  label,
}));

/** The tokens of everybody: one call, narrowed and paged here. */
export function Page() {
  const may = useMay(tokensChecks);
  const [search, setSearch] = useSearchState(addressDefaults);
  const tokens = useQuery(everybodysTokensQuery);
  usePlace([{ label: "All tokens" }]);
  if (!may("tokens.readAll") && tokens.data !== undefined) {
    return (
      <Forbidden back={{ label: "My tokens", to: "/settings/tokens" }}>
        Only an owner sees the tokens of everybody. Your own are in your settings.
      </Forbidden>
    );
  }
  const filter = readFilter(search.show);
  const size = numberIn(search.size, { min: 1, max: 100, standard: 50 });
  const page = numberIn(search.page, { min: 1, max: 1_000_000, standard: 1 });
  const matching =
    tokens.data === undefined
      ? undefined
      : sortedTokens(filteredTokens(tokens.data, filter, search.q, Date.now()), search.sort);
  const total = matching?.length ?? 0;
  const clear = () => setSearch({ q: "", show: "active", page: "1" });
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader
        title="All tokens"
        count={tokens.data?.length}
        meta="What programs may act as whom, and until when."
      />
      <div className="flex flex-wrap gap-2">
        <FilterInput
          label="Search tokens"
          placeholder="Search by name or owner"
          value={search.q}
          onChange={(q) => setSearch({ q, page: "1" }, { replace: true })}
          className="grow basis-64"
        />
        <Select
          label="Which tokens"
          value={filter}
          options={options}
          onChange={(show) => setSearch({ show, page: "1" })}
          className="max-w-52"
        />
      </div>
      <TokenTable
        withOwner
        sorting={{
          value: search.sort,
          onChange: (sort) => setSearch({ sort, page: "1" }, { replace: true }),
        }}
        caption={`${allTokensFilters[filter]}, ${total === 1 ? "1 token" : `${total.toLocaleString()} tokens`}`}
        tokens={matching?.slice((page - 1) * size, page * size)}
        problem={tokens.error === null ? undefined : problemOf(tokens.error)}
        onRetry={() => void tokens.refetch()}
        busy={tokens.isFetching}
        empty={
          total > 0 ? (
            <OverRun
              page={page}
              pages={pageCount(total, size)}
              onPage={(next) => setSearch({ page: String(next) })}
            />
          ) : search.q === "" && filter === "active" ? (
            <EmptyState title="Nobody has a token." />
          ) : (
            <FilteredEmpty
              what="tokens"
              query={`${allTokensFilters[filter]}${search.q === "" ? "" : ` “${search.q}”`}`}
              onClear={clear}
            />
          )
        }
      />
      {total === 0 ? null : (
        <Pager
          total={total}
          page={page}
          size={size}
          onPage={(next) => setSearch({ page: String(next) })}
          onSize={(next) => setSearch({ size: String(next), page: "1" })}
        />
      )}
    </div>
  );
}
