import { LinkButton } from "../../components/button/link-button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { type ListState, PagedTable } from "../../components/paged-table/paged-table.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";

/** Everything that the list of organizations shows. */
export interface OrganizationsViewProps extends ListState<Organization> {
  readonly columns: readonly Column<Organization>[];
  readonly mayCreate: boolean;
  readonly onPeek: (key: string) => void;
}

/** Lists that fit on the smallest page have no pager. */
const smallestPage = 25;

/** The list of organizations. */
export function OrganizationsView(props: OrganizationsViewProps) {
  const { q, total, mayCreate, onQuery } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Organizations"
        count={total}
        actions={
          mayCreate ? (
            <LinkButton to="/organizations/new" variant="primary">
              Create organization
            </LinkButton>
          ) : undefined
        }
      />
      <FilterInput
        label="Search organizations"
        placeholder="Name or description"
        value={q}
        onChange={(next) => onQuery(next, "replace")}
        className="max-w-form"
      />
      <PagedTable
        {...props}
        what="organizations"
        name="Organizations"
        order="sorted by name"
        pager={total !== undefined && total > smallestPage}
        rowKey={({ id }) => id}
        rowName={organizationLabel}
        rowTo={({ name }) => `/organizations/${name}`}
        empty={
          <EmptyState
            title="You are in no organization yet."
            action={
              mayCreate ? (
                <LinkButton to="/organizations/new">Create organization</LinkButton>
              ) : undefined
            }
          >
            Organizations hold members, groups, roles and templates. An administrator adds you to
            one.
          </EmptyState>
        }
      />
    </div>
  );
}
