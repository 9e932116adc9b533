import type { AuditTarget } from "../../context/request-context.ts";
import { exactDollars } from "../../platform/money.ts";
import type { Prices } from "./cost.ts";

/** What an audit entry about a model is about (spec ai-prices §9.2); the action is added. */
export function modelTarget(id: string, target: string): Omit<AuditTarget, "action"> {
  return { resourceType: "ai_model_price", resourceId: id, resourceTarget: target };
}

/** Prices as the audit log shows them: dollars per million tokens; null is unknown, `$0.00` is free. */
export function auditedPrices(prices: Prices): Record<string, string | null> {
  const shown = (price: bigint | null): string | null =>
    price === null ? null : exactDollars(price);
  return {
    input_price: shown(prices.input_price),
    output_price: shown(prices.output_price),
    cache_read_price: shown(prices.cache_read_price),
    cache_write_price: shown(prices.cache_write_price),
  };
}
