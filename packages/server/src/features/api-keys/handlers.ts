export { createSessionKey, createToken } from "./create.ts";
export {
  deleteApiKey,
  expireApiKey,
  getApiKey,
  getKeyByName,
  getTokenConfig,
  listScopes,
  listTokens,
} from "./keys.ts";
export { rotateToken } from "./rotate.ts";
export { deleteSession, listSessions, revokeOtherSessions } from "./sessions.ts";
