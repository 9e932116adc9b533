import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import type { Column, Selection } from "../../components/data-table/column.ts";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { type ListState, PagedTable } from "../../components/paged-table/paged-table.tsx";
import { SearchTools } from "../../components/search-box/search-tools.tsx";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import { EmptyState } from "../../components/states/states.tsx";
import type { GroupMember } from "./queries.ts";

/** Everything that the list of a group's members shows. */
export interface GroupMembersViewProps extends ListState<GroupMember> {
  /** What the group is called. */
  readonly group: string;
  readonly columns: readonly Column<GroupMember>[];
  /** Members that are there and that whoever looks may not see. */
  readonly hidden: number;
  readonly mayUpdate: boolean;
  /** Whether the pages of users can be opened. */
  readonly mayOpen: boolean;
  /** Why membership cannot be changed. */
  readonly fixed: string | undefined;
  readonly failed: ReadonlySet<string>;
  readonly selection: Selection;
  readonly bulk: ReactNode;
  readonly actions: (user: GroupMember) => MenuGroups;
  readonly onPeek: (key: string) => void;
  readonly onAdd: () => void;
}

/** The members of a group: search, table, pager. */
export function GroupMembersView(props: GroupMembersViewProps) {
  const { group, selection, hidden, mayUpdate, mayOpen, fixed, failed, actions, onAdd } = props;
  const mayAdd = mayUpdate && fixed === undefined;
  return (
    <div className="flex flex-col gap-4">
      {hidden > 0 ? (
        <Callout>
          {hidden === 1 ? "1 member is" : `${hidden.toLocaleString()} members are`} not listed: you
          may not see them. An organization admin can.
        </Callout>
      ) : null}
      {selection.keys.size > 0 ? (
        props.bulk
      ) : (
        <SearchTools
          label="Search members"
          placeholder="Name, email or status:active"
          query={props.q}
          keys={userSearchKeys}
          onChange={props.onQuery}
          error={props.queryError}
        >
          {mayUpdate ? (
            <Button variant="primary" disabledReason={fixed} onClick={onAdd}>
              Add members
            </Button>
          ) : null}
        </SearchTools>
      )}
      <PagedTable
        {...props}
        what="members"
        name={`Members of ${group}`}
        order="sorted by username"
        rowKey={({ id }) => id}
        rowName={({ username }) => username}
        rowTo={mayOpen ? ({ username }) => `/users/${username}` : undefined}
        rowActions={mayUpdate ? actions : undefined}
        failedKeys={failed}
        empty={
          <EmptyState
            title={`Nobody is in ${group} yet.`}
            action={mayAdd ? <Button onClick={onAdd}>Add members</Button> : undefined}
          >
            Members of a group get its quota and what is shared with it.
          </EmptyState>
        }
      />
    </div>
  );
}
