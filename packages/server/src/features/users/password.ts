import { ApiError, fail } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import { isOwner, type UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { requireStrongPassword } from "./password-rules.ts";
import { deleteAllKeys, lockUser, readUserSecrets, updateUser } from "./store.ts";
import { userAuditTarget } from "./targets.ts";

/** `PUT /users/{user}/password`: the refusals come in the order of spec users §7.18. */
export const updateUserPassword: GuardedHandler<"updateUserPassword"> = {
  guard: (_deps, ctx, { user }) => {
    auditTarget(ctx, userAuditTarget(user, "write"));
    authorize(ctx, "update_personal", userObject(user.id));
    protectOwner(ctx, user);
  },
  handle: async (deps, ctx, { user, body }) => {
    if (user.login_type !== "password") {
      throw new ApiError("refused", { message: "This account does not sign in with a password." });
    }
    const self = requireActor(ctx).user.id === user.id;
    if (self && body.old_password === "") {
      refuseOldPassword("The old password is needed to change your own password.");
    }
    requireStrongPassword(body.password);
    const secrets = (await readUserSecrets(deps.db, user.id)) ?? fail("not_found");
    const stored = secrets.hashed_password;
    if (body.old_password !== "") {
      const old = await deps.passwords.verify(body.old_password, stored);
      if (!old.match) refuseOldPassword("The old password is wrong.");
    }
    const same = await deps.passwords.verify(body.password, stored);
    if (same.match) fail("password_unchanged");
    const hashed = await deps.passwords.hash(body.password);
    await storePassword(deps, ctx, { user, hashed, expected: secrets.hashed_password });
    return undefined;
  },
};

/** Without this a user administrator could take over an owner (spec users §14, trap 2). */
function protectOwner(ctx: RequestContext, user: UserRow): void {
  const actor = requireActor(ctx).user;
  if (isOwner(user) && actor.id !== user.id && !isOwner(actor)) {
    throw new ApiError("refused", { message: "Only owners may set the password of an owner." });
  }
}

function refuseOldPassword(message: string): never {
  throw new ApiError("wrong_old_password", {
    message,
    validations: [{ field: "old_password", detail: message }],
  });
}

/**
 * New hash, passcode cleared and all keys deleted, in one transaction (spec users §7.18, trap 8).
 * The hash that was verified must still be the stored one: of two changes at once, one is refused.
 */
async function storePassword(
  deps: Deps,
  ctx: RequestContext,
  input: { user: UserRow; hashed: Buffer; expected: Buffer },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = (await lockUser(tx, input.user.id)) ?? fail("not_found");
    protectOwner(ctx, before);
    const now = (await readUserSecrets(tx, input.user.id)) ?? fail("not_found");
    if (!now.hashed_password.equals(input.expected)) {
      refuseOldPassword("The password was changed meanwhile.");
    }
    const after = await updateUser(tx, input.user.id, {
      hashed_password: input.hashed,
      hashed_one_time_passcode: null,
      one_time_passcode_expires_at: null,
      one_time_passcode_failures: 0,
      updated_at: ctx.now,
    });
    await deleteAllKeys(tx, input.user.id);
    await recordAudit(tx, ctx, {
      ...userAuditTarget(before, "write"),
      old: { ...before, hashed_password: input.expected },
      new: { ...after, hashed_password: input.hashed },
    });
  });
}
