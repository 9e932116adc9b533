export { deleteGroup } from "./delete.ts";
export { explicitMemberIds } from "./member-store.ts";
export { readUserIds, refuseUnchangeableMembers } from "./rules.ts";
export { findGroupById } from "./store.ts";
export { refuseWrongUsers, updateGroup } from "./update.ts";
