export { createEntitlements } from "./entitlements.ts";
export { readSiteConfigs, writeSiteConfig } from "./site-configs.ts";
export { createStatsCollector } from "./stats.ts";
export { createUpdateChecker } from "./update-check.ts";
