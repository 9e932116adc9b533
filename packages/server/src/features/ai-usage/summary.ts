import {
  failField,
  type StreamedBody,
  type WireUsageSummaryRow,
  writeJson,
} from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { refuseEmptyPage } from "../../context/page.ts";
import { mediaRanges } from "../../platform/accept.ts";
import { csvLine } from "../../platform/csv.ts";
import { nextLink, readCursor, writeCursor } from "../../platform/page-cursor.ts";
import { periodOf, reportScope } from "../ai-budgets/index.ts";
import { presentKeys } from "./report-keys.ts";
import { isOfDays, type UsageGrouping } from "./report-store.ts";
import { horizonOf } from "./retention.ts";
import { chooseWindow } from "./summary-rules.ts";
import {
  type SummaryQuery,
  type SummaryRow,
  summarizeDays,
  summarizeRecords,
} from "./summary-store.ts";

/** `GET /ai/usage/summary` (spec ai-prices §9.4). */
export const summarizeUsage: Handler<"summarizeUsage"> = async (deps, ctx, { query }) => {
  const groupBy: UsageGrouping = query.group_by;
  const scope = await reportScope(deps, ctx, query);
  const window = chooseWindow({
    from: query.from,
    to: query.to,
    period: periodOf(ctx.now),
    horizon: horizonOf(deps.config, ctx.now),
    daysCanAnswer: isOfDays(groupBy),
  });
  refuseEmptyPage(query.limit);
  const after = query.after === "" ? null : readCursor(query.after, 2);
  if (after === undefined) failField("after", "is not a cursor of this list");
  const limit = query.limit === undefined ? null : query.limit + 1;
  const asked: SummaryQuery = { groupBy, ...scope, from: window.from, to: window.to, limit, after };
  const found =
    window.ofDays && isOfDays(groupBy)
      ? await summarizeDays(deps.db, { ...asked, groupBy })
      : await summarizeRecords(deps.db, asked);
  const rows = found.slice(0, query.limit ?? found.length);
  const last = rows.at(-1);
  const answer = inForm(ctx.accept, rows, groupBy);
  if (found.length === rows.length || last === undefined) return answer;
  const cursor = writeCursor([last.k1, last.k2]);
  const link = nextLink("/api/v2/ai/usage/summary", { ...query, after: cursor });
  return { ...answer, headers: { link } };
};

/** The rows in the first form that the client accepts; JSON where it does not care. */
function inForm(accept: string, rows: readonly SummaryRow[], groupBy: UsageGrouping): StreamedBody {
  const wire = rows.map((row) => presentRow(row, groupBy));
  const form = preferred(accept);
  if (form === "csv") {
    const columns = Object.keys(presentRow(emptyRow, groupBy));
    const lines = wire.map((row) => csvLine(cellsOf(row, columns)));
    const text = csvLine(columns) + lines.join("");
    return whole("text/csv; charset=utf-8", text, `ai-usage-by-${groupBy}.csv`);
  }
  if (form === "jsonl") {
    const text = wire.map((row) => `${writeJson(row)}\n`).join("");
    return whole("application/jsonl; charset=utf-8", text, `ai-usage-by-${groupBy}.jsonl`);
  }
  return whole("application/json; charset=utf-8", writeJson(wire));
}

const forms: Readonly<Record<string, "json" | "csv" | "jsonl">> = {
  "text/csv": "csv",
  "application/jsonl": "jsonl",
  "application/x-ndjson": "jsonl",
  "application/json": "json",
  "*/*": "json",
};

/** The form that a client likes best; of several that it likes as much the first, JSON where none is ours. */
function preferred(accept: string): "json" | "csv" | "jsonl" {
  const [best] = mediaRanges(accept)
    .flatMap(([range, quality]) => {
      const form = Object.hasOwn(forms, range) ? forms[range] : undefined;
      return form !== undefined && quality > 0 ? [{ form, quality }] : [];
    })
    .sort((a, b) => b.quality - a.quality);
  return best?.form ?? "json";
}

function whole(contentType: string, text: string, fileName?: string): StreamedBody {
  return {
    contentType,
    ...(fileName === undefined ? {} : { fileName }),
    lengthBytes: Buffer.byteLength(text),
    pieces: only(text),
  };
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

function cellsOf(row: WireUsageSummaryRow, columns: readonly string[]): string[] {
  return columns.map((column) => String(Reflect.get(row, column) ?? ""));
}

const emptyRow: SummaryRow = {
  ...{ k1: "", k2: "", name: "", cost_micros: "0", records: "0", unpriced_records: "0" },
  ...{ input_tokens: null, output_tokens: null },
  ...{ cache_read_input_tokens: null, cache_write_input_tokens: null },
};

function presentRow(row: SummaryRow, groupBy: UsageGrouping): WireUsageSummaryRow {
  const sum = (text: string | null) => (text === null ? null : BigInt(text));
  return {
    ...presentKeys(row, groupBy),
    input_tokens: sum(row.input_tokens),
    output_tokens: sum(row.output_tokens),
    cache_read_input_tokens: sum(row.cache_read_input_tokens),
    cache_write_input_tokens: sum(row.cache_write_input_tokens),
    cost_micros: BigInt(row.cost_micros),
    records: BigInt(row.records),
    unpriced_records: BigInt(row.unpriced_records),
  };
}
