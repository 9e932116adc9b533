import { type ReactNode, useRef } from "react";
import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { buttonLook } from "../../components/button/look.ts";
import { FilterButton } from "../../components/chips/filter-button.tsx";
import { FilterChips } from "../../components/chips/filter-chips.tsx";
import { cx } from "../../components/class-names.ts";
import type { Column, Selection } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { SearchBox, type SearchBoxHandle } from "../../components/search-box/search-box.tsx";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import type { Problem } from "../../lib/problem.ts";
import type { User } from "./queries.ts";
import { usersPresets } from "./search-keys.ts";

/** Everything that the list of users shows; the page fetches and decides, this only draws. */
export interface UsersViewProps {
  readonly q: string;
  readonly sort: string;
  readonly page: number;
  readonly size: number;
  readonly columns: readonly Column<User>[];
  /** Undefined until the first answer. */
  readonly rows: readonly User[] | undefined;
  /** Users that match; with an empty page beyond the end it is asked for apart. */
  readonly total: number | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** What the server says about the query itself. */
  readonly queryError: string | undefined;
  readonly mayCreate: boolean;
  readonly selection: Selection | undefined;
  readonly bulk: ReactNode;
  readonly actions: (user: User) => MenuGroups;
  readonly failed: ReadonlySet<string>;
  readonly onQuery: (q: string, history: "push" | "replace") => void;
  readonly onSort: (sort: string) => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onIntent: (page: number) => void;
  readonly onPeek: (id: string) => void;
  readonly onRetry: () => void;
}

const sortWords: Readonly<Record<string, string>> = {
  username: "username",
  created_at: "creation",
  last_seen_at: "last seen",
};

function captionOf({ total, sort }: UsersViewProps): string {
  const count = total === undefined ? "" : `, ${total.toLocaleString()} results`;
  const word = sortWords[sort.replace("-", "")] ?? sort;
  return `Users${count}, sorted by ${word}${sort.startsWith("-") ? ", descending" : ""}`;
}

/** Where the users that match are to be had as a file; the server streams it and writes it down. */
function exportAddress(q: string): string {
  const search = new URLSearchParams({ format: "csv", ...(q === "" ? {} : { q }) });
  return `/api/v2/users/export?${search}`;
}

/** The list of users. */
export function UsersView(props: UsersViewProps) {
  const { q, page, size, total, rows, selection } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Users"
        count={total}
        actions={
          <>
            {props.mayCreate ? <LinkButton to="/users/new/import">Import CSV</LinkButton> : null}
            <a
              href={exportAddress(q)}
              download
              className={buttonLook({ variant: "secondary", size: "md" })}
            >
              Export
            </a>
            {props.mayCreate ? (
              <LinkButton to="/users/new" variant="primary">
                Create user
              </LinkButton>
            ) : null}
          </>
        }
      />
      {selection !== undefined && selection.keys.size > 0 ? props.bulk : <Tools {...props} />}
      <DataTable
        caption={captionOf(props)}
        columns={props.columns}
        rows={rows}
        rowKey={(user) => user.id}
        rowName={(user) => user.username}
        rowTo={(user) => `/users/${user.username}`}
        rowActions={props.actions}
        sorting={{ value: props.sort, onChange: props.onSort }}
        selection={selection}
        onPeek={props.onPeek}
        busy={props.busy}
        failedKeys={props.failed}
        error={
          props.problem === undefined
            ? undefined
            : {
                state: (
                  <ErrorState
                    title="The users did not load."
                    requestId={props.problem.requestId}
                    onRetry={props.onRetry}
                  >
                    {props.problem.message} Nothing was changed.
                  </ErrorState>
                ),
              }
        }
        empty={<Empty {...props} />}
      />
      {total === undefined ? null : (
        <Pager
          total={total}
          page={Math.min(page, pageCount(total, size) + 1)}
          size={size}
          onPage={props.onPage}
          onSize={props.onSize}
          onIntent={props.onIntent}
        />
      )}
      <span className="sr-only" role="status">
        {total === undefined || props.busy || q === "" ? "" : `${total.toLocaleString()} results`}
      </span>
    </div>
  );
}

function Tools(props: UsersViewProps) {
  const { q, onQuery } = props;
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<SearchBoxHandle>(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-2">
        <SearchBox
          label="Search users"
          placeholder="Name, email or status:active"
          query={q}
          keys={userSearchKeys}
          onChange={onQuery}
          error={props.queryError}
          input={input}
          handle={box}
        />
        <FilterButton query={q} keys={userSearchKeys} onChange={onQuery} />
      </div>
      <FilterChips
        query={q}
        keys={userSearchKeys}
        onChange={onQuery}
        onEdit={(token) => box.current?.edit(token)}
        input={input}
      />
      <Presets q={q} onQuery={onQuery} />
    </div>
  );
}

function Presets({ q, onQuery }: Pick<UsersViewProps, "q" | "onQuery">) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are shortcuts
    <div role="group" aria-label="Views" className="flex gap-1 overflow-x-auto">
      {usersPresets.map((preset) => (
        <button
          key={preset.label}
          type="button"
          aria-pressed={q === preset.q}
          onClick={() => onQuery(preset.q, "push")}
          className={cx(
            "focus-inset h-7 shrink-0 rounded-control px-2.5 text-dense pointer-coarse:h-11",
            q === preset.q
              ? "bg-fill-selected font-medium text-accent-text"
              : "text-text-secondary hover:bg-fill-hover",
          )}
        >
          {preset.label}
        </button>
      ))}
    </div>
  );
}

function Empty({ queryError, q, page, size, total, onPage, onQuery, mayCreate }: UsersViewProps) {
  if (page > 1 && total !== undefined && total > 0) {
    return <OverRun page={page} pages={pageCount(total, size)} onPage={onPage} />;
  }
  if (queryError !== undefined) {
    return (
      <EmptyState
        title="This search cannot be read."
        action={<Button onClick={() => onQuery("", "push")}>Clear search</Button>}
      >
        {queryError}
      </EmptyState>
    );
  }
  if (q !== "") {
    return <FilteredEmpty what="users" query={q} onClear={() => onQuery("", "push")} />;
  }
  return (
    <EmptyState
      title="No users yet."
      action={mayCreate ? <LinkButton to="/users/new">Create user</LinkButton> : undefined}
    >
      Users are the people and programs that may sign in or hold tokens.
    </EmptyState>
  );
}
