import { ApiError } from "@gatehouse/contract";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { refusingTakenName } from "./name-taken.ts";
import { presentOrganization } from "./present.ts";
import { nameProblem } from "./rules.ts";
import { insertEveryoneGroup, insertMemberships, insertOrganization } from "./store.ts";
import { reconcileSystemRoles } from "./system-roles.ts";
import { organizationAuditTarget } from "./targets.ts";

/**
 * `POST /organizations` (spec organizations §3.3): the organization, its two system roles, its creator as
 * member without roles and its Everyone group, or nothing.
 */
export const createOrganization: GuardedHandler<"createOrganization"> = {
  guard: (_deps, ctx) => {
    // A refused request has no name yet, and is recorded all the same.
    auditTarget(ctx, organizationAuditTarget({ id: newId(), name: "" }, "create"));
    authorize(ctx, "create", { type: "organization" }, "forbidden");
  },
  handle: async (deps, ctx, { body }) => {
    const { user } = requireActor(ctx);
    const { name, description, icon } = body;
    const id = newId();
    auditTarget(ctx, organizationAuditTarget({ id, name }, "create"));
    const problem = nameProblem(name);
    if (problem !== null) throw new ApiError("validation_failed", { validations: [problem] });
    const display_name = body.display_name === "" ? name : body.display_name;
    const created = await refusingTakenName(() =>
      inTransaction(deps.db, async (tx) => {
        await advisoryLock(tx, "systemRoles");
        const wanted = { id, name, display_name, description, icon };
        const organization = await insertOrganization(tx, wanted, ctx.now);
        await reconcileSystemRoles(tx, ctx.now, id);
        await insertMemberships(tx, user.id, [id], ctx.now);
        await insertEveryoneGroup(tx, id, ctx.now);
        await recordAudit(tx, ctx, {
          ...organizationAuditTarget(organization, "create"),
          old: null,
          new: { ...organization },
        });
        return organization;
      }),
    );
    return presentOrganization(created);
  },
};
