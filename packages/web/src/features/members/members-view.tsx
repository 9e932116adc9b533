import { ChevronDown } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { FilterButton } from "../../components/chips/filter-button.tsx";
import { FilterChips } from "../../components/chips/filter-chips.tsx";
import type { Column, Selection } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { Menu, type MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { SearchBox, type SearchBoxHandle } from "../../components/search-box/search-box.tsx";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import type { Problem } from "../../lib/problem.ts";
import type { Member } from "./queries.ts";

/** Everything that the list of members shows. */
export interface MembersViewProps {
  readonly organization: string;
  readonly q: string;
  readonly page: number;
  readonly size: number;
  readonly searchKeys: readonly SearchKey[];
  readonly columns: readonly Column<Member>[];
  readonly rows: readonly Member[] | undefined;
  readonly total: number | undefined;
  readonly busy: boolean;
  /** Whoever looks may not read all members. */
  readonly isPartial: boolean;
  readonly problem: Problem | undefined;
  readonly queryError: string | undefined;
  readonly mayAdd: boolean;
  /** Whether the pages of users can be opened. */
  readonly mayOpen: boolean;
  readonly selection: Selection | undefined;
  readonly bulk: ReactNode;
  readonly actions: (member: Member) => MenuGroups;
  readonly onQuery: (q: string, history: "push" | "replace") => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onIntent: (page: number) => void;
  readonly onPeek: (userId: string) => void;
  readonly onAdd: () => void;
  readonly onExport: (format: "csv" | "json") => void;
  readonly onRetry: () => void;
}

/** The list of members. */
export function MembersView(props: MembersViewProps) {
  const { organization, page, size, total, selection, problem, isPartial } = props;
  const results = total === undefined ? "" : `, ${total.toLocaleString()} results`;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title={`Members of ${organization}`}
        count={isPartial ? undefined : total}
        actions={isPartial ? undefined : <Actions {...props} />}
      />
      {isPartial ? (
        <Callout>
          You see only your own row. Member lists need the organization's sharing setting or an
          admin role.
        </Callout>
      ) : selection !== undefined && selection.keys.size > 0 ? (
        props.bulk
      ) : (
        <Tools {...props} />
      )}
      <DataTable
        caption={`Members of ${organization}${results}, sorted by username`}
        columns={props.columns}
        rows={props.rows}
        rowKey={({ user_id }) => user_id}
        rowName={({ username }) => username}
        rowTo={props.mayOpen ? ({ username }) => `/users/${username}` : undefined}
        rowActions={props.actions}
        selection={isPartial ? undefined : selection}
        onPeek={props.onPeek}
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
      {total === undefined || isPartial ? null : (
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

function Actions({ mayAdd, onAdd, onExport }: MembersViewProps) {
  return (
    <>
      <Menu
        label="Export"
        items={[
          [
            { label: "CSV", onSelect: () => onExport("csv") },
            { label: "JSON", onSelect: () => onExport("json") },
          ],
        ]}
      >
        <Button icon={<ChevronDown aria-hidden size={16} strokeWidth={1.75} />}>Export</Button>
      </Menu>
      {mayAdd ? (
        <Button variant="primary" onClick={onAdd}>
          Add members
        </Button>
      ) : null}
    </>
  );
}

function Tools({ q, searchKeys, queryError, onQuery }: MembersViewProps) {
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<SearchBoxHandle>(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-2">
        <SearchBox
          label="Search members"
          placeholder="Name, email or org_role:organization-admin"
          query={q}
          keys={searchKeys}
          onChange={onQuery}
          error={queryError}
          input={input}
          handle={box}
        />
        <FilterButton query={q} keys={searchKeys} onChange={onQuery} />
      </div>
      <FilterChips
        query={q}
        keys={searchKeys}
        onChange={onQuery}
        onEdit={(token) => box.current?.edit(token)}
        input={input}
      />
    </div>
  );
}

function Empty(props: MembersViewProps) {
  const { organization, queryError, q, page, size, total, onPage, onQuery, mayAdd, onAdd } = props;
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
      title={props.isPartial ? "You are no member here." : "No members yet."}
      action={mayAdd ? <Button onClick={onAdd}>Add members</Button> : undefined}
    >
      Members of {organization} share its groups, roles and templates.
    </EmptyState>
  );
}
