import { LinkButton } from "../../components/button/link-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import type { Column } from "../../components/data-table/column.ts";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { type ListState, PagedTable } from "../../components/paged-table/paged-table.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import { labelOf } from "../../lib/labels.ts";
import type { Group } from "./queries.ts";

/** Everything that the list of groups shows. */
export interface GroupsViewProps extends ListState<Group> {
  readonly organization: string;
  /** Address of the list. */
  readonly base: string;
  readonly columns: readonly Column<Group>[];
  /** Whoever looks may not read all groups. */
  readonly isPartial: boolean;
  readonly mayCreate: boolean;
  readonly actions: (group: Group) => MenuGroups;
}

/** The list of groups. */
export function GroupsView(props: GroupsViewProps) {
  const { organization, base, q, total, isPartial, mayCreate, actions, onQuery } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Groups"
        count={total}
        actions={
          mayCreate ? (
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
          onChange={(next) => onQuery(next, "replace")}
          className="max-w-form"
        />
      )}
      <PagedTable
        {...props}
        what="groups"
        name={`Groups of ${organization}`}
        order="Everyone first, then by name"
        pager={!isPartial}
        columns={props.columns}
        rowKey={({ id }) => id}
        rowName={labelOf}
        rowTo={({ name }) => `${base}/${encodeURIComponent(name)}/members`}
        rowActions={actions}
        empty={
          <EmptyState
            title="No groups yet."
            action={
              mayCreate ? <LinkButton to={`${base}/new`}>Create group</LinkButton> : undefined
            }
          >
            Groups share templates and quota with several members at once.
          </EmptyState>
        }
      />
    </div>
  );
}
