export { admitUser, type LoginRefusal, openSession } from "./funnel.ts";
export { deleteOwnSession } from "./keys.ts";
export { checkPassword } from "./login.ts";
export { loginRefusal } from "./login-rules.ts";
export { isInitialized, markInitialized } from "./store.ts";
