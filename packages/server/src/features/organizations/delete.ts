import { ApiError, fail } from "@gatehouse/contract";
import { organizationObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { tellBlockers } from "./rules.ts";
import {
  deleteMemberships,
  deleteSyncSettings,
  listBlockers,
  lockOrganization,
  updateOrganizationRow,
} from "./store.ts";
import { organizationAuditTarget } from "./targets.ts";

/**
 * `DELETE /organizations/{organization}` (spec organizations §3.6): soft, and only when nothing but one
 * member is left. Its membership and the settings of identity provider sync go with it. The row lock keeps others out between the count and the deletion.
 */
export const deleteOrganization: GuardedHandler<"deleteOrganization"> = {
  guard: (_deps, ctx, { organization }) => {
    auditTarget(ctx, organizationAuditTarget(organization, "delete"));
    authorize(ctx, "delete", organizationObject(organization.id));
  },
  handle: async (deps, ctx, { organization }) => {
    await inTransaction(deps.db, async (tx) => {
      const before = (await lockOrganization(tx, organization.id)) ?? fail("not_found");
      if (before.is_default) {
        throw new ApiError("refused", { message: "The default organization cannot be deleted." });
      }
      const blockers = await listBlockers(tx, before.id);
      if (blockers.length > 0) {
        throw new ApiError("organization_in_use", { detail: tellBlockers(blockers) });
      }
      await deleteMemberships(tx, before.id);
      await deleteSyncSettings(tx, before.id);
      const change = { deleted: true, updated_at: ctx.now };
      const after = await updateOrganizationRow(tx, before.id, change);
      await recordAudit(tx, ctx, {
        ...organizationAuditTarget(before, "delete"),
        old: { ...before },
        new: { ...after },
      });
    });
    return { message: "The organization has been deleted." };
  },
};
