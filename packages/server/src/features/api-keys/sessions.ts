import { fail } from "@gatehouse/contract";
import { apiKeyObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  nothingChanged,
  requireActor,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { presentSession } from "./present.ts";
import { deleteOtherSessions, deleteSessionRow, listSessionRows } from "./store.ts";
import { keyAuditTarget } from "./targets.ts";

/** `GET /users/{user}/sessions` (spec authorization §3.14). */
export const listSessions: Handler<"listSessions"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", apiKeyObject(user.id));
  const rows = await listSessionRows(deps.db, user.id, ctx.now);
  const sessions = rows.map((row) => presentSession(row, ctx.actor?.key.id));
  // What a command line that signs in now would get: its page names it before anything is made.
  const cli_lifetime_seconds = Math.floor(deps.config.defaultTokenLifetimeMs / 1000);
  return { sessions, count: sessions.length, cli_lifetime_seconds };
};

/** `DELETE /users/{user}/sessions/{id}`: one session of that user. */
export const deleteSession: Handler<"deleteSession"> = async (deps, ctx, { user, params }) => {
  auditTarget(ctx, keyAuditTarget({ user_id: user.id, token_name: "" }, "delete"));
  authorize(ctx, "delete", apiKeyObject(user.id));
  await inTransaction(deps.db, async (tx) => {
    const row = (await deleteSessionRow(tx, user.id, params.id)) ?? fail("not_found");
    await recordAudit(tx, ctx, { ...keyAuditTarget(row, "delete"), old: { ...row }, new: null });
  });
};

/** `POST /users/{user}/sessions/revoke-others`: app keys go too, tokens stay. */
export const revokeOtherSessions: Handler<"revokeOtherSessions"> = async (deps, ctx, { user }) => {
  auditTarget(ctx, keyAuditTarget({ user_id: user.id, token_name: "" }, "delete"));
  authorize(ctx, "delete", apiKeyObject(user.id));
  const keptId = requireActor(ctx).key.id;
  const revoked = await inTransaction(deps.db, async (tx) => {
    const rows = await deleteOtherSessions(tx, user.id, keptId);
    for (const row of rows) {
      await recordAudit(tx, ctx, { ...keyAuditTarget(row, "delete"), old: { ...row }, new: null });
    }
    return rows.length;
  });
  if (revoked === 0) nothingChanged(ctx);
  return { revoked };
};
