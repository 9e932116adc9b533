export { type OrgRoleNames, orgRoleNamer } from "./role-names.ts";
export { lockRoleNames } from "./store.ts";
