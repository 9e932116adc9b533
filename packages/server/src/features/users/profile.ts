import { ApiError, fail, failField, isNewUsername } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { presentUser } from "./present.ts";
import { lockUser, takenFields, updateUser, userConstraints } from "./store.ts";
import { userAuditTarget } from "./targets.ts";

function usernameTaken(): never {
  throw new ApiError("conflict", {
    message: "A user with this username exists already.",
    validations: [{ field: "username", detail: "already in use" }],
  });
}

/** `PUT /users/{user}/profile`: replaces the name; a rename needs `user:update` too (spec users §7.14). */
export const updateUserProfile: GuardedHandler<"updateUserProfile"> = {
  guard: (_deps, ctx, { user }) => {
    auditTarget(ctx, userAuditTarget(user, "write"));
    authorize(ctx, "update_personal", userObject(user.id));
  },
  handle: async (deps, ctx, { user, body }) => {
    if (body.username !== user.username) {
      authorize(ctx, "update", userObject(user.id));
      const recased = body.username.toLowerCase() === user.username.toLowerCase();
      if (!recased && !isNewUsername(body.username)) {
        failField("username", "username_new: this name is reserved");
      }
      const taken = await takenFields(deps.db, { username: body.username, email: "" }, user.id);
      if (taken.length > 0) usernameTaken();
    }
    const avatarApplies = user.login_type === "password" || user.login_type === "none";
    const change = {
      username: body.username,
      name: body.name,
      updated_at: ctx.now,
      ...(avatarApplies && body.avatar_url !== undefined ? { avatar_url: body.avatar_url } : {}),
    };
    try {
      const updated = await inTransaction(deps.db, async (tx) => {
        const before = (await lockUser(tx, user.id)) ?? fail("not_found");
        const after = (await updateUser(tx, user.id, change)) ?? fail("not_found");
        const target = userAuditTarget(after, "write");
        await recordAudit(tx, ctx, { ...target, old: { ...before }, new: { ...after } });
        return after;
      });
      return presentUser(updated);
    } catch (error) {
      if (userConstraints[violatedConstraint(error) ?? ""] === "username") usernameTaken();
      throw error;
    }
  },
};
