import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { groupsSpendQuery } from "../../lib/budgets.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { useLastGood } from "../../lib/list-state.ts";
import { usePathOrganization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { groupsColumns } from "./columns.tsx";
import { DeleteGroupDialog } from "./delete-group-dialog.tsx";
import { groupActions } from "./group-actions.tsx";
import { GroupsView } from "./groups-view.tsx";
import { groupsChecks } from "./permissions.ts";
import { type Group, groupCountQuery, groupsQuery } from "./queries.ts";
import { listRequest, listSearch, pageOf } from "./search.ts";

/** The groups of an organization. */
export function Page() {
  const organization = usePathOrganization();
  const [search, setSearch] = useSearchState(listSearch);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useMay(groupsChecks, organization.id);
  const { page, size } = pageOf(search);
  const list = useQuery(groupsQuery(organization.id, listRequest(search)));
  const found = useLastGood(list.data, organization.id);
  const isPartial = found?.isPartial === true;
  const isOverRun = page > 1 && !isPartial && found?.groups.length === 0;
  const count = useQuery({ ...groupCountQuery(organization.id, search.q), enabled: isOverRun });
  const total = isOverRun ? count.data : found?.count;
  const columns = useGroupsColumns(organization.id, found?.groups);
  const [deleted, setDeleted] = useState<Group | null>(null);
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/groups`;
  const goTo = (next: number) => setSearch({ page: String(next) });
  usePlace([{ label, to: `/organizations/${organization.name}` }, { label: "Groups" }]);
  useKeys({
    c: () => (may("groups.create") ? void navigate({ to: `${base}/new` }) : undefined),
  });
  return (
    <>
      <GroupsView
        organization={label}
        base={base}
        q={search.q}
        page={page}
        size={size}
        columns={columns}
        rows={found?.groups}
        total={total}
        busy={list.isFetching}
        isPartial={isPartial}
        problem={list.error === null ? undefined : problemOf(list.error)}
        mayCreate={may("groups.create")}
        actions={(group) =>
          groupActions({
            group,
            organization: label,
            base,
            mayDelete: may("groups.delete"),
            onDelete: setDeleted,
          })
        }
        onQuery={(q) => setSearch({ q, page: "1" }, { replace: true })}
        onPage={goTo}
        onSize={(next) => setSearch({ size: String(next), page: "1" })}
        onIntent={(next) => {
          const request = listRequest({ ...search, page: String(next) });
          void queries.prefetchQuery(groupsQuery(organization.id, request));
        }}
        onRetry={() => void list.refetch()}
      />
      {deleted === null ? null : (
        <DeleteGroupDialog
          group={deleted}
          organization={label}
          onClose={() => setDeleted(null)}
          onManaged={() => undefined}
        />
      )}
    </>
  );
}

/** The columns, with the budgets of the groups of this page, asked for in one question. */
function useGroupsColumns(organizationId: string, groups: readonly Group[] | undefined) {
  const ids = useMemo(() => groups?.map(({ id }) => id) ?? [], [groups]);
  const { data: spend } = useQuery(groupsSpendQuery(organizationId, ids));
  return useMemo(() => groupsColumns((id) => spend?.get(id)), [spend]);
}
