export { refuseLosingLastAdmin } from "./last-admin.ts";
export { type MemberFilter, type MemberRow, memberConditions } from "./list-store.ts";
export { decideOrgRoles } from "./role-change.ts";
export { memberFilterOf, memberSearchKeys } from "./search-keys.ts";
export { auditedMember, memberAuditTarget } from "./targets.ts";
