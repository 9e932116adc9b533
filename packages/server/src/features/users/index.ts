export { type AccountSecrets, insertAccount } from "./create.ts";
export { readUserSearch } from "./list.ts";
export { filterConditions, substringPattern, type UserFilter } from "./list-store.ts";
export { requireStrongPassword } from "./password-rules.ts";
export { presentUser } from "./present.ts";
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
