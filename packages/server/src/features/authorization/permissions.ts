import { effectivePermissions, siteObject, userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { presentEffective, presentHeldRole } from "./present.ts";
import { listGroupsOf } from "./store.ts";
import { subjectOf } from "./subject.ts";

/**
 * `GET /users/{user}/permissions`: without the restrictions of a key (spec authorization §3.12). The
 * path finds the caller whatever his key may do, so reading him is decided here (§3).
 */
export const getUserPermissions: Handler<"getUserPermissions"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", userObject(user.id));
  if (user.id !== ctx.actor?.user.id) {
    authorize(ctx, "read", siteObject("audit_log"), "forbidden");
  }
  const [subject, groups] = await Promise.all([
    subjectOf(deps, user),
    listGroupsOf(deps.db, user.id),
  ]);
  return {
    user_id: user.id,
    status: user.status,
    roles: subject.roles.map(presentHeldRole),
    effective: effectivePermissions(subject).map(presentEffective),
    groups: groups.map(({ id, name, organization_id }) => ({ id, name, organization_id })),
  };
};
