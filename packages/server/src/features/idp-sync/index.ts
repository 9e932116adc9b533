export {
  refuseSyncedMembership,
  refuseSyncedRoles,
  type SyncedParts,
  syncedParts,
} from "./manual-changes.ts";
export { syncOptions } from "./options.ts";
export { planSync } from "./plan.ts";
export { presentSyncPlan } from "./present.ts";
export type { SettingsDraft } from "./settings.ts";
export { syncAtLogin } from "./sync.ts";
export type { SyncPlan } from "./sync-plan.ts";
export { triedSettings } from "./tried-settings.ts";
