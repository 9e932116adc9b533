export { addMember } from "./add.ts";
export { countsAsAdmin, refuseLosingLastAdmin } from "./last-admin.ts";
export { type MemberFilter, type MemberRow, memberConditions } from "./list-store.ts";
export { removeMember } from "./remove.ts";
export { decideOrgRoles } from "./role-change.ts";
export { memberFilterOf, memberSearchKeys } from "./search-keys.ts";
export { findMember } from "./store.ts";
export { auditedMember, memberAuditTarget } from "./targets.ts";
export { updateMemberRoles } from "./update-roles.ts";
