export { type AccountSecrets, insertAccount } from "./create.ts";
export { type UserFilter, userConditions } from "./filter-store.ts";
export { readMembershipSearch } from "./membership-search.ts";
export { inGroups } from "./membership-search-store.ts";
export { requireStrongPassword } from "./password-rules.ts";
export { presentUser } from "./present.ts";
export { countsAsOwner } from "./rules.ts";
export { userFilterOf, userSearchKeys } from "./search-keys.ts";
export {
  deleteAllKeys,
  findUserByEmail,
  findUserByRef,
  findUserByUsername,
  lockUser,
  otherOwnerExists,
  readUserSecrets,
  updateUser,
  userColumns,
} from "./store.ts";
export { userAuditTarget } from "./targets.ts";
