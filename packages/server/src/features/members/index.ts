export { addMember } from "./add.ts";
export { listedMembers } from "./count-store.ts";
export { countsAsAdmin, refuseLosingLastAdmin } from "./last-admin.ts";
export { type MemberPage, pageByUsername } from "./page-store.ts";
export { removeMember } from "./remove.ts";
export { findMember } from "./store.ts";
export { updateMemberRoles } from "./update-roles.ts";
