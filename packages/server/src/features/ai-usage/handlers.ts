export { exportSpend } from "./export.ts";
export { recordUsage } from "./record.ts";
export { listUsageSeries } from "./series.ts";
export { summarizeUsage } from "./summary.ts";
export { listUnpricedModels } from "./unpriced.ts";
