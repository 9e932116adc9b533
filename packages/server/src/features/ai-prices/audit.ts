import type { AuditTarget } from "../../context/request-context.ts";
import { counted } from "../../platform/counted.ts";
import { newId } from "../../platform/ids.ts";
import { exactDollars } from "../../platform/money.ts";
import type { PriceChange } from "./change-store.ts";
import type { Prices } from "./cost.ts";

/** What an audit entry about a model is about (spec ai-prices §9.2); the action is added. */
export function modelTarget(id: string, target: string): Omit<AuditTarget, "action"> {
  return { resourceType: "ai_model_price", resourceId: id, resourceTarget: target };
}

/** Prices as the audit log shows them: dollars per million tokens, `$0.00` where it is free. */
export function auditedPrices(prices: Prices): Record<string, string> {
  const shown = (price: bigint | null): string =>
    price === null ? "unknown" : exactDollars(price);
  return {
    input_price: shown(prices.input_price),
    output_price: shown(prices.output_price),
    cache_read_price: shown(prices.cache_read_price),
    cache_write_price: shown(prices.cache_write_price),
  };
}

/** More changed models than this in one request are audited by their counts (spec ai-prices §9.2). */
const maxAuditedModels = 100;

/** What the audit log says about changed custom prices: each model, or one entry with counts. */
export function priceChangeAudits(changes: readonly PriceChange[]) {
  if (changes.length > maxAuditedModels) {
    const added = changes.filter((change) => change.before === null).length;
    const counts = { added, changed: changes.length - added };
    const target = modelTarget(newId(), counted(changes.length, "model"));
    return [{ ...target, action: "write", old: null, new: null, additionalFields: counts }];
  }
  return changes.map((change) => ({
    ...modelTarget(change.id, `${change.provider}/${change.model}`),
    action: "write",
    old: change.before === null ? null : auditedPrices(change.before),
    new: { ...auditedPrices(change.after), effective_from: change.effective_from },
  }));
}
