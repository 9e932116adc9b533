import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { DownloadLink } from "../../components/download/download-link.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { EmptyState, ErrorState } from "../../components/states/states.tsx";
import { roundedMoneyText, several } from "../../lib/money.ts";
import type { Problem } from "../../lib/problem.ts";
import { changeText } from "./change-text.ts";
import { CostChart, type CostSeries } from "./cost-chart.tsx";
import { columnsFor, groupingNames, sharesOf } from "./spend-columns.tsx";
import { daysIn, totalOf, type UsageGrouping, type UsageRange, type UsageRow } from "./usage.ts";

/** Everything that the page of spend shows. */
export interface SpendViewProps {
  readonly range: Pick<UsageRange, "from" | "to">;
  /** Undefined until the first answer. */
  readonly days: readonly UsageRow[] | undefined;
  /** The days that it is compared with. */
  readonly earlier?:
    | (Pick<UsageRange, "from" | "to"> & { readonly days: readonly UsageRow[] })
    | undefined;
  /** The days again, by what is most expensive; undefined where they are shown as a whole. */
  readonly parts?: CostSeries | undefined;
  readonly rows: readonly UsageRow[] | undefined;
  readonly grouping: UsageGrouping;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Organization and range. */
  readonly tools: ReactNode;
  /** What stands below the rows. */
  readonly below?: ReactNode;
  /** Where the CSV is. */
  readonly exportTo: string;
  readonly onGrouping: (grouping: UsageGrouping) => void;
  readonly onRetry: () => void;
}

const longestExport = 31;

/** The cost of a range in one sentence, with what is not part of it. */
export function spendSummary(days: readonly UsageRow[]): string {
  const { cost, records, unpriced } = totalOf(days);
  const known = `${roundedMoneyText(cost)} for ${several(records, "request")}`;
  return unpriced === 0n ? `${known}.` : `${known}; ${several(unpriced, "record")} without price.`;
}

/** "12 % more than 1 to 19 October 2026 ($1,075.00)." */
export function comparison(
  days: readonly UsageRow[],
  { from, to, days: before }: NonNullable<SpendViewProps["earlier"]>,
): string {
  const [now, then] = [totalOf(days).cost, totalOf(before).cost];
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
  const when = `${format.formatRange(Date.parse(from), Date.parse(to))} (${roundedMoneyText(then)})`;
  if (then === 0n) return now === 0n ? `As in ${when}.` : `Nothing was spent in ${when}.`;
  const change = changeText(then, now);
  const sentence = change.endsWith("much")
    ? `${change} as in ${when}.`
    : `${change} than in ${when}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Whether the records that would answer are deleted already: only then the start of the range is refused. */
function isPurged({ fields }: Problem): boolean {
  return fields.some(({ name }) => name === "from");
}

/** What was spent on AI: day by day, and by whom and on what. */
export function SpendView(props: SpendViewProps) {
  const { days, rows, grouping, problem, range } = props;
  const all = daysIn(range);
  const isLong = all.length > longestExport;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader
        title="Spend"
        meta={
          days === undefined ? undefined : (
            <>
              {spendSummary(days)}
              {props.earlier === undefined ? null : ` ${comparison(days, props.earlier)}`} Days are
              in UTC.
            </>
          )
        }
        actions={
          <>
            {props.tools}
            {isLong ? (
              <Button disabledReason={`An export has at most ${longestExport} days. Choose fewer.`}>
                Export CSV
              </Button>
            ) : (
              <DownloadLink href={props.exportTo} what="costs">
                Export CSV
              </DownloadLink>
            )}
          </>
        }
      />
      {days === undefined || days.length === 0 ? null : (
        <CostChart
          what={grouping === "day" ? undefined : groupingNames[grouping].toLowerCase()}
          summary={spendSummary(days)}
          days={all}
          costs={days}
          parts={props.parts}
        />
      )}
      <Segmented
        label="Group by"
        value={grouping}
        onChange={props.onGrouping}
        options={[
          { value: "day", label: "Day" },
          { value: "user", label: "Person" },
          { value: "group", label: "Group" },
          { value: "model", label: "Model" },
        ]}
      />
      <DataTable
        caption={`Spend by ${groupingNames[grouping].toLowerCase()}`}
        columns={columnsFor(grouping)}
        rows={rows === undefined ? undefined : sharesOf(rows, grouping)}
        rowKey={({ key }) => key}
        rowName={({ name }) => name}
        busy={props.busy}
        error={
          problem === undefined
            ? undefined
            : {
                state: isPurged(problem) ? (
                  <EmptyState
                    title={`These days cannot be told by ${groupingNames[grouping].toLowerCase()} any more.`}
                    action={<Button onClick={() => props.onGrouping("day")}>Show by day</Button>}
                  >
                    Single records are deleted after a while. What was spent each day, by each
                    person and by each group is kept.
                  </EmptyState>
                ) : (
                  <ErrorState
                    title="The spend did not load."
                    requestId={problem.requestId}
                    onRetry={props.onRetry}
                  >
                    {problem.message} Nothing was changed.
                  </ErrorState>
                ),
              }
        }
        empty={
          <EmptyState title="No AI use in these days.">
            Gateways report what was used; it shows here with its cost.
          </EmptyState>
        }
      />
      {props.below}
    </div>
  );
}
