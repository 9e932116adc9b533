import { failField } from "@gatehouse/contract";
import { organizationObject, orgObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { csvLine } from "../../platform/csv.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { dayOf, periodOf } from "../ai-budgets/index.ts";
import { listSpendForExport, type SpendExportRow } from "./export-store.ts";
import { horizonOf } from "./retention.ts";

const maxSpanMs = 31 * 86_400_000;

/** The columns in the order of the peer (spec ai-prices §8.4). */
const columns = [
  "user_id",
  "username",
  "group_id",
  "group_name",
  "organization_id",
  "organization_name",
  "model",
  "provider",
  "provider_name",
  "input_tokens",
  "output_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "cost_micros",
] as const satisfies readonly (keyof SpendExportRow)[];

/** `GET /organizations/{organization}/ai/spend/export`: all rows or a refusal, never a part (trap T15). */
export const exportSpend: Handler<"exportSpend"> = async (deps, ctx, { organization, query }) => {
  authorize(ctx, "read", organizationObject(organization.id));
  authorize(ctx, "read", orgObject("group_member", organization.id), "forbidden");
  const window = chooseWindow(query, ctx.now, horizonOf(deps.config, ctx.now));
  const rows = await listSpendForExport(deps.db, organization.id, window);
  const period = [wireTime(window.start), wireTime(window.end)];
  const lines = rows.map((row) => csvLine([...columns.map((name) => row[name]), ...period]));
  const text = csvLine([...columns, "period_start", "period_end"]) + lines.join("");
  const days = `${dayOf(window.start)}-to-${dayOf(window.end)}`;
  return {
    contentType: "text/csv; charset=utf-8",
    fileName: `ai-spend-export-${organization.name}-${days}.csv`,
    lengthBytes: Buffer.byteLength(text),
    pieces: only(text),
  };
};

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

function chooseWindow(
  query: { period_start?: string | undefined; period_end?: string | undefined },
  now: Date,
  horizon: Date | null,
): { start: Date; end: Date } {
  const { period_start, period_end } = query;
  if (period_start === undefined && period_end === undefined) {
    const { start, end } = periodOf(now);
    return { start: horizon !== null && horizon > start ? horizon : start, end };
  }
  if (period_start === undefined) failField("period_start", "must be given with period_end");
  if (period_end === undefined) failField("period_end", "must be given with period_start");
  const start = new Date(period_start);
  const end = new Date(period_end);
  if (start >= end) failField("period_end", "must be after period_start");
  if (end.getTime() - start.getTime() > maxSpanMs)
    failField("period_end", "must be 31 days later at most");
  if (horizon !== null && start < horizon) {
    failField("period_start", `records before ${wireTime(horizon)} are purged`);
  }
  return { start, end };
}
