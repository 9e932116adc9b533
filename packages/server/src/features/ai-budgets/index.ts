export { createAiMetrics } from "./metrics.ts";
export { dayOf, periodOf } from "./period.ts";
export { type EffectiveBudget, findEffectiveBudgets } from "./resolution-store.ts";
export { type AddedSpend, noteThresholds } from "./thresholds.ts";
