export { createCustomRole } from "./create.ts";
export { deleteCustomRole } from "./delete.ts";
export { decideOrgRoles } from "./role-change.ts";
export { type OrgRoleNames, orgRoleNamer } from "./role-names.ts";
export { acceptCustomRole, refuseReservedName } from "./rules.ts";
export { listRoleNames, lockRoleNames } from "./store.ts";
export { updateCustomRole } from "./update.ts";
