export { type AccountSecrets, insertAccount } from "./create.ts";
export { requireStrongPassword } from "./password-rules.ts";
export {
  deleteAllKeys,
  findUserByEmail,
  findUserByRef,
  findUserByUsername,
  lockUser,
  readUserSecrets,
  updateUser,
} from "./store.ts";
export { userAuditTarget } from "./targets.ts";
