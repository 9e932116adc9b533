import type { Checks } from "../../lib/permissions.ts";

/** What the pages about sync ask within an organization. */
export const organizationSyncChecks = {
  "idpSync.update": { action: "update", object: { resource_type: "idpsync_settings" } },
} as const satisfies Checks;

/** What they ask about the deployment. */
export const siteSyncChecks = {
  "idpSync.updateSite": { action: "update", object: { resource_type: "idpsync_settings" } },
  "idpSync.readClaims": { action: "read", object: { resource_type: "debug_info" } },
  "idpSync.readUsers": { action: "read", object: { resource_type: "user" } },
} as const satisfies Checks;
