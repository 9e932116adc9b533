import { ApiError, fail, type UserStatus } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import { isOwner, type UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { enqueueAccountEvent } from "../notifications/index.ts";
import { presentUser } from "./present.ts";
import { lockUser, updateUser } from "./store.ts";
import { userAuditTarget } from "./targets.ts";

/** `PUT /users/{user}/status/suspend` (spec users §7.15); keys stay and fail the status check. */
export const suspendUser: Handler<"suspendUser"> = async (deps, ctx, { user }) => {
  auditTarget(ctx, userAuditTarget(user, "write"));
  if (requireActor(ctx).user.id === user.id) {
    throw new ApiError("self_refused", { message: "You cannot suspend yourself." });
  }
  authorize(ctx, "update", userObject(user.id), "forbidden");
  const suspended = await setStatus(deps, ctx, user, "suspended");
  await enqueueAccountEvent(deps, ctx, "suspended", suspended);
  return presentUser(suspended);
};

/** `PUT /users/{user}/status/activate` (spec users §7.15). */
export const activateUser: Handler<"activateUser"> = async (deps, ctx, { user }) => {
  auditTarget(ctx, userAuditTarget(user, "write"));
  authorize(ctx, "update", userObject(user.id), "forbidden");
  const activated = await setStatus(deps, ctx, user, "active");
  await enqueueAccountEvent(deps, ctx, "activated", activated);
  return presentUser(activated);
};

async function setStatus(
  deps: Deps,
  ctx: RequestContext,
  user: UserRow,
  status: UserStatus,
): Promise<UserRow> {
  return inTransaction(deps.db, async (tx) => {
    const before = (await lockUser(tx, user.id)) ?? fail("not_found");
    if (status === "suspended" && isOwner(before)) {
      throw new ApiError("refused", {
        message: "Owners cannot be suspended. Remove the owner role first.",
      });
    }
    const change = { status, updated_at: ctx.now };
    const after = (await updateUser(tx, user.id, change)) ?? fail("not_found");
    const target = userAuditTarget(after, "write");
    await recordAudit(tx, ctx, { ...target, old: { ...before }, new: { ...after } });
    return after;
  });
}
