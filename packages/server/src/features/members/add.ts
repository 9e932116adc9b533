import { ApiError, fail } from "@gatehouse/contract";
import { assignRoleObject, canAssign, memberObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { refuseSyncedMembership } from "../idp-sync/index.ts";
import { insertMemberships, organizationConstraints } from "../organizations/index.ts";
import { orgRoleNamer } from "../roles/index.ts";
import { presentMember } from "./present.ts";
import { findMember } from "./store.ts";
import { auditedMember, memberAuditTarget } from "./targets.ts";

/** `POST …/members/{user}` (spec organizations §4.6): a membership without roles; the body is not read. */
export const addMember: GuardedHandler<"addMember"> = {
  guard: async (deps, ctx, { organization, user }) => {
    auditTarget(ctx, memberAuditTarget(organization.id, user, "create"));
    await refuseSyncedMembership(deps, deps.db, { organizationId: organization.id, user });
    authorize(ctx, "create", memberObject(organization.id));
    const level = { organizationId: organization.id, customRoles: [] };
    authorize(ctx, "assign", assignRoleObject(organization.id), "role_forbidden");
    if (!canAssign(requireActor(ctx).subject, "organization-member", level)) fail("role_forbidden");
  },
  handle: async (deps, ctx, { organization, user }) => {
    if (user.is_system) {
      throw new ApiError("refused", { message: "A system user cannot be added." });
    }
    try {
      const added = await inTransaction(deps.db, async (tx) => {
        await insertMemberships(tx, user.id, [organization.id], ctx.now);
        const member = (await findMember(tx, organization.id, user.id)) ?? fail("not_found");
        await recordAudit(tx, ctx, {
          ...memberAuditTarget(organization.id, user, "create"),
          old: null,
          new: auditedMember(member),
        });
        return member;
      });
      return presentMember(added, await orgRoleNamer(deps.db, [added]));
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === organizationConstraints.memberOfDeleted) fail("not_found");
      if (constraint === organizationConstraints.alreadyMember) {
        throw new ApiError("refused", { message: "The user is a member already." });
      }
      throw error;
    }
  },
};
