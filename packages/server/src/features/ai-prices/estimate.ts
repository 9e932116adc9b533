import { ApiError } from "@gatehouse/contract";
import type { GuardedHandler } from "../../context/handler.ts";
import { costOf, tokenFaults, tokenKinds } from "./cost.ts";
import { findPriceAsOf } from "./history-store.ts";
import { authorizeReadingPrices } from "./list.ts";
import { presentPriceInEffect } from "./present.ts";
import { findPricesInEffect } from "./store.ts";

const nothing = { input: 0n, output: 0n, cache_read: 0n, cache_write: 0n };

/** `POST /api/v2/ai/model-prices/estimate`: computes and stores nothing (spec ai-prices §9.1). */
export const estimateCost: GuardedHandler<"estimateCost"> = {
  guard: authorizeReadingPrices,
  handle: async (deps, ctx, { body }) => {
    const validations = tokenFaults(body);
    if (validations.length > 0) throw new ApiError("validation_failed", { validations });
    const { provider, model } = body;
    const key = { provider, model };
    const price =
      body.at === undefined
        ? ((await findPricesInEffect(deps.db, [key], ctx.now))[0] ?? null)
        : await findPriceAsOf(deps.db, key, new Date(body.at));
    const used = tokenKinds.filter(({ tokens }) => body[tokens] > 0n);
    if (price === null) {
      const unpriced = used.map(({ kind }) => kind);
      return { cost_micros: null, breakdown: nothing, price, unpriced_dimensions: unpriced };
    }
    const cost = costOf(price, body);
    return {
      cost_micros: cost?.micros ?? null,
      breakdown: cost?.breakdown ?? nothing,
      price: presentPriceInEffect(price),
      unpriced_dimensions: used.filter((one) => price[one.price] === null).map(({ kind }) => kind),
    };
  },
};
