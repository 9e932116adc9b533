import type { Handler } from "../../context/handler.ts";
import { refuseEmptyPage } from "../../context/page.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { reportScope } from "./report-scope.ts";
import { listThresholdEvents as readEvents } from "./threshold-store.ts";

const defaultLimit = 100;

/** `GET /ai/budget/threshold-events`: of whom reports tell (spec ai-prices §8.3). */
export const listThresholdEvents: Handler<"listThresholdEvents"> = async (deps, ctx, { query }) => {
  refuseEmptyPage(query.limit);
  const scope = await reportScope(deps, ctx, query);
  const rows = await readEvents(deps.db, scope, query.limit ?? defaultLimit);
  return rows.map((row) => ({
    user_id: row.user_id,
    username: row.username,
    effective_group_id: row.effective_group_id,
    period_start: `${row.period_start}T00:00:00Z`,
    percent: row.percent,
    spend_micros: BigInt(row.spend_micros),
    limit_micros: BigInt(row.limit_micros),
    limit_source: row.limit_source,
    created_at: wireTime(row.created_at),
    notified_at: row.notified_at === null ? null : wireTime(row.notified_at),
  }));
};
