import { fail } from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { recordAudit } from "../audit/index.ts";
import { lockUser, userAuditTarget } from "../users/index.ts";
import { type FederatedLoginType, issuerOf } from "./link-rules.ts";
import { deleteKeysOfLoginType, deleteLink, listLinks, type ShownLink } from "./links-store.ts";

/** `GET /users/{user}/links` (spec federated-login §5, §17). */
export const listUserLinks: Handler<"listUserLinks"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", { type: "debug_info" }, "forbidden");
  ctx.effects.headers = { "cache-control": "no-store" };
  return { links: (await listLinks(deps.db, user.id)).map(presentLink) };
};

function presentLink(link: ShownLink) {
  const timeOf = (time: Date | null) => (time === null ? null : wireTime(time));
  return {
    login_type: link.login_type,
    linked_id: link.linked_id,
    issuer: issuerOf(link),
    last_login_at: timeOf(link.last_login_at),
    refresh_failed_at: timeOf(link.refresh_failed_at),
    refresh_failure: link.refresh_failure,
    created_at: wireTime(link.created_at),
    updated_at: wireTime(link.updated_at),
  };
}

const federated: readonly string[] = ["oidc", "github"] satisfies FederatedLoginType[];

/**
 * `DELETE /users/{user}/links/{loginType}`: forgets one identity of a user (spec federated-login §5, §13).
 *
 * Security: the sessions of that identity end in the same transaction. Otherwise they would come back to life when
 * another identity is linked, for the person whom the link was taken from.
 */
export const unlinkUser: Handler<"unlinkUser"> = async (deps, ctx, { params, user }) => {
  const target = userAuditTarget(user, "write");
  auditTarget(ctx, target);
  authorize(ctx, "update", { type: "deployment_config" }, "forbidden");
  const { loginType } = params;
  if (!isFederated(loginType)) fail("not_found");
  await inTransaction(deps.db, async (tx) => {
    (await lockUser(tx, user.id)) ?? fail("not_found");
    const linkedId = (await deleteLink(tx, user.id, loginType)) ?? fail("not_found");
    const sessions = await deleteKeysOfLoginType(tx, user.id, loginType);
    await recordAudit(tx, ctx, {
      ...target,
      old: null,
      new: null,
      additionalFields: {
        unlinked: loginType,
        issuer: issuerOf({ login_type: loginType, linked_id: linkedId }),
        ended_sessions: sessions,
      },
    });
  });
};

function isFederated(loginType: string): loginType is FederatedLoginType {
  return federated.includes(loginType);
}
