import { type ReactNode, useRef } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { FilterButton } from "../../components/chips/filter-button.tsx";
import { FilterChips } from "../../components/chips/filter-chips.tsx";
import type { Selection } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { SearchBox, type SearchBoxHandle } from "../../components/search-box/search-box.tsx";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import type { Problem } from "../../lib/problem.ts";
import { groupMembersColumns } from "./columns.tsx";
import type { GroupMember } from "./queries.ts";

/** Everything that the list of a group's members shows. */
export interface GroupMembersViewProps {
  /** What the group is called. */
  readonly group: string;
  readonly q: string;
  readonly page: number;
  readonly size: number;
  readonly rows: readonly GroupMember[] | undefined;
  readonly total: number | undefined;
  /** Members that are there and that whoever looks may not see. */
  readonly hidden: number;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly queryError: string | undefined;
  readonly mayUpdate: boolean;
  /** Whether the pages of users can be opened. */
  readonly mayOpen: boolean;
  /** Why membership cannot be changed. */
  readonly fixed: string | undefined;
  readonly failed: ReadonlySet<string>;
  readonly selection: Selection;
  readonly bulk: ReactNode;
  readonly actions: (user: GroupMember) => MenuGroups;
  readonly onQuery: (q: string, history: "push" | "replace") => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onIntent: (page: number) => void;
  readonly onAdd: () => void;
  readonly onRetry: () => void;
}

/** The members of a group: search, table, pager. */
export function GroupMembersView(props: GroupMembersViewProps) {
  const { group, page, size, total, selection, problem, hidden } = props;
  const results = total === undefined ? "" : `, ${total.toLocaleString()} results`;
  return (
    <div className="flex flex-col gap-4">
      {hidden > 0 ? (
        <Callout>
          {hidden === 1 ? "1 member is" : `${hidden.toLocaleString()} members are`} not listed: you
          may not see them. An organization admin can.
        </Callout>
      ) : null}
      {selection.keys.size > 0 ? props.bulk : <Tools {...props} />}
      <DataTable
        caption={`Members of ${group}${results}, sorted by username`}
        columns={groupMembersColumns}
        rows={props.rows}
        rowKey={({ id }) => id}
        rowName={({ username }) => username}
        rowTo={props.mayOpen ? ({ username }) => `/users/${username}` : undefined}
        rowActions={props.mayUpdate ? props.actions : undefined}
        selection={selection}
        failedKeys={props.failed}
        busy={props.busy}
        error={
          problem === undefined
            ? undefined
            : {
                state: (
                  <ErrorState
                    title="The members did not load."
                    requestId={problem.requestId}
                    onRetry={props.onRetry}
                  >
                    {problem.message} Nothing was changed.
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
        {total === undefined || props.busy || props.q === ""
          ? ""
          : `${total.toLocaleString()} results`}
      </span>
    </div>
  );
}

function Tools({ q, queryError, mayUpdate, fixed, onQuery, onAdd }: GroupMembersViewProps) {
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<SearchBoxHandle>(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <SearchBox
          label="Search members"
          placeholder="Name, email or status:active"
          query={q}
          keys={userSearchKeys}
          onChange={onQuery}
          error={queryError}
          input={input}
          handle={box}
        />
        <FilterButton query={q} keys={userSearchKeys} onChange={onQuery} />
        {mayUpdate ? (
          <Button variant="primary" disabledReason={fixed} onClick={onAdd}>
            Add members
          </Button>
        ) : null}
      </div>
      <FilterChips
        query={q}
        keys={userSearchKeys}
        onChange={onQuery}
        onEdit={(token) => box.current?.edit(token)}
        input={input}
      />
    </div>
  );
}

function Empty(props: GroupMembersViewProps) {
  const { group, q, queryError, page, size, total, fixed, mayUpdate, onQuery, onPage } = props;
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
    return <FilteredEmpty what="members" query={q} onClear={() => onQuery("", "push")} />;
  }
  return (
    <EmptyState
      title={`Nobody is in ${group} yet.`}
      action={
        mayUpdate && fixed === undefined ? (
          <Button onClick={props.onAdd}>Add members</Button>
        ) : undefined
      }
    >
      Members of a group get its quota and what is shared with it.
    </EmptyState>
  );
}
