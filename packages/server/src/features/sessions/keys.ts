import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { Tx } from "../../db/types.ts";
import { clipText, userAgentLength } from "../../platform/clip-text.ts";
import { newApiKey, parseApiKey, sha256 } from "../../platform/secrets.ts";
import { deleteSession, insertKey, isSessionOf } from "./store.ts";

/** A new session: the token that is shown once. */
export interface NewSession {
  keyId: string;
  token: string;
}

const epoch = new Date(0);

/**
 * Deletes the session that this browser brought along, when it belongs to the user who signs in now: nothing is left
 * over, and a session that was planted does not survive (spec federated-login §8.4). Also one that is not valid any
 * more: where only the provider's tokens were over, the new login would bring it back to life.
 */
export async function deleteOwnSession(
  tx: Tx,
  { token }: Pick<RequestContext, "token">,
  userId: string,
): Promise<void> {
  const key = token === null ? null : parseApiKey(token);
  if (key === null) return;
  const own = { id: key.id, user_id: userId };
  if (await isSessionOf(tx, own, sha256(key.secret))) await deleteSession(tx, own);
}

/** Stores the session key of a login (spec users §2.2); call it in the transaction of the login. */
export async function insertSession(
  tx: Tx,
  deps: Pick<Deps, "config">,
  ctx: Pick<RequestContext, "now" | "ip" | "userAgent">,
  session: { userId: string; loginType: "password" | "github" | "oidc" },
): Promise<NewSession> {
  const key = newApiKey();
  const lifetimeMs = deps.config.sessionDurationMs;
  await insertKey(tx, {
    id: key.id,
    hashed_secret: sha256(key.secret),
    user_id: session.userId,
    last_used: epoch,
    expires_at: new Date(ctx.now.getTime() + lifetimeMs),
    created_at: ctx.now,
    updated_at: ctx.now,
    login_type: session.loginType,
    lifetime_seconds: Math.max(1, Math.floor(lifetimeMs / 1000)),
    ip_address: ctx.ip === "" ? "0.0.0.0" : ctx.ip,
    scopes: ["coder:all"],
    allow_list: ["*:*"],
    user_agent: clipText(ctx.userAgent, userAgentLength),
  });
  return { keyId: key.id, token: key.token };
}
