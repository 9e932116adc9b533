import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import type { Column, Selection } from "../../components/data-table/column.ts";
import { DownloadDialog } from "../../components/download/download-progress.tsx";
import { useDownload } from "../../components/download/use-download.ts";
import { Menu, type MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { type ListState, PagedTable } from "../../components/paged-table/paged-table.tsx";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { SearchTools } from "../../components/search-box/search-tools.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import type { Member } from "./queries.ts";

/** Everything that the list of members shows. */
export interface MembersViewProps extends ListState<Member> {
  readonly organization: string;
  readonly searchKeys: readonly SearchKey[];
  readonly columns: readonly Column<Member>[];
  /** Whoever looks may not read all members. */
  readonly isPartial: boolean;
  readonly mayAdd: boolean;
  /** Whether the pages of users can be opened. */
  readonly mayOpen: boolean;
  readonly selection: Selection | undefined;
  readonly bulk: ReactNode;
  readonly actions: (member: Member) => MenuGroups;
  readonly onPeek: (userId: string) => void;
  readonly onAdd: () => void;
  /** Where the members that match are to be had as a file. */
  readonly exportTo: (format: "csv" | "json") => string;
}

/** The list of members. */
export function MembersView(props: MembersViewProps) {
  const { organization, selection, isPartial, mayAdd, mayOpen, actions, onAdd, ...list } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title={`Members of ${organization}`}
        count={isPartial ? undefined : props.total}
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
        <SearchTools
          label="Search members"
          placeholder="Name, email or org_role:organization-admin"
          query={props.q}
          keys={props.searchKeys}
          onChange={props.onQuery}
          error={props.queryError}
        />
      )}
      <PagedTable
        {...list}
        what="members"
        name={`Members of ${organization}`}
        order="sorted by username"
        pager={!isPartial}
        rowKey={({ user_id }) => user_id}
        rowName={({ username }) => username}
        rowTo={mayOpen ? ({ username }) => `/users/${username}` : undefined}
        rowActions={actions}
        selection={isPartial ? undefined : selection}
        empty={
          <EmptyState
            title={isPartial ? "You are no member here." : "No members yet."}
            action={mayAdd ? <Button onClick={onAdd}>Add members</Button> : undefined}
          >
            Members of {organization} share its groups, roles and templates.
          </EmptyState>
        }
      />
    </div>
  );
}

function Actions({ mayAdd, onAdd, exportTo }: MembersViewProps) {
  const download = useDownload("members");
  const save = (format: "csv" | "json") => void download.start(exportTo(format));
  return (
    <>
      <Menu
        label="Export"
        items={[
          [
            { label: "CSV", onSelect: () => save("csv") },
            { label: "JSON", onSelect: () => save("json") },
          ],
        ]}
      >
        <Button
          pending={download.bytes !== undefined}
          icon={<ChevronDown aria-hidden size={16} strokeWidth={1.75} />}
        >
          Export
        </Button>
      </Menu>
      <DownloadDialog download={download} />
      {mayAdd ? (
        <Button variant="primary" onClick={onAdd}>
          Add members
        </Button>
      ) : null}
    </>
  );
}
