export { createEntitlements } from "./entitlements.ts";
export { readSiteConfigs, writeSiteConfig } from "./site-config-store.ts";
export { createStatsCollector } from "./stats.ts";
export { createUpdateChecker } from "./update-check.ts";
