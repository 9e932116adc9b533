import { fail } from "@gatehouse/contract";
import { assignRoleObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { presentCustomRole } from "./present.ts";
import { acceptCustomRole } from "./rules.ts";
import { lockRole, replaceRole } from "./store.ts";
import { auditedRole, roleAuditTarget } from "./targets.ts";

/**
 * `PUT /organizations/{o}/members/roles` (spec organizations §6.8): replaces all of a role that is found by
 * its name. What the role already held counts no more than anything else: the caller must hold it himself.
 */
export const updateCustomRole: GuardedHandler<"updateCustomRole"> = {
  guard: (_deps, ctx, { organization }) => {
    authorize(ctx, "update", assignRoleObject(organization.id));
  },
  handle: async (deps, ctx, { organization, body }) => {
    const organizationId = organization.id;
    const { subject } = requireActor(ctx);
    const context = { subject, organizationId, mode: "update", existingNames: [] } as const;
    const updated = await inTransaction(deps.db, async (tx) => {
      const before = await lockRole(tx, organizationId, body.name);
      const target = before && roleAuditTarget({ ...before, organizationId }, "write");
      if (target !== null) auditTarget(ctx, target);
      const role = acceptCustomRole(body, context);
      if (before === null || target === null) fail("not_found");
      const after = await replaceRole(tx, before.id, { ...role, now: ctx.now });
      const states = { old: auditedRole(before), new: auditedRole(after) };
      await recordAudit(tx, ctx, { ...target, ...states });
      return after;
    });
    return presentCustomRole(updated);
  },
};
