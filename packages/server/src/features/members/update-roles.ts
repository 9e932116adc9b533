import { ApiError, fail } from "@gatehouse/contract";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { refuseSyncedRoles } from "../idp-sync/index.ts";
import { decideOrgRoles, lockRoleNames, orgRoleNamer } from "../roles/index.ts";
import { countsAsAdmin, refuseLosingLastAdmin } from "./last-admin.ts";
import { presentMember } from "./present.ts";
import { lockMember, updateMemberRoles as storeRoles } from "./store.ts";
import { auditedMember, memberAuditTarget } from "./targets.ts";

/** `PUT …/members/{user}/roles`: replaces the full set (spec organizations §4.8). */
export const updateMemberRoles: GuardedHandler<"updateMemberRoles"> = {
  guard: async (deps, ctx, { organization, user }) => {
    auditTarget(ctx, memberAuditTarget(organization.id, user, "write"));
    await refuseSyncedRoles(deps, deps.db, { organizationId: organization.id, user });
    if (requireActor(ctx).user.id === user.id) {
      throw new ApiError("self_refused", { message: "You cannot change your own roles." });
    }
  },
  handle: async (deps, ctx, { organization, user, body }) => {
    const organizationId = organization.id;
    const updated = await inTransaction(deps.db, async (tx) => {
      const customRoles = await lockRoleNames(tx, organizationId);
      const before = (await lockMember(tx, organizationId, user.id)) ?? fail("not_found");
      const change = { organizationId, customRoles, stored: before.roles, requested: body.roles };
      const roles = decideOrgRoles(ctx, change);
      const after = { ...before, roles, updated_at: ctx.now };
      if (countsAsAdmin(before) && !countsAsAdmin(after)) {
        await refuseLosingLastAdmin(tx, organizationId, [user.id]);
      }
      await storeRoles(tx, { organizationId, userId: user.id, roles, now: ctx.now });
      await recordAudit(tx, ctx, {
        ...memberAuditTarget(organizationId, user, "write"),
        old: auditedMember(before),
        new: auditedMember(after),
      });
      return after;
    });
    return presentMember(updated, await orgRoleNamer(deps.db, [updated]));
  },
};
