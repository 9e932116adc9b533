export { addMember } from "./add.ts";
export { changeMembers } from "./bulk.ts";
export { exportMembers } from "./export.ts";
export { getMember, listMembers, listMembersPaginated } from "./list.ts";
export { removeMember } from "./remove.ts";
export { updateMemberRoles } from "./update-roles.ts";
