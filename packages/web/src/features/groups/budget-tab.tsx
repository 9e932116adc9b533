import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { GroupMeter } from "../../components/budget/group-meter.tsx";
import { LimitDialog } from "../../components/budget/limit-dialog.tsx";
import { Button } from "../../components/button/button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { Money, Nothing } from "../../components/money/money.tsx";
import { Pager } from "../../components/pager/pager.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { EmptyState, ErrorState } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { periodText, setGroupBudget } from "../../lib/budgets.ts";
import { budgetsChanged } from "../../lib/changed.ts";
import { labelOf } from "../../lib/labels.ts";
import { roundedMoneyText } from "../../lib/money.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { problemOf } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";
import { groupSpendQuery, type MemberSpend, membersSpendQuery } from "./budget-queries.ts";
import { groupsChecks } from "./permissions.ts";
import { type Group, groupMembersQuery } from "./queries.ts";
import { listRequest, listSearch, pageOf } from "./search.ts";
import type { TabProps } from "./tab-props.ts";

/** What each member of a group may spend on AI in a month, and what each one did. */
export function BudgetTab({ group, organization }: TabProps) {
  const spend = useQuery(groupSpendQuery(group.id));
  const may = useMay(groupsChecks, organization.id);
  const [isOpen, setOpen] = useState(false);
  if (spend.error !== null) {
    const problem = problemOf(spend.error);
    return (
      <ErrorState
        title="The budget did not load."
        requestId={problem.requestId}
        onRetry={() => void spend.refetch()}
      >
        {problem.message}
      </ErrorState>
    );
  }
  if (spend.data === undefined) return <Skeleton count={4} />;
  const { limit } = spend.data;
  const label = labelOf(group);
  return (
    <div className="flex flex-col gap-5">
      <section
        aria-label={`Budget of ${label}`}
        className="flex max-w-form flex-col gap-3 rounded-card border bg-surface p-4"
      >
        <p className="text-caption text-text-secondary">{periodText(spend.data, Date.now())}</p>
        <GroupMeter label={label} spend={spend.data} />
        <p className="text-dense text-text-secondary">
          {limit === null
            ? "No budget: the AI use of its members is not limited by this group."
            : `Each member may spend ${roundedMoneyText(limit)} a month.`}
        </p>
        <Button
          className="self-start"
          disabledReason={may("groups.update") ? undefined : reasons.budgets}
          onClick={() => setOpen(true)}
        >
          {limit === null ? "Set budget…" : "Change budget…"}
        </Button>
      </section>
      <MembersSpend group={group} />
      {isOpen ? <EditBudget group={group} limit={limit} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function EditBudget({
  group,
  limit,
  onClose,
}: {
  readonly group: Group;
  readonly limit: bigint | null;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (next: bigint | null) => setGroupBudget(group.id, next),
    onSuccess: async () => {
      onClose();
      await budgetsChanged(queries);
      toastDone(`Budget of ${labelOf(group)} saved.`);
    },
  });
  return (
    <LimitDialog
      title={`Budget of ${labelOf(group)}`}
      help={`For each of the ${group.total_member_count.toLocaleString()} members, each month.`}
      limit={limit}
      pending={save.isPending}
      problem={save.error === null ? undefined : problemOf(save.error)}
      onSave={(next) => save.mutate(next)}
      onClose={onClose}
    />
  );
}

const columns: readonly Column<MemberSpend>[] = [
  { key: "user", label: "User", cell: ({ username }) => username },
  {
    key: "spent",
    label: "Spent here",
    align: "end",
    width: "w-36",
    stacked: "fact",
    cell: ({ spent }) => (spent === undefined ? <Nothing /> : <Money micros={spent} rounded />),
  },
  {
    key: "payer",
    label: "Paid by",
    width: "w-56",
    stacked: "fact",
    cell: ({ payer }) => payer,
  },
];

/** What the members of a page spent that this group pays. */
function MembersSpend({ group }: { readonly group: Group }) {
  const [search, setSearch] = useSearchState(listSearch);
  const { page, size } = pageOf(search);
  const list = useQuery(groupMembersQuery(group, listRequest({ ...search, q: "" })));
  const ids = list.data?.users.map(({ id }) => id) ?? [];
  const spend = useQuery(membersSpendQuery(group.id, ids));
  const rows = list.data?.users.map(({ id, username }): MemberSpend => {
    const found = spend.data?.get(id);
    return {
      id,
      username,
      spent: found?.spent,
      payer:
        found === undefined
          ? ""
          : found.payerId === group.id
            ? labelOf(group)
            : found.payerId === null
              ? "another organization"
              : "another group",
    };
  });
  const error = list.error ?? spend.error;
  const problem = error === null ? undefined : problemOf(error);
  const total = list.data?.count;
  return (
    <section aria-label="Spend of members" className="flex flex-col gap-3">
      <h2 className="text-h2">Members</h2>
      <DataTable
        caption={`What members of ${labelOf(group)} spent`}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={({ username }) => username}
        busy={list.isFetching || spend.isFetching}
        error={loadFailure(
          "The spend",
          problem,
          () => void Promise.all([list.refetch(), spend.refetch()]),
        )}
        empty={<EmptyState title="Nobody is in this group yet." />}
      />
      {total === undefined || total <= size ? null : (
        <Pager
          total={total}
          page={page}
          size={size}
          onPage={(next) => setSearch({ page: String(next) })}
          onSize={(next) => setSearch({ size: String(next), page: "1" })}
        />
      )}
    </section>
  );
}
