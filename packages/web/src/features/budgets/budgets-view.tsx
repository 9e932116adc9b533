import type { ReactNode } from "react";
import { GroupMeter } from "../../components/budget/group-meter.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { Money, Nothing } from "../../components/money/money.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { periodText } from "../../lib/budgets.ts";
import type { Problem } from "../../lib/problem.ts";
import type { Budgets, GroupBudgetRow } from "./queries.ts";

/** Everything that the page of budgets shows. */
export interface BudgetsViewProps {
  /** Undefined until the first answer. */
  readonly budgets: Budgets | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** The switch between organizations. */
  readonly scope: ReactNode;
  /** Budgets of single people. */
  readonly people: ReactNode;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Why this person cannot set budgets here. */
  readonly refusal: string | undefined;
  readonly onSet: (group: GroupBudgetRow) => void;
  readonly onRetry: () => void;
}

const columns: readonly Column<GroupBudgetRow>[] = [
  { key: "group", label: "Group", cell: ({ label }) => label },
  {
    key: "limit",
    label: "Per member",
    align: "end",
    width: "w-32",
    stacked: "fact",
    cell: ({ limit }) => (limit === null ? <Nothing /> : <Money micros={limit} />),
  },
  {
    key: "members",
    label: "Members",
    align: "end",
    width: "w-24",
    from: "md",
    stacked: "none",
    cell: ({ members }) => members.toLocaleString(),
  },
  {
    key: "spent",
    label: "Spent by all",
    width: "w-80",
    stacked: "fact",
    cell: (group) => <GroupMeter label={group.label} spend={group} />,
  },
];

/** What the groups of an organization may spend on AI, and did in this period. */
export function BudgetsView(props: BudgetsViewProps) {
  const { budgets, problem, refusal, onSet } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Budgets"
        meta={budgets === undefined ? undefined : periodText(budgets, props.now)}
        actions={props.scope}
      />
      <DataTable
        caption="Budgets of groups"
        columns={columns}
        rows={budgets?.rows}
        rowKey={({ id }) => id}
        rowName={({ label }) => label}
        rowActions={(group) => [
          [{ label: "Set budget…", reason: refusal, onSelect: () => onSet(group) }],
        ]}
        busy={props.busy}
        error={loadFailure("The budgets", problem, props.onRetry)}
        empty={
          <EmptyState title="No groups here.">
            A budget belongs to a group: each of its members may spend so much in a month.
          </EmptyState>
        }
      />
      {props.people}
    </div>
  );
}
