import type { Answer } from "@gatehouse/sdk";
import { BarChart } from "../../components/chart/bar-chart.tsx";
import type { Series } from "../../components/chart/scale.ts";
import { countText, roundedMoneyText, shareOf } from "../../lib/money.ts";
import type { UsageRow } from "./usage.ts";

/** Costs day by day as the API gives them. */
export type CostSeries = Answer<"listUsageSeries">;

type Wire = CostSeries["series"][number];

const perDollar = 1_000_000;

function dollars(micros: readonly (number | bigint)[]): readonly number[] {
  return micros.map((each) => Number(each) / perDollar);
}

function nameOf({ username, group_name, model }: Wire): string {
  const name = username ?? group_name ?? model ?? "";
  return name === "" ? "Deleted or unknown" : name;
}

/** The series of the chart, each with a name of its own: one model at two providers is told apart by them. */
export function seriesOf({ series, other }: CostSeries): readonly Series[] {
  const names = series.map(nameOf);
  const given = new Map<string, number>();
  const own = series.map((each, at): Series => {
    const name = names[at] ?? "";
    const isShared = names.filter((one) => one === name).length > 1;
    const full = isShared && each.model !== undefined ? `${name} · ${each.provider ?? "?"}` : name;
    const count = (given.get(full) ?? 0) + 1;
    given.set(full, count);
    return {
      name: count === 1 ? full : `${full} ${count}`,
      values: dollars(each.daily_cost_micros),
    };
  });
  if (other === null) return own;
  const name = `Other (${countText(other.members)})`;
  return [...own, { name, values: dollars(other.daily_cost_micros), isRest: true }];
}

/** "claude-opus-4-1 is $106.74 of $300.06 (36 %)." for the most expensive. */
export function partsText({ series, other }: CostSeries): string {
  const [first] = series;
  if (first === undefined) return "";
  const all = [...series, ...(other === null ? [] : [other])];
  const whole = all.reduce((sum, { cost_micros }) => sum + BigInt(cost_micros), 0n);
  const own = BigInt(first.cost_micros);
  const percent = Math.round(shareOf(own, whole) * 100);
  return `${nameOf(first)} is ${roundedMoneyText(own)} of ${roundedMoneyText(whole)} (${percent} %).`;
}

/** "1 Nov" for each day, with the year where there are two. */
function dayTexts(days: readonly string[]): readonly string[] {
  const isOneYear = days[0]?.slice(0, 4) === days.at(-1)?.slice(0, 4);
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(isOneYear ? {} : { year: "numeric" }),
  });
  return days.map((day) => format.format(Date.parse(day)));
}

/** What was spent each day: by what is most expensive, or as a whole where nothing stands alone. */
export function CostChart({
  what,
  summary,
  days,
  costs,
  parts,
}: {
  /** "model"; undefined: as a whole. */
  readonly what: string | undefined;
  /** One sentence. */
  readonly summary: string;
  readonly days: readonly string[];
  readonly costs: readonly UsageRow[];
  /** Undefined: not there, so that the whole is shown. */
  readonly parts: CostSeries | undefined;
}) {
  const byDay = new Map(costs.map((each) => [each.name, each.cost]));
  const whole = { name: "Cost", values: dollars(days.map((day) => byDay.get(day) ?? 0n)) };
  const series = parts === undefined ? [] : seriesOf(parts);
  const isStacked = what !== undefined && series.length > 0;
  const title = isStacked ? `Cost by day and ${what}` : "Cost by day";
  return (
    <section aria-label={title} className="rounded-card border bg-surface p-4">
      <BarChart
        key={title}
        title={title}
        summary={isStacked && parts !== undefined ? partsText(parts) : summary}
        labels={dayTexts(isStacked ? (parts?.days ?? days) : days)}
        series={isStacked ? series : [whole]}
        format={(amount) => roundedMoneyText(BigInt(Math.round(amount * perDollar)))}
      />
    </section>
  );
}
