import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { Money } from "../../components/money/money.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { type Problem, problemOf } from "../../lib/problem.ts";
import { type Override, overridesQuery } from "./queries.ts";

/** Everything that the list of overrides shows. */
export interface OverridesViewProps {
  readonly rows: readonly Override[] | undefined;
  /** What groups are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  readonly count: number;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Undefined on the last page. */
  readonly onMore: (() => void) | undefined;
  readonly onUser: (username: string) => void;
  readonly onRetry: () => void;
}

function columnsFor({
  labels,
  onUser,
}: Pick<OverridesViewProps, "labels" | "onUser">): readonly Column<Override>[] {
  return [
    {
      key: "user",
      label: "User",
      cell: ({ username }) => (
        <button
          type="button"
          className="rounded-small font-medium text-accent-text hover:underline"
          onClick={() => onUser(username)}
        >
          {username}
        </button>
      ),
    },
    {
      key: "limit",
      label: "Budget",
      align: "end",
      width: "w-32",
      stacked: "fact",
      cell: ({ spend_limit_micros: limit }) => <Money micros={BigInt(limit)} />,
    },
    {
      key: "group",
      label: "Paid by",
      width: "w-48",
      stacked: "fact",
      cell: ({ group_id, group_name }) => labels.get(group_id) ?? group_name,
    },
    {
      key: "changed",
      label: "Changed",
      width: "w-32",
      from: "md",
      cell: ({ updated_at }) => <Moment value={updated_at} />,
    },
  ];
}

/** The budgets of single users, which count in place of those of their groups. */
export function Overrides({
  organization,
  labels,
  onUser,
}: {
  readonly organization: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly onUser: (username: string) => void;
}) {
  const [page, setPage] = useState(1);
  const list = useQuery(overridesQuery(organization, page));
  const rows = list.data?.overrides;
  const count = list.data?.count ?? 0;
  const isLast = rows === undefined || page * 100 >= count;
  return (
    <OverridesView
      rows={rows}
      labels={labels}
      count={count}
      busy={list.isFetching}
      problem={list.error === null ? undefined : problemOf(list.error)}
      onMore={isLast ? undefined : () => setPage(page + 1)}
      onUser={onUser}
      onRetry={() => void list.refetch()}
    />
  );
}

/** The list, drawn from its props. */
export function OverridesView(props: OverridesViewProps) {
  const { rows, count, problem, onMore } = props;
  return (
    <section aria-labelledby="overrides" className="flex flex-col gap-3 pt-4">
      <h2 id="overrides" className="text-h2">
        People with a budget of their own{" "}
        {count === 0 ? null : (
          <span className="font-normal text-text-secondary tabular-nums">
            {count.toLocaleString()}
          </span>
        )}
      </h2>
      <DataTable
        caption="Budgets of single users"
        columns={columnsFor(props)}
        rows={rows}
        rowKey={({ user_id }) => user_id}
        rowName={({ username }) => username}
        busy={props.busy}
        error={loadFailure("The budgets of single users", problem, props.onRetry)}
        empty={
          <EmptyState title="Nobody has a budget of their own.">
            Everybody has the budget of the group that pays for them. Give one person another below.
          </EmptyState>
        }
      />
      {onMore === undefined ? null : (
        <Button onClick={onMore} className="self-center">
          Next page
        </Button>
      )}
    </section>
  );
}
