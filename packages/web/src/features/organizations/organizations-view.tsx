import { LinkButton } from "../../components/button/link-button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import type { Organization } from "../../lib/organization.ts";
import type { Problem } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";

/** Everything that the list of organizations shows. */
export interface OrganizationsViewProps {
  readonly q: string;
  readonly page: number;
  readonly size: number;
  readonly columns: readonly Column<Organization>[];
  readonly rows: readonly Organization[] | undefined;
  readonly total: number | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly mayCreate: boolean;
  readonly onQuery: (q: string) => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onRetry: () => void;
}

/** The list of organizations. */
export function OrganizationsView(props: OrganizationsViewProps) {
  const { q, page, size, total, problem } = props;
  const results = total === undefined ? "" : `, ${total.toLocaleString()} results`;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Organizations"
        count={total}
        actions={
          props.mayCreate ? (
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
        onChange={props.onQuery}
        className="max-w-form"
      />
      <DataTable
        caption={`Organizations${results}, sorted by name`}
        columns={props.columns}
        rows={props.rows}
        rowKey={({ id }) => id}
        rowName={organizationLabel}
        rowTo={({ name }) => `/organizations/${name}`}
        busy={props.busy}
        error={
          problem === undefined
            ? undefined
            : {
                state: (
                  <ErrorState
                    title="The organizations did not load."
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
      {total === undefined || total <= 25 ? null : (
        <Pager
          total={total}
          page={Math.min(page, pageCount(total, size) + 1)}
          size={size}
          onPage={props.onPage}
          onSize={props.onSize}
        />
      )}
      <span className="sr-only" role="status">
        {total === undefined || q === "" ? "" : `${total.toLocaleString()} results`}
      </span>
    </div>
  );
}

function Empty({ q, page, size, total, mayCreate, onPage, onQuery }: OrganizationsViewProps) {
  if (page > 1 && total !== undefined && total > 0) {
    return <OverRun page={page} pages={pageCount(total, size)} onPage={onPage} />;
  }
  if (q !== "") return <FilteredEmpty what="organizations" query={q} onClear={() => onQuery("")} />;
  return (
    <EmptyState
      title="You are in no organization yet."
      action={
        mayCreate ? <LinkButton to="/organizations/new">Create organization</LinkButton> : undefined
      }
    >
      Organizations hold members, groups, roles and templates. An administrator adds you to one.
    </EmptyState>
  );
}
