export { createBudgetCache } from "./cache.ts";
export { createAiMetrics } from "./metrics.ts";
export { dayOf, periodOf } from "./period.ts";
export { reportScope } from "./report-scope.ts";
export { findEffectiveBudgets } from "./resolution-store.ts";
export { type AddedSpend, noteThresholds } from "./thresholds.ts";
