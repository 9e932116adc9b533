export { type AccountSecrets, insertAccount } from "./create.ts";
export { substringPattern, type UserFilter, userConditions } from "./filter-store.ts";
export { refuseLosingLastOwner } from "./last-owner.ts";
export { readMembershipSearch } from "./membership-search.ts";
export { inGroups } from "./membership-search-store.ts";
export { requireStrongPassword } from "./password-rules.ts";
export { presentUser } from "./present.ts";
export { decideSiteRoles } from "./role-change.ts";
export { updateUserRoles } from "./roles.ts";
export { countsAsOwner } from "./rules.ts";
export { userFilterOf, userSearchKeys } from "./search-keys.ts";
export {
  deleteAllKeys,
  findUserByEmail,
  findUserByRef,
  findUserByUsername,
  findUsersByRefs,
  lockUser,
  otherOwnerExists,
  readUserSecrets,
  updateUser,
  userColumns,
} from "./store.ts";
export { userAuditTarget } from "./targets.ts";
