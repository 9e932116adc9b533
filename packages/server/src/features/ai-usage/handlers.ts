export { exportSpend } from "./export.ts";
export { recordUsage } from "./record.ts";
export { repriceUsage } from "./reprice.ts";
export { listUsageSeries } from "./series.ts";
export { summarizeUsage } from "./summary.ts";
export { listUnpricedModels } from "./unpriced.ts";
