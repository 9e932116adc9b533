import type { Handler } from "../../context/handler.ts";
import { periodOf, reportScope } from "../ai-budgets/index.ts";
import {
  authorizeReadingPrices,
  findPricesInEffect,
  presentPriceInEffect,
} from "../ai-prices/index.ts";
import { repriceRecords } from "./reprice-store.ts";
import { horizonOf } from "./retention.ts";
import { chooseWindow } from "./summary-rules.ts";

const maxRows = 1000;

/** `GET /ai/usage/reprice`: what usage would have cost at another model's price (spec ai-prices §14). */
export const repriceUsage: Handler<"repriceUsage"> = async (deps, ctx, { query }) => {
  authorizeReadingPrices(deps, ctx);
  const scope = await reportScope(deps, ctx, query);
  const { from, to } = chooseWindow({
    from: query.from,
    to: query.to,
    period: periodOf(ctx.now),
    horizon: horizonOf(deps.config, ctx.now),
    daysCanAnswer: false,
  });
  const key = { provider: query.provider, model: query.model };
  const [price = null] = await findPricesInEffect(deps.db, [key], ctx.now);
  const rows = await repriceRecords(deps.db, { ...scope, from, to }, price, maxRows);
  return {
    price: price === null ? null : presentPriceInEffect(price),
    models: rows.map((row) => ({
      provider: row.provider,
      model: row.model,
      records: BigInt(row.records),
      cost_micros: BigInt(row.cost_micros),
      unpriced_records: BigInt(row.unpriced_records),
      repriced_micros: price === null ? null : BigInt(row.repriced_micros),
    })),
  };
};
