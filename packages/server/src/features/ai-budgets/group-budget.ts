import { ApiError, fail } from "@gatehouse/contract";
import { groupObject } from "@gatehouse/rbac";
import type { GroupRow } from "../../context/group.ts";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import {
  type AuditTarget,
  auditTarget,
  authorize,
  type RequestContext,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { dollars } from "../../platform/money.ts";
import { recordAudit } from "../audit/index.ts";
import { presentGroupBudget } from "./present.ts";
import { limitFaults } from "./rules.ts";
import { findGroupBudget, deleteGroupBudget as removeBudget, upsertGroupBudget } from "./store.ts";

function targetOf(group: GroupRow, action: "write" | "delete"): AuditTarget {
  return {
    resourceType: "group_ai_budget",
    resourceId: group.id,
    resourceTarget: group.name,
    organizationId: group.organization_id,
    action,
  };
}

/** Members can read the group and so its budget; only who may change the group may change it (trap T4). */
function mayChange(ctx: RequestContext, group: GroupRow, action: "write" | "delete"): void {
  auditTarget(ctx, targetOf(group, action));
  authorize(ctx, "update", groupObject(group.organization_id, group.id));
}

/** `GET /groups/{group}/ai/budget` (spec ai-prices §8.2). */
export const getGroupBudget: Handler<"getGroupBudget"> = async (deps, ctx, { group }) => {
  authorize(ctx, "read", groupObject(group.organization_id, group.id));
  return presentGroupBudget((await findGroupBudget(deps.db, group.id)) ?? fail("not_found"));
};

/** `PUT /groups/{group}/ai/budget`. */
export const setGroupBudget: GuardedHandler<"setGroupBudget"> = {
  guard: (_deps, ctx, { group }) => mayChange(ctx, group, "write"),
  handle: async (deps, ctx, { group, body }) => {
    const validations = limitFaults(body.spend_limit_micros);
    if (validations.length > 0) throw new ApiError("validation_failed", { validations });
    const limit = body.spend_limit_micros ?? 0n;
    const row = await inTransaction(deps.db, async (tx) => {
      const before = await findGroupBudget(tx, group.id, "locked");
      const change = { groupId: group.id, limit, now: ctx.now };
      const after = (await upsertGroupBudget(tx, change)) ?? fail("not_found");
      await recordAudit(tx, ctx, {
        ...targetOf(group, "write"),
        old: { spend_limit: dollars(before?.limit ?? 0n) },
        new: { spend_limit: dollars(after.limit) },
      });
      return after;
    });
    return presentGroupBudget(row);
  },
};

/** `DELETE /groups/{group}/ai/budget`. */
export const deleteGroupBudget: GuardedHandler<"deleteGroupBudget"> = {
  guard: (_deps, ctx, { group }) => mayChange(ctx, group, "delete"),
  handle: async (deps, ctx, { group }) => {
    await inTransaction(deps.db, async (tx) => {
      const limit = (await removeBudget(tx, group.id)) ?? fail("not_found");
      await recordAudit(tx, ctx, {
        ...targetOf(group, "delete"),
        old: { spend_limit: dollars(limit) },
        new: { spend_limit: "" },
      });
    });
    return undefined;
  },
};
