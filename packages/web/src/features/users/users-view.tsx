import type { ReactNode } from "react";
import { LinkButton } from "../../components/button/link-button.tsx";
import type { Column, Selection } from "../../components/data-table/column.ts";
import { ColumnChooser } from "../../components/data-table/column-chooser.tsx";
import type { ColumnChoice } from "../../components/data-table/use-columns.ts";
import { DownloadLink } from "../../components/download/download-link.tsx";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { type ListState, PagedTable } from "../../components/paged-table/paged-table.tsx";
import { Presets } from "../../components/paged-table/presets.tsx";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { SearchTools } from "../../components/search-box/search-tools.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { orderText } from "./order.ts";
import type { User } from "./queries.ts";
import { usersPresets } from "./search-keys.ts";
import { SortMenu } from "./sort-menu.tsx";

/** Everything that the list of users shows; the page fetches and decides, this only draws. */
export interface UsersViewProps extends ListState<User> {
  readonly sort: string;
  readonly searchKeys: readonly SearchKey[];
  readonly columns: readonly Column<User>[];
  /** Which columns there are and how to change that. */
  readonly choice: ColumnChoice;
  readonly mayCreate: boolean;
  readonly selection: Selection | undefined;
  readonly bulk: ReactNode;
  readonly actions: (user: User) => MenuGroups;
  readonly failed: ReadonlySet<string>;
  readonly onSort: (sort: string) => void;
  readonly onPeek: (id: string) => void;
}

/** Where the users that match are to be had as a file; the server streams it and writes it down. */
function exportAddress(q: string): string {
  const search = new URLSearchParams({ format: "csv", ...(q === "" ? {} : { q }) });
  return `/api/v2/users/export?${search}`;
}

/** The list of users. */
export function UsersView(props: UsersViewProps) {
  const { q, total, selection, mayCreate, bulk, actions, failed, onSort, choice, ...list } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader title="Users" count={total} actions={<Actions q={q} mayCreate={mayCreate} />} />
      {selection !== undefined && selection.keys.size > 0 ? (
        bulk
      ) : (
        <div className="flex flex-col gap-3">
          <SearchTools
            label="Search users"
            placeholder="Name, email or status:active"
            query={q}
            keys={props.searchKeys}
            onChange={props.onQuery}
            error={props.queryError}
          >
            <SortMenu sort={props.sort} onSort={onSort} />
            <ColumnChooser choice={choice} />
          </SearchTools>
          <Presets presets={usersPresets} q={q} onQuery={props.onQuery} />
        </div>
      )}
      <PagedTable
        {...list}
        q={q}
        total={total}
        what="users"
        name="Users"
        order={orderText(props.sort)}
        rowKey={(user) => user.id}
        rowName={(user) => user.username}
        rowTo={(user) => `/users/${user.username}`}
        rowActions={actions}
        sorting={{ value: props.sort, onChange: onSort }}
        selection={selection}
        failedKeys={failed}
        empty={
          <EmptyState
            title="No users yet."
            action={mayCreate ? <LinkButton to="/users/new">Create user</LinkButton> : undefined}
          >
            Users are the people and programs that may sign in or hold tokens.
          </EmptyState>
        }
      />
    </div>
  );
}

function Actions({ q, mayCreate }: Pick<UsersViewProps, "q" | "mayCreate">) {
  return (
    <>
      {mayCreate ? <LinkButton to="/users/new/import">Import CSV</LinkButton> : null}
      <DownloadLink href={exportAddress(q)} what="users">
        Export
      </DownloadLink>
      {mayCreate ? (
        <LinkButton to="/users/new" variant="primary">
          Create user
        </LinkButton>
      ) : null}
    </>
  );
}
