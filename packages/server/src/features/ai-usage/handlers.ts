export { exportSpend } from "./export.ts";
export { recordUsage } from "./record.ts";
export { summarizeUsage } from "./summary.ts";
export { listUnpricedModels } from "./unpriced.ts";
