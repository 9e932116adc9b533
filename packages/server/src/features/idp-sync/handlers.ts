export {
  listClaimFields,
  listClaimValues,
  listOrganizationClaimFields,
  listOrganizationClaimValues,
} from "./claim-fields.ts";
export {
  getGroupSync,
  updateGroupSync,
  updateGroupSyncConfig,
  updateGroupSyncMapping,
} from "./group-settings.ts";
export {
  getOrganizationSync,
  updateOrganizationSync,
  updateOrganizationSyncConfig,
  updateOrganizationSyncMapping,
} from "./organization-settings.ts";
export {
  getRoleSync,
  updateRoleSync,
  updateRoleSyncConfig,
  updateRoleSyncMapping,
} from "./role-settings.ts";
