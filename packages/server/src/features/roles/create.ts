import { assignRoleObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { presentCustomRole } from "./present.ts";
import { acceptCustomRole, refuseTakenName } from "./rules.ts";
import { insertRole, listRoleNames, roleNameConstraint } from "./store.ts";
import { auditedRole, roleAuditTarget } from "./targets.ts";

/**
 * `POST /organizations/{o}/members/roles` (spec organizations §6.7). The organization comes from the path
 * alone; nobody can put into a role what he may not do there himself.
 */
export const createCustomRole: GuardedHandler<"createCustomRole"> = {
  guard: (_deps, ctx, { organization }) => {
    authorize(ctx, "create", assignRoleObject(organization.id));
  },
  handle: async (deps, ctx, { organization, body }) => {
    const organizationId = organization.id;
    const id = newId();
    const name = body.name.toLowerCase();
    auditTarget(ctx, roleAuditTarget({ id, name, organizationId }, "create"));
    const existingNames = await listRoleNames(deps.db, organizationId);
    const { subject } = requireActor(ctx);
    const role = acceptCustomRole(body, { subject, organizationId, mode: "create", existingNames });
    try {
      const created = await inTransaction(deps.db, async (tx) => {
        const row = await insertRole(tx, { ...role, id, organizationId, now: ctx.now });
        const target = roleAuditTarget({ id, name, organizationId }, "create");
        await recordAudit(tx, ctx, { ...target, old: null, new: auditedRole(row) });
        return row;
      });
      return presentCustomRole(created);
    } catch (error) {
      if (violatedConstraint(error) === roleNameConstraint) refuseTakenName();
      throw error;
    }
  },
};
