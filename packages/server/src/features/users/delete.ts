import { ApiError, fail } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import { isOwner } from "../../context/actor.ts";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { enqueueAccountEvent } from "../notifications/index.ts";
import { refuseLosingLastOwner } from "./last-owner.ts";
import { countsAsOwner } from "./rules.ts";
import { lockUser, updateUser } from "./store.ts";
import { userAuditTarget } from "./targets.ts";

/**
 * `DELETE /users/{user}` (spec users §7.13): soft; the database removes keys, links and SSH key in the
 * same transaction, so every session of the user fails at once.
 */
export const deleteUser: Handler<"deleteUser"> = async (deps, ctx, { user }) => {
  const actor = requireActor(ctx);
  auditTarget(ctx, userAuditTarget(user, "delete"));
  authorize(ctx, "delete", userObject(user.id), "forbidden");
  if (actor.user.id === user.id) {
    throw new ApiError("forbidden", { message: "You cannot delete yourself." });
  }
  const deleted = await inTransaction(deps.db, async (tx) => {
    const before = (await lockUser(tx, user.id)) ?? fail("not_found");
    if (isOwner(before) && !isOwner(actor.user)) {
      throw new ApiError("forbidden", { message: "Only owners may delete owners." });
    }
    if (countsAsOwner(before)) await refuseLosingLastOwner(tx, user.id);
    await updateUser(tx, user.id, { deleted: true, updated_at: ctx.now });
    const after = { ...before, deleted: true, updated_at: ctx.now };
    await recordAudit(tx, ctx, {
      ...userAuditTarget(before, "delete"),
      old: { ...before },
      new: { ...after },
    });
    return before;
  });
  await enqueueAccountEvent(deps, ctx, "deleted", deleted);
  return { message: "The user has been deleted." };
};
