export { type AccountSecrets, insertAccount } from "./create.ts";
export { substringPattern, type UserFilter, userConditions } from "./filter-store.ts";
export { requireStrongPassword } from "./password-rules.ts";
export { presentRoles, presentUser } from "./present.ts";
export { userFilterOf, userSearchKeys } from "./search-keys.ts";
export {
  deleteAllKeys,
  findUserByEmail,
  findUserByRef,
  findUserByUsername,
  findUsersByRefs,
  lockUser,
  readUserSecrets,
  updateUser,
  userColumns,
} from "./store.ts";
export { userAuditTarget } from "./targets.ts";
