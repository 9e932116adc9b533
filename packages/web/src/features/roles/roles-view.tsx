import { LinkButton } from "../../components/button/link-button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { resultCount } from "../../components/pager/pager.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { EmptyState, FilteredEmpty, Forbidden } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import { type OrganizationRole, roleLabel } from "../../lib/catalogs.ts";
import type { Problem } from "../../lib/problem.ts";

/** Everything that the list of roles shows. */
export interface RolesViewProps {
  readonly organization: string;
  /** Address of the list. */
  readonly base: string;
  readonly q: string;
  /** `custom`, `built-in` or empty for both. */
  readonly kind: string;
  readonly columns: readonly Column<OrganizationRole>[];
  readonly rows: readonly OrganizationRole[] | undefined;
  readonly total: number | undefined;
  readonly busy: boolean;
  readonly isForbidden: boolean;
  readonly problem: Problem | undefined;
  readonly mayCreate: boolean;
  readonly actions: (role: OrganizationRole) => MenuGroups;
  readonly onQuery: (q: string) => void;
  readonly onKind: (kind: string) => void;
  readonly onRetry: () => void;
}

const kinds = [
  { value: "all", label: "All" },
  { value: "custom", label: "Custom" },
  { value: "built-in", label: "Built-in" },
] as const;

/** The list of roles. */
export function RolesView(props: RolesViewProps) {
  const { organization, base, q, kind, problem, rows } = props;
  if (props.isForbidden) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need to be a member of {organization}, or hold a role that reads its roles. An
        organization admin can grant it.
      </Forbidden>
    );
  }
  const results = rows === undefined ? "" : `, ${resultCount(rows.length)}`;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Roles"
        count={props.total}
        meta={`What members of ${organization} may do. Custom roles hold at most what their maker holds.`}
        actions={
          props.mayCreate ? (
            <LinkButton to={`${base}/new`} variant="primary">
              Create role
            </LinkButton>
          ) : undefined
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <FilterInput
          label="Search roles"
          placeholder="release-managers"
          value={q}
          onChange={props.onQuery}
          className="min-w-56 max-w-form grow"
        />
        <Segmented
          label="Kind"
          options={kinds}
          value={kinds.find(({ value }) => value === kind)?.value ?? "all"}
          onChange={(value) => props.onKind(value === "all" ? "" : value)}
        />
      </div>
      <DataTable
        caption={`Roles of ${organization}${results}`}
        columns={props.columns}
        rows={rows}
        rowKey={({ name }) => name}
        rowName={roleLabel}
        rowTo={({ name }) => `${base}/${name}`}
        rowActions={props.actions}
        busy={props.busy}
        error={loadFailure("The roles", problem, props.onRetry)}
        empty={<Empty {...props} />}
      />
    </div>
  );
}

function Empty({ base, organization, q, kind, mayCreate, onQuery, onKind }: RolesViewProps) {
  if (q !== "") return <FilteredEmpty what="roles" query={q} onClear={() => onQuery("")} />;
  if (kind === "built-in") {
    return <FilteredEmpty what="roles" query={kind} onClear={() => onKind("")} />;
  }
  return (
    <EmptyState
      title="No custom roles yet."
      action={mayCreate ? <LinkButton to={`${base}/new`}>Create role</LinkButton> : undefined}
    >
      Custom roles put permissions in {organization} together that no built-in role has.
    </EmptyState>
  );
}
