export { addMember } from "./add.ts";
export { countsAsAdmin, refuseLosingLastAdmin } from "./last-admin.ts";
export { type MemberPage, pageByUsername } from "./page-by-username.ts";
export { removeMember } from "./remove.ts";
export { decideOrgRoles } from "./role-change.ts";
export { findMember } from "./store.ts";
export { updateMemberRoles } from "./update-roles.ts";
