export { type AccountSecrets, insertAccount } from "./create.ts";
export { readMembershipSearch } from "./membership-search.ts";
export { inGroups } from "./membership-search-store.ts";
export { requireStrongPassword } from "./password-rules.ts";
export { presentUser } from "./present.ts";
export {
  deleteAllKeys,
  findUserByEmail,
  findUserByRef,
  findUserByUsername,
  lockUser,
  readUserSecrets,
  updateUser,
  userColumns,
} from "./store.ts";
export { userAuditTarget } from "./targets.ts";
