import { assignRoleObject, listOrgRoles as listRoles } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize, requireActor } from "../../context/request-context.ts";
import { presentAssignableRole } from "./present.ts";
import { listRoleRows } from "./store.ts";

/** `GET /organizations/{o}/members/roles` (spec organizations §6.6, authorization §5.9). */
export const listOrgRoles: Handler<"listOrgRoles"> = async (deps, ctx, { organization }) => {
  authorize(ctx, "read", assignRoleObject(organization.id));
  const rows = await listRoleRows(deps.db, organization.id);
  const changes = new Map(rows.map(({ name, updatedAt }) => [name, updatedAt]));
  return listRoles(requireActor(ctx).subject, organization.id, rows).map((role) =>
    presentAssignableRole(role, role.builtIn ? undefined : changes.get(role.name)),
  );
};
