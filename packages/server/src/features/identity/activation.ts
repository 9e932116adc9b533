import type { UserStatus } from "@gatehouse/contract";
import type { Actor, UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import {
  type AuditEntry,
  dormancyFields,
  logBackgroundAudits,
  recordBackgroundAudits,
} from "../audit/index.ts";

/**
 * Makes a dormant user active, because he used the product (spec users §9), and audits it as
 * background work. Safe to call twice: a user who is not dormant any more is left alone. The given
 * actor shows the new status afterwards.
 */
export async function activateDormantUser(
  deps: Deps,
  ctx: Pick<RequestContext, "now" | "requestId" | "ip" | "userAgent">,
  actor: Pick<Actor, "user">,
): Promise<void> {
  const { user } = actor;
  const activated = await inTransaction(deps.db, (tx) => activateDormant(tx, ctx, user));
  logBackgroundAudits(deps.log, activated);
  const status = activated.length > 0 ? "active" : await currentStatus(deps, user.id);
  actor.user = { ...user, status, updated_at: ctx.now, last_seen_at: ctx.now };
}

/**
 * The same inside a transaction of the caller. Returns the audit entry for the log after the commit, and nothing
 * when the user is not dormant any more.
 */
export async function activateDormant(
  tx: Tx,
  ctx: Pick<RequestContext, "now" | "requestId">,
  user: UserRow,
): Promise<AuditEntry[]> {
  const row = await tx
    .updateTable("users")
    .set({ status: "active", updated_at: ctx.now, last_seen_at: ctx.now })
    .where("users.id", "=", user.id)
    .where("users.status", "=", "dormant")
    .where("users.deleted", "=", false)
    .returning("users.status")
    .executeTakeFirst();
  if (row === undefined) return [];
  return recordBackgroundAudits(tx, [
    {
      requestId: ctx.requestId,
      time: ctx.now,
      userId: user.id,
      resourceType: "user",
      action: "write",
      resourceId: user.id,
      resourceTarget: user.username,
      old: { ...user },
      new: { ...user, status: "active" },
      additionalFields: dormancyFields,
    },
  ]);
}

async function currentStatus(deps: Deps, userId: string): Promise<UserStatus> {
  const row = await deps.db
    .selectFrom("users")
    .select("users.status")
    .where("users.id", "=", userId)
    .where("users.deleted", "=", false)
    .executeTakeFirst();
  return row?.status === "active" ? "active" : "suspended";
}
