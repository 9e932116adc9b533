import { ApiError, fail } from "@gatehouse/contract";
import { memberObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { countsAsAdmin, refuseLosingLastAdmin } from "./last-admin.ts";
import { deleteMember, listGroupsOfMember, lockMember } from "./store.ts";
import { auditedMember, memberAuditTarget } from "./targets.ts";

/**
 * `DELETE …/members/{user}` (spec organizations §4.7): also for users whom an identity provider manages, so
 * that access can be taken away at once. Roles and groups end with the membership.
 */
export const removeMember: GuardedHandler<"removeMember"> = {
  guard: (_deps, ctx, { organization, user }) => {
    auditTarget(ctx, memberAuditTarget(organization.id, user, "delete"));
    if (requireActor(ctx).user.id === user.id) {
      throw new ApiError("self_refused", { message: "You cannot remove yourself." });
    }
    authorize(ctx, "delete", memberObject(organization.id, user.id));
  },
  handle: async (deps, ctx, { organization, user }) => {
    await inTransaction(deps.db, async (tx) => {
      const before = (await lockMember(tx, organization.id, user.id)) ?? fail("not_found");
      if (countsAsAdmin(before)) await refuseLosingLastAdmin(tx, organization.id, [user.id]);
      const groups = await listGroupsOfMember(tx, organization.id, user.id);
      await deleteMember(tx, organization.id, user.id);
      await recordAudit(tx, ctx, {
        ...memberAuditTarget(organization.id, user, "delete"),
        old: auditedMember(before),
        new: null,
        ...(groups.length === 0 ? {} : { additionalFields: { groups_left: groups } }),
      });
    });
  },
};
