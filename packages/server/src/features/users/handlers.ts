import { userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { allowSelfOnly, authorize } from "../../context/request-context.ts";
import { presentCachedUser, presentUser } from "./present.ts";

export { createUser } from "./create.ts";
export { deleteUser } from "./delete.ts";
export { exportUsers } from "./export.ts";
export { importUsers } from "./import.ts";
export { listUsers } from "./list.ts";
export { updateUserPassword } from "./password.ts";
export { updateUserProfile } from "./profile.ts";
export { updateUserRoles } from "./roles.ts";
export { activateUser, suspendUser } from "./status.ts";

/** `GET /users/{user}` (spec users §7.12). */
export const getUser: Handler<"getUser"> = async (_deps, ctx, { user }) => {
  authorize(ctx, "read", userObject(user.id));
  return user === ctx.actor?.user ? presentCachedUser(user) : presentUser(user);
};

/** `GET /users/{user}/login-type`: about oneself only (spec users §7.19). */
export const getUserLoginType: Handler<"getUserLoginType"> = async (_deps, ctx, { user }) => {
  allowSelfOnly(ctx, user.id, "forbidden");
  return { login_type: user.login_type };
};
