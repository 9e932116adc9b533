import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useColumns } from "../../components/data-table/use-columns.ts";
import { useListSelection } from "../../components/data-table/use-list-selection.ts";
import { usePeeked } from "../../components/drawer/use-peeked.ts";
import { api } from "../../lib/api.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { useFailedRows, useLastGood } from "../../lib/list-state.ts";
import { useOrganizationNames } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, queryFault, statusOf } from "../../lib/problem.ts";
import { organizationsQuery } from "../../lib/queries.ts";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import { Barred } from "./barred.tsx";
import { UsersBulk } from "./bulk.tsx";
import { usersColumns } from "./columns.tsx";
import { useUserDialogs } from "./dialogs/use-user-dialogs.tsx";
import { usersChecks } from "./permissions.ts";
import { type User, usersCountQuery, usersListQuery } from "./queries.ts";
import { listRequest, pageOf, usersSearch } from "./search.ts";
import { usersSearchKeys } from "./search-keys.ts";
import { userActions } from "./user-actions.tsx";
import { UsersView } from "./users-view.tsx";

const UserPeek = lazy(async () => ({ default: (await import("./user-peek.tsx")).UserPeek }));

/** Any of these gives a selection something to do. */
const bulkChecks = [
  "users.update",
  "users.delete",
  "users.addMembers",
  "users.addToGroups",
] as const;

const idOf = ({ id }: User) => id;
const hiddenAtFirst = ["name", "created"];

/** The list of users, for whoever may read users. Everybody else has a page of their own. */
export function Page() {
  const may = useMay(usersChecks);
  usePlace([{ label: "Users" }]);
  return may("users.read") ? <UsersList /> : <Barred what="read users" />;
}

/** Reads the address, asks the server, hands everything to the view. */
function UsersList() {
  const [search, setSearch] = useSearchState(usersSearch);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request = listRequest(search);
  const { page, size } = pageOf(search);
  const list = useQuery(usersListQuery(request));
  const found = useLastGood(list.data);
  const isOverRun = page > 1 && found?.users.length === 0;
  const count = useQuery({ ...usersCountQuery(search.q), enabled: isOverRun });
  const isBadQuery = statusOf(list.error) === 400;
  const rows = found?.users ?? (isBadQuery ? [] : undefined);
  const total = isOverRun ? count.data : found?.count;
  const failed = useFailedRows();
  const { context, dialog } = useUserDialogs(failed.mark);
  const chosen = useListSelection({
    list: search.q,
    page: rows ?? [],
    total,
    idOf,
    read: async (next, signal) => {
      const query = { q: search.q, ...next };
      return (await api.call("listUsers", { query }, { signal })).users;
    },
  });
  const peeked = usePeeked(rows, idOf);
  const organizationName = useOrganizationNames();
  const signInLabel = useSignInLabel();
  const columns = useMemo(
    () => usersColumns(organizationName, signInLabel),
    [organizationName, signInLabel],
  );
  const { shown, choice } = useColumns("users", columns, hiddenAtFirst);
  const { data: organizations } = useQuery(organizationsQuery);
  const searchKeys = useMemo(() => usersSearchKeys(organizations ?? []), [organizations]);
  const mayCreate = context.may("users.create");
  const goTo = (next: number) => setSearch({ page: String(next) });
  useKeys({
    c: () => (mayCreate ? void navigate({ to: "/users/new" }) : undefined),
  });
  return (
    <>
      <UsersView
        q={search.q}
        sort={request.sort}
        page={page}
        size={size}
        searchKeys={searchKeys}
        columns={shown}
        choice={choice}
        rows={rows}
        total={total}
        busy={list.isFetching}
        problem={list.error === null || isBadQuery ? undefined : problemOf(list.error)}
        queryError={isBadQuery ? queryFault(list.error) : undefined}
        mayCreate={mayCreate}
        selection={bulkChecks.some(context.may) ? chosen.selection : undefined}
        bulk={
          <UsersBulk
            users={chosen.rows}
            matching={chosen.matching}
            context={context}
            onClear={chosen.clear}
          />
        }
        actions={(user) => userActions(user, context)}
        failed={failed.keys}
        onQuery={(q, history) => setSearch({ q, page: "1" }, { replace: history === "replace" })}
        onSort={(sort) => setSearch({ sort, page: "1" })}
        onPage={goTo}
        onSize={(next) => setSearch({ size: String(next), page: "1" })}
        onIntent={(next) => {
          const at = { ...search, page: String(next) };
          void queries.prefetchQuery(usersListQuery(listRequest(at)));
        }}
        onPeek={peeked.open}
        onRetry={() => void list.refetch()}
      />
      {dialog}
      {peeked.row === undefined ? null : (
        <Suspense fallback={null}>
          <UserPeek
            user={peeked.row}
            may={context.may}
            organizationName={organizationName}
            onStep={peeked.step}
            onClose={peeked.close}
          />
        </Suspense>
      )}
    </>
  );
}
