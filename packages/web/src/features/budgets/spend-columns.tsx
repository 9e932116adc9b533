import type { Column } from "../../components/data-table/column.ts";
import { Count, Money, Nothing } from "../../components/money/money.tsx";
import { Meter } from "../../components/progress/meter.tsx";
import { shareOf } from "../../lib/money.ts";
import { byCost, totalOf, type UsageGrouping, type UsageRow } from "./usage.ts";

/** What the rows of a grouping are. */
export const groupingNames: Readonly<Record<UsageGrouping, string>> = {
  day: "Day",
  user: "Person",
  group: "Group",
  model: "Model",
};

/** Rows with their share of the whole cost, from 0 to 1. */
export type SharedRow = UsageRow & { readonly share: number };

/** The share of each row in the cost of all: the most expensive first, days as they come. */
export function sharesOf(rows: readonly UsageRow[], grouping: UsageGrouping): readonly SharedRow[] {
  const { cost } = totalOf(rows);
  return (grouping === "day" ? rows : byCost(rows)).map((row) => ({
    ...row,
    share: cost === 0n ? 0 : shareOf(row.cost, cost),
  }));
}

function percentText(share: number): string {
  return share > 0 && share < 0.001 ? "< 0.1 %" : `${(share * 100).toFixed(1)} %`;
}

function Name({ row, grouping }: { readonly row: UsageRow; readonly grouping: UsageGrouping }) {
  const { name, provider } = row;
  if (name === "") return <span className="text-text-secondary">Deleted or unknown</span>;
  if (grouping !== "model") return name;
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span className="font-mono [overflow-wrap:anywhere]">{name}</span>
      <span className="text-caption text-text-tertiary">{provider ?? "unknown provider"}</span>
    </span>
  );
}

/** The columns of the rows of a grouping. */
export function columnsFor(grouping: UsageGrouping): readonly Column<SharedRow>[] {
  return [
    {
      key: "name",
      label: groupingNames[grouping],
      cell: (row) => <Name row={row} grouping={grouping} />,
    },
    {
      key: "share",
      label: "Share of cost",
      width: "w-52",
      from: "md",
      stacked: "none",
      cell: ({ share, name }) => (
        <span className="flex items-center gap-3 tabular-nums">
          <Meter
            label={`Share of ${name}`}
            share={share}
            text={percentText(share)}
            warnFrom={2}
            dangerFrom={2}
          />
          <span className="w-12 shrink-0 text-end text-text-secondary">{percentText(share)}</span>
        </span>
      ),
    },
    {
      key: "records",
      label: "Requests",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: ({ records }) => <Count value={records} />,
    },
    {
      key: "tokens",
      label: "Tokens",
      align: "end",
      width: "w-28",
      from: "md",
      stacked: "none",
      cell: ({ tokens }) => (tokens === null ? <Nothing /> : <Count value={tokens} />),
    },
    {
      key: "unpriced",
      label: "Without price",
      align: "end",
      width: "w-28",
      from: "md",
      stacked: "none",
      cell: ({ unpriced }) => (unpriced === 0n ? <Nothing /> : <Count value={unpriced} />),
    },
    {
      key: "cost",
      label: "Cost",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: ({ cost, records, unpriced }) =>
        unpriced === records ? <Nothing /> : <Money micros={cost} rounded />,
    },
  ];
}
