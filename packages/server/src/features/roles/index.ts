export { type OrgRoleNames, orgRoleNamer } from "./role-names.ts";
export { listRoleNames, lockRoleNames } from "./store.ts";
