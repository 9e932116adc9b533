export { changeGroupMembers } from "./bulk.ts";
export { createGroup } from "./create.ts";
export { deleteGroup } from "./delete.ts";
export {
  getGroup,
  getGroupByName,
  listGroupMembers,
  listGroupMembersByName,
  listGroups,
  listGroupsPaginated,
  listOrganizationGroups,
} from "./list.ts";
export { updateGroup } from "./update.ts";
