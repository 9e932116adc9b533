import { fail } from "@gatehouse/contract";
import { organizationObject } from "@gatehouse/rbac";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { presentSharing } from "./present.ts";
import { lockOrganization, updateOrganizationRow } from "./store.ts";
import { reconcileSystemRoles } from "./system-roles.ts";
import { organizationAuditTarget } from "./targets.ts";

/** `GET …/settings/workspace-sharing` (spec organizations §8). */
export const getWorkspaceSharingSettings: Handler<"getWorkspaceSharingSettings"> = async (
  deps,
  ctx,
  { organization },
) => {
  authorize(ctx, "read", organizationObject(organization.id));
  return presentSharing(organization, deps.config.disableWorkspaceSharing);
};

/**
 * `PATCH …/settings/workspace-sharing` (spec organizations §8): the setting and the system roles that follow
 * from it, under the lock that everybody takes who writes system roles. Clients swallow a 403 that names the
 * feature, so the refusal does not (§9).
 */
export const updateWorkspaceSharingSettings: GuardedHandler<"updateWorkspaceSharingSettings"> = {
  guard: (_deps, ctx, { organization }) => {
    auditTarget(ctx, organizationAuditTarget(organization, "write"));
    authorize(ctx, "update", organizationObject(organization.id), "forbidden");
  },
  handle: async (deps, ctx, { organization, body }) => {
    const legacy = body.sharing_disabled ? "none" : "everyone";
    const owners = body.shareable_workspace_owners || legacy;
    const updated = await inTransaction(deps.db, async (tx) => {
      await advisoryLock(tx, "systemRoles");
      const before = (await lockOrganization(tx, organization.id)) ?? fail("not_found");
      const change = { shareable_workspace_owners: owners, updated_at: ctx.now };
      const after = await updateOrganizationRow(tx, before.id, change);
      await reconcileSystemRoles(tx, ctx.now, before.id);
      await recordAudit(tx, ctx, {
        ...organizationAuditTarget(after, "write"),
        old: { ...before },
        new: { ...after },
      });
      return after;
    });
    return presentSharing(updated, deps.config.disableWorkspaceSharing);
  },
};
