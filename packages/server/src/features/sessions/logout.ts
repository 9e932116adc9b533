import type { Handler } from "../../context/handler.ts";
import { allowAuthenticated } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { deleteSession } from "./store.ts";

/** `POST /users/logout`: deletes the key of this request, whatever its scope (spec users §7.4). */
export const logout: Handler<"logout"> = async (deps, ctx) => {
  const actor = allowAuthenticated(ctx);
  await inTransaction(deps.db, async (tx) => {
    await deleteSession(tx, actor.key);
    await recordAudit(tx, ctx, {
      resourceType: "api_key",
      action: "logout",
      resourceId: actor.user.id,
      resourceTarget: actor.key.token_name,
      old: null,
      new: null,
    });
  });
  ctx.effects.clearSessionCookie = true;
  return { message: "You are signed out." };
};
