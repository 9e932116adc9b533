import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import {
  dayKeys,
  daysOf,
  isOfDays,
  keyNames,
  recordKeys,
  recordsOf,
  type UsageGrouping,
  type UsageScope,
} from "./report-store.ts";

/** Which costs to follow day by day. */
export interface SeriesQuery extends UsageScope {
  groupBy: Exclude<UsageGrouping, "day">;
  /** So many of the most expensive stand alone, the others together. */
  top: number;
  /** Whether it comes from the daily totals. */
  ofDays: boolean;
}

/** The cost of one day: of one of the most expensive, or of all others together, which have no keys. */
export interface SeriesRow {
  /** From 1, the most expensive first; `top + 1` for the others. */
  place: number;
  k1: string;
  k2: string;
  name: string;
  /** How many are summed up here. */
  members: number;
  /** `YYYY-MM-DD`. */
  day: string;
  cost_micros: string;
}

/** Costs by day, the most expensive first; days and keys that cost nothing are left out. */
export async function listCostSeries(handle: Handle, query: SeriesQuery): Promise<SeriesRow[]> {
  const { groupBy } = query;
  const [k1, k2] = recordKeys[groupBy];
  const costs =
    query.ofDays && isOfDays(groupBy)
      ? sql`select ${dayKeys[groupBy]} as k1, '' as k2, s.day::text as day, sum(s.spend_micros) as cost
          from ai_user_daily_spend s where ${daysOf(query)} group by 1, 2, 3`
      : sql`select ${k1} as k1, ${k2} as k2, ${recordKeys.day[0]} as day, sum(s.cost_micros) as cost
          from ai_usage s where ${recordsOf(query)} group by 1, 2, 3`;
  const { rows } = await sql<SeriesRow>`
    with cost as materialized (select c.* from (${costs}) c where c.cost > 0),
    placed as (
      select c.k1, c.k2, row_number() over (
          order by sum(c.cost) desc, c.k1 collate "C", c.k2 collate "C") as place
      from cost c group by c.k1, c.k2
    ), series as (
      select least(p.place, ${query.top}::int + 1)::int as place,
        case when p.place <= ${query.top}::int then c.k1 end as k1,
        case when p.place <= ${query.top}::int then c.k2 end as k2,
        greatest(max(p.place) over () - ${query.top}::int, 0)::int as others, c.day, c.cost
      from cost c join placed p on p.k1 = c.k1 and p.k2 = c.k2
    ), summed as (
      select s.place, s.k1, s.k2, s.others, s.day, sum(s.cost)::text as cost_micros
      from series s group by s.place, s.k1, s.k2, s.others, s.day
    )
    select t.place, coalesce(t.k1, '') as k1, coalesce(t.k2, '') as k2,
      case when t.k1 is null then '' else ${keyNames[groupBy]} end as name,
      case when t.k1 is null then t.others else 1 end as members, t.day, t.cost_micros
    from summed t order by t.place, t.day`.execute(handle);
  return rows;
}
