import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { fieldError, problemOf, statusOf } from "../../lib/problem.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { usersColumns } from "./columns.tsx";
import { usersChecks } from "./permissions.ts";
import { usersCountQuery, usersListQuery } from "./queries.ts";
import { listRequest, pageOf, usersSearch } from "./search.ts";
import { UsersView } from "./users-view.tsx";

const noFailures: ReadonlySet<string> = new Set();

/** The list of users: reads the address, asks the server, hands everything to the view. */
export function Page() {
  const [search, setSearch] = useSearchState(usersSearch);
  const queries = useQueryClient();
  const may = useMay(usersChecks);
  const request = listRequest(search);
  const { page, size } = pageOf(search);
  const list = useQuery(usersListQuery(request));
  const isOverRun = page > 1 && list.data?.users.length === 0;
  const count = useQuery({ ...usersCountQuery(search.q), enabled: isOverRun });
  const columns = useColumns();
  usePlace([{ label: "Users" }]);
  const isBadQuery = statusOf(list.error) === 400;
  return (
    <UsersView
      q={search.q}
      sort={request.sort}
      page={page}
      size={size}
      columns={columns}
      rows={list.data?.users ?? (isBadQuery ? [] : undefined)}
      total={isOverRun ? count.data : list.data?.count}
      busy={list.isFetching}
      problem={list.error === null || isBadQuery ? undefined : problemOf(list.error)}
      queryError={isBadQuery ? queryFault(list.error) : undefined}
      mayCreate={may("users.create")}
      selection={undefined}
      bulk={null}
      actions={() => []}
      failed={noFailures}
      onQuery={(q, history) => setSearch({ q, page: "1" }, { replace: history === "replace" })}
      onSort={(sort) => setSearch({ sort, page: "1" })}
      onPage={(next) => setSearch({ page: String(next) })}
      onSize={(next) => setSearch({ size: String(next), page: "1" })}
      onIntent={(next) => {
        const at = { ...search, page: String(next) };
        void queries.prefetchQuery(usersListQuery(listRequest(at)));
      }}
      onPeek={() => undefined}
      onRetry={() => void list.refetch()}
      onExport={() => undefined}
    />
  );
}

/** The columns, drawn anew only when the names of the organizations are known. */
function useColumns() {
  const { data: organizations } = useQuery(organizationsQuery);
  return useMemo(() => {
    const names = new Map(organizations?.map((each) => [each.id, organizationLabel(each)]));
    return usersColumns((id) => names.get(id) ?? id.slice(0, 8));
  }, [organizations]);
}

/** What is wrong with the query, by the key that it is about. */
function queryFault(error: unknown): string {
  const first = problemOf(error).fields[0];
  return first === undefined ? problemOf(error).message : (fieldError(error, first.name) ?? "");
}
