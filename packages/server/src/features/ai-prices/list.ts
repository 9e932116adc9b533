import { failField } from "@gatehouse/contract";
import { siteObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { refuseEmptyPage } from "../../context/page.ts";
import { authorize, type RequestContext } from "../../context/request-context.ts";
import { nextLink, readCursor, writeCursor } from "../../platform/page-cursor.ts";
import { listPriceHistory } from "./history-store.ts";
import { presentHistoryEntry, presentPrice } from "./present.ts";
import { listPrices } from "./store.ts";

const historyPage = 100;

/** Prices are an object of the site: whoever may not read them is told so (spec ai-prices §8.1). */
export function authorizeReadingPrices(_deps: Deps, ctx: RequestContext): void {
  authorize(ctx, "read", siteObject("ai_model_price"), "forbidden");
}

/** `GET /api/experimental/ai/model-prices` (spec ai-prices §8.1). */
export const listModelPricesExperimental: Handler<"listModelPricesExperimental"> = async (
  deps,
  ctx,
  { query },
) => {
  authorizeReadingPrices(deps, ctx);
  const everything = { asOf: null, after: null, limit: null };
  const rows = await listPrices(deps.db, { ...query, ...everything }, ctx.now);
  return rows.map(presentPrice);
};

/** `GET /api/v2/ai/model-prices`: also pages, earlier times and entity tags (spec ai-prices §9.1). */
export const listModelPrices: Handler<"listModelPrices"> = async (deps, ctx, { query }) => {
  authorizeReadingPrices(deps, ctx);
  refuseEmptyPage(query.limit);
  const after = query.after === "" ? null : readCursor(query.after, 3);
  if (after === undefined) failField("after", "is not a cursor of this list");
  const { provider, model, source, limit } = query;
  const asOf = query.as_of === undefined ? null : new Date(query.as_of);
  // One row more than asked for tells whether there is another page.
  const probe = limit === undefined ? null : limit + 1;
  const page = { provider, model, source, asOf, after, limit: probe };
  const found = await listPrices(deps.db, page, ctx.now);
  const rows = found.slice(0, limit ?? found.length);
  const last = rows.at(-1);
  if (found.length > rows.length && last !== undefined) {
    const cursor = writeCursor([last.provider, last.model, last.source]);
    const link = nextLink("/api/v2/ai/model-prices", { ...query, after: cursor });
    ctx.effects.headers = { ...ctx.effects.headers, link };
  }
  ctx.effects.tagged = true;
  return rows.map(presentPrice);
};

/** `GET /api/v2/ai/model-prices/history` (spec ai-prices §9.1). */
export const listModelPriceHistory: Handler<"listModelPriceHistory"> = async (
  deps,
  ctx,
  { query },
) => {
  authorizeReadingPrices(deps, ctx);
  refuseEmptyPage(query.limit);
  const before = query.before === "" ? null : readHistoryCursor(query.before);
  if (before === undefined) failField("before", "is not a cursor of this list");
  const limit = query.limit ?? historyPage;
  const found = await listPriceHistory(deps.db, { ...query, before, limit: limit + 1 });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length > rows.length && last !== undefined) {
    const cursor = writeCursor([last.effective_from.toISOString(), last.id]);
    const link = nextLink("/api/v2/ai/model-prices/history", { ...query, before: cursor });
    ctx.effects.headers = { ...ctx.effects.headers, link };
  }
  return rows.map(presentHistoryEntry);
};

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function readHistoryCursor(cursor: string): string[] | undefined {
  const place = readCursor(cursor, 2);
  const [time = "", id = ""] = place ?? [];
  return Number.isNaN(Date.parse(time)) || !uuidForm.test(id) ? undefined : place;
}
