import type { AuditTarget } from "../../context/request-context.ts";
import type { SettingsKind } from "./settings-store.ts";

/** The id under which all settings of sync are audited; they have none of their own (spec idp-sync-and-scim §A2.2). */
const settingsAuditId = "51a51c00-0000-0000-0000-000000000000";

const names: Readonly<Record<SettingsKind, string>> = {
  organization: "Organization Sync",
  group: "Organization Group Sync",
  role: "Organization Role Sync",
};

/** The audit target of settings of sync. */
export function settingsTarget(kind: SettingsKind, organizationId: string): AuditTarget {
  return {
    resourceType: `idp_sync_settings_${kind}`,
    action: "write",
    resourceId: settingsAuditId,
    resourceTarget: names[kind],
    organizationId,
  };
}
