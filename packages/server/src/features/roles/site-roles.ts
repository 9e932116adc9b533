import { assignRoleObject, listSiteRoles as listRoles } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize, requireActor } from "../../context/request-context.ts";
import { presentAssignableRole } from "./present.ts";
import { listRoleRows } from "./store.ts";

/** `GET /users/roles` (spec organizations §6.5, authorization §5.9). */
export const listSiteRoles: Handler<"listSiteRoles"> = async (deps, ctx) => {
  authorize(ctx, "read", assignRoleObject(), "forbidden");
  const rows = await listRoleRows(deps.db, null);
  return listRoles(requireActor(ctx).subject, rows, deps.config).map((role) =>
    presentAssignableRole(role),
  );
};
