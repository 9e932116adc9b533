import { fail } from "@gatehouse/contract";
import { assignRoleObject, isReservedRoleName } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { refuseReservedName } from "./rules.ts";
import { deleteRole, lockRole } from "./store.ts";
import { auditedRole, roleAuditTarget } from "./targets.ts";

/**
 * `DELETE /organizations/{o}/members/roles/{roleName}` (spec organizations §6.9): the role, and with it its
 * name from every member who holds it.
 */
export const deleteCustomRole: GuardedHandler<"deleteCustomRole"> = {
  guard: (_deps, ctx, { organization }) => {
    authorize(ctx, "delete", assignRoleObject(organization.id), "forbidden");
  },
  handle: async (deps, ctx, { organization, params }) => {
    const organizationId = organization.id;
    if (isReservedRoleName(params.roleName)) refuseReservedName();
    if (params.roleName.includes("\u0000")) fail("not_found");
    await inTransaction(deps.db, async (tx) => {
      const before = (await lockRole(tx, organizationId, params.roleName)) ?? fail("not_found");
      const target = roleAuditTarget({ ...before, organizationId }, "delete");
      auditTarget(ctx, target);
      await deleteRole(tx, before.id);
      await recordAudit(tx, ctx, { ...target, old: auditedRole(before), new: null });
    });
  },
};
