import type { WireUsageSeries } from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { dayOf, periodOf, reportScope } from "../ai-budgets/index.ts";
import { presentKeys } from "./report-keys.ts";
import { isOfDays } from "./report-store.ts";
import { horizonOf } from "./retention.ts";
import { listCostSeries, type SeriesRow } from "./series-store.ts";
import { chooseWindow } from "./summary-rules.ts";

const standardTop = 6;
const dayMs = 86_400_000;

/** `GET /ai/usage/series`: the cost of each day by what is most expensive (spec ai-prices §9.4). */
export const listUsageSeries: Handler<"listUsageSeries"> = async (deps, ctx, { query }) => {
  const groupBy = query.group_by;
  const scope = await reportScope(deps, ctx, query);
  const window = chooseWindow({
    from: query.from,
    to: query.to,
    period: periodOf(ctx.now),
    horizon: horizonOf(deps.config, ctx.now),
    daysCanAnswer: isOfDays(groupBy),
  });
  // To the decoder 0 is as good as absent.
  const top = query.top === undefined || query.top === 0 ? standardTop : query.top;
  const rows = await listCostSeries(deps.db, { ...window, ...scope, groupBy, top });
  const days = daysIn(window);
  const places = [...new Set(rows.map(({ place }) => place))];
  const found = places.map((place) => {
    const its = rows.filter((row) => row.place === place);
    return { isOther: place > top, first: its[0], costs: costsOf(its, days) };
  });
  const other = found.find(({ isOther }) => isOther);
  return {
    days,
    series: found.flatMap(({ isOther, first, costs }) =>
      isOther || first === undefined ? [] : [{ ...presentKeys(first, groupBy), ...costs }],
    ),
    other: other === undefined ? null : { members: other.first?.members ?? 0, ...other.costs },
  };
};

/** Days in UTC that a window touches. */
function daysIn({ from, to }: { from: Date; to: Date }): string[] {
  const days: string[] = [];
  for (let at = from.getTime() - (from.getTime() % dayMs); at < to.getTime(); at += dayMs) {
    days.push(dayOf(new Date(at)));
  }
  return days;
}

function costsOf(
  rows: readonly SeriesRow[],
  days: readonly string[],
): Pick<WireUsageSeries["series"][number], "cost_micros" | "daily_cost_micros"> {
  const byDay = new Map(rows.map(({ day, cost_micros }) => [day, BigInt(cost_micros)]));
  const daily = days.map((day) => byDay.get(day) ?? 0n);
  return { cost_micros: daily.reduce((sum, cost) => sum + cost, 0n), daily_cost_micros: daily };
}
