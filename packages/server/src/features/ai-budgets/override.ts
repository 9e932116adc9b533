import { ApiError, fail, nilUuid } from "@gatehouse/contract";
import { groupObject, userObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import {
  type AuditTarget,
  auditTarget,
  authorize,
  can,
  type RequestContext,
} from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { dollars } from "../../platform/money.ts";
import { recordAudit } from "../audit/index.ts";
import { presentOverride } from "./present.ts";
import { limitFaults } from "./rules.ts";
import {
  deleteOverride,
  findGroup,
  findOverride,
  membershipConstraint,
  type OverrideRow,
  upsertOverride,
} from "./store.ts";

function targetOf(user: UserRow, organizationId: string | undefined, action: string): AuditTarget {
  return {
    resourceType: "user_ai_budget_override",
    resourceId: user.id,
    resourceTarget: user.username,
    action,
    ...(organizationId === undefined ? {} : { organizationId }),
  };
}

/**
 * The plain right to update the user: the right to change one's own name is not enough to lift one's own
 * limit (trap T4).
 */
function mayChange(ctx: RequestContext, user: UserRow, action: "write" | "delete"): void {
  auditTarget(ctx, targetOf(user, undefined, action));
  authorize(ctx, "update", userObject(user.id));
}

function audited(row: OverrideRow | null) {
  if (row === null) return null;
  return {
    spend_limit: dollars(row.limit),
    group_name: row.group_name,
    group_id: row.group_id,
  };
}

/** `GET /users/{user}/ai/budget/override` (spec ai-prices §8.3). */
export const getBudgetOverride: Handler<"getBudgetOverride"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", userObject(user.id));
  return presentOverride((await findOverride(deps.db, user.id)) ?? fail("not_found"));
};

/** `PUT /users/{user}/ai/budget/override`: needs the user and the group. */
export const setBudgetOverride: GuardedHandler<"setBudgetOverride"> = {
  guard: (_deps, ctx, { user }) => mayChange(ctx, user, "write"),
  handle: async (deps, ctx, { user, body }) => {
    const groupId = body.group_id ?? nilUuid;
    const isNamed = groupId !== nilUuid;
    const validations = [
      ...(isNamed ? [] : [{ field: "group_id", detail: "must be given" }]),
      ...limitFaults(body.spend_limit_micros),
    ];
    if (validations.length > 0) throw new ApiError("validation_failed", { validations });
    const group = (await findGroup(deps.db, groupId)) ?? fail("not_found");
    authorize(ctx, "update", groupObject(group.organization_id, group.id));
    const limit = body.spend_limit_micros ?? 0n;
    try {
      const row = await inTransaction(deps.db, async (tx) => {
        const before = await findOverride(tx, user.id, "locked");
        const change = { userId: user.id, groupId: group.id, limit, now: ctx.now };
        const after = (await upsertOverride(tx, change)) ?? fail("not_found");
        const target = targetOf(user, group.organization_id, "write");
        await recordAudit(tx, ctx, { ...target, old: audited(before), new: audited(after) });
        return after;
      });
      return presentOverride(row);
    } catch (error) {
      if (violatedConstraint(error) !== membershipConstraint) throw error;
      const detail = "the user is not a member of this group";
      throw new ApiError("validation_failed", { validations: [{ field: "group_id", detail }] });
    }
  },
};

/** `DELETE /users/{user}/ai/budget/override`; without one there is no audit entry. */
export const deleteBudgetOverride: GuardedHandler<"deleteBudgetOverride"> = {
  guard: (_deps, ctx, { user }) => mayChange(ctx, user, "delete"),
  handle: async (deps, ctx, { user }) => {
    ctx.trail.auditTarget = null;
    await inTransaction(deps.db, async (tx) => {
      const before = (await findOverride(tx, user.id, "locked")) ?? fail("not_found");
      const target = targetOf(user, before.organization_id, "delete");
      auditTarget(ctx, target);
      const group = groupObject(before.organization_id, before.group_id);
      if (!can(ctx, "update", group)) fail("not_found");
      await deleteOverride(tx, user.id);
      await recordAudit(tx, ctx, { ...target, old: audited(before), new: null });
    });
    return undefined;
  },
};
