import { LinkButton } from "../../components/button/link-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import type { Problem } from "../../lib/problem.ts";
import { groupsColumns } from "./columns.tsx";
import type { Group } from "./queries.ts";
import { groupLabel } from "./text.ts";

/** Everything that the list of groups shows. */
export interface GroupsViewProps {
  readonly organization: string;
  /** Address of the list. */
  readonly base: string;
  readonly q: string;
  readonly page: number;
  readonly size: number;
  readonly rows: readonly Group[] | undefined;
  readonly total: number | undefined;
  readonly busy: boolean;
  /** Whoever looks may not read all groups. */
  readonly isPartial: boolean;
  readonly problem: Problem | undefined;
  readonly mayCreate: boolean;
  readonly actions: (group: Group) => MenuGroups;
  readonly onQuery: (q: string) => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onIntent: (page: number) => void;
  readonly onRetry: () => void;
}

/** The list of groups. */
export function GroupsView(props: GroupsViewProps) {
  const { organization, base, q, page, size, total, problem, isPartial } = props;
  const results = total === undefined ? "" : `, ${total.toLocaleString()} results`;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Groups"
        count={total}
        actions={
          props.mayCreate ? (
            <LinkButton to={`${base}/new`} variant="primary">
              Create group
            </LinkButton>
          ) : undefined
        }
      />
      {isPartial ? (
        <Callout>You see the groups that you may read. An organization admin sees all.</Callout>
      ) : (
        <FilterInput
          label="Search groups"
          placeholder="backend"
          value={q}
          onChange={props.onQuery}
          className="max-w-form"
        />
      )}
      <DataTable
        caption={`Groups of ${organization}${results}, Everyone first, then by name`}
        columns={groupsColumns}
        rows={props.rows}
        rowKey={({ id }) => id}
        rowName={groupLabel}
        rowTo={({ name }) => `${base}/${encodeURIComponent(name)}/members`}
        rowActions={props.actions}
        busy={props.busy}
        error={
          problem === undefined
            ? undefined
            : {
                state: (
                  <ErrorState
                    title="The groups did not load."
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
        {total === undefined || props.busy || q === "" ? "" : `${total.toLocaleString()} results`}
      </span>
    </div>
  );
}

function Empty({ base, q, page, size, total, onPage, onQuery, mayCreate }: GroupsViewProps) {
  if (page > 1 && total !== undefined && total > 0) {
    return <OverRun page={page} pages={pageCount(total, size)} onPage={onPage} />;
  }
  if (q !== "") return <FilteredEmpty what="groups" query={q} onClear={() => onQuery("")} />;
  return (
    <EmptyState
      title="No groups yet."
      action={mayCreate ? <LinkButton to={`${base}/new`}>Create group</LinkButton> : undefined}
    >
      Groups share templates and quota with several members at once.
    </EmptyState>
  );
}
