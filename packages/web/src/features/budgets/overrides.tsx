import { useQuery } from "@tanstack/react-query";
import type { Column } from "../../components/data-table/column.ts";
import { Moment } from "../../components/date-time/moment.tsx";
import { Money } from "../../components/money/money.tsx";
import { PagedTable } from "../../components/paged-table/paged-table.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { type Problem, problemOf } from "../../lib/problem.ts";
import { type Override, overridesPage, overridesQuery } from "./queries.ts";

/** Everything that the list of overrides shows. */
export interface OverridesViewProps {
  readonly rows: readonly Override[] | undefined;
  /** What groups are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  /** All of them; undefined until the first answer. */
  readonly count: number | undefined;
  /** From 1. */
  readonly page: number;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onPage: (page: number) => void;
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
  page,
  ...rest
}: Pick<OverridesViewProps, "labels" | "page" | "onPage" | "onUser"> & {
  readonly organization: string;
}) {
  const list = useQuery(overridesQuery(organization, page));
  return (
    <OverridesView
      {...rest}
      page={page}
      rows={list.data?.overrides}
      count={list.data?.count}
      busy={list.isFetching}
      problem={list.error === null ? undefined : problemOf(list.error)}
      onRetry={() => void list.refetch()}
    />
  );
}

/** The list, drawn from its props. */
export function OverridesView(props: OverridesViewProps) {
  const { rows, count, page, onPage } = props;
  return (
    <section aria-labelledby="overrides" className="flex flex-col gap-3 pt-4">
      <h2 id="overrides" className="text-h2">
        People with a budget of their own{" "}
        {count === undefined || count === 0 ? null : (
          <span className="font-normal text-text-secondary tabular-nums">
            {count.toLocaleString()}
          </span>
        )}
      </h2>
      <PagedTable
        what="budgets of single users"
        name="Budgets of single users"
        order="sorted by username"
        columns={columnsFor(props)}
        rows={rows}
        rowKey={({ user_id }) => user_id}
        rowName={({ username }) => username}
        q=""
        onQuery={() => undefined}
        total={count}
        page={page}
        size={overridesPage}
        pager={count !== undefined && count > overridesPage}
        busy={props.busy}
        problem={props.problem}
        onPage={onPage}
        onRetry={props.onRetry}
        empty={
          <EmptyState title="Nobody has a budget of their own.">
            Everybody has the budget of the group that pays for them. Give one person another below.
          </EmptyState>
        }
      />
    </section>
  );
}
