import { ApiError, fail } from "@gatehouse/contract";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { refuseLosingLastOwner } from "./last-owner.ts";
import { presentUser } from "./present.ts";
import { decideSiteRoles } from "./role-change.ts";
import { countsAsOwner } from "./rules.ts";
import { lockUser, updateUser } from "./store.ts";
import { userAuditTarget } from "./targets.ts";

/** `PUT /users/{user}/roles`: replaces the full set (spec users §7.20). */
export const updateUserRoles: GuardedHandler<"updateUserRoles"> = {
  guard: (deps, ctx, { user }) => {
    auditTarget(ctx, userAuditTarget(user, "write"));
    // What the next login would change back cannot be changed here (spec idp-sync-and-scim §A4.4).
    if (user.login_type === "oidc" && deps.config.oidcUserRoleField !== "") {
      throw new ApiError("refused", {
        message: "The roles of this user follow the identity provider and cannot be changed here.",
      });
    }
    if (requireActor(ctx).user.id === user.id) {
      throw new ApiError("self_refused", { message: "You cannot change your own roles." });
    }
  },
  handle: async (deps, ctx, { user, body }) => {
    const updated = await inTransaction(deps.db, async (tx) => {
      const before = (await lockUser(tx, user.id)) ?? fail("not_found");
      const roles = decideSiteRoles(ctx, {
        stored: before.rbac_roles,
        requested: body.roles,
        refusal: "role_refused",
      });
      const demoted = countsAsOwner(before) && !roles.includes("owner");
      if (demoted) await refuseLosingLastOwner(tx, user.id);
      const change = { rbac_roles: roles, updated_at: ctx.now };
      const after = (await updateUser(tx, user.id, change)) ?? fail("not_found");
      const target = userAuditTarget(after, "write");
      await recordAudit(tx, ctx, { ...target, old: { ...before }, new: { ...after } });
      return after;
    });
    return presentUser(updated);
  },
};
