import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { afterCommit } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { recordAudit } from "../audit/index.ts";
import { activateDormant } from "../identity/index.ts";
import { lockUser } from "../users/index.ts";
import { insertSession, type NewSession } from "./keys.ts";
import { type InteractiveLoginType, type LoginRefusal, loginRefusal } from "./login-rules.ts";

export type { LoginRefusal } from "./login-rules.ts";

/** A login whose identity is proved. */
export interface ProvedLogin {
  readonly userId: string;
  /** How it was proved. */
  readonly loginType: InteractiveLoginType;
  /** `register`: the user came into being in this transaction. */
  readonly action: "login" | "register";
  /** Ends the request in the words of the caller's way to sign in. */
  readonly refuse: (reason: LoginRefusal, user: UserRow | null) => never;
}

/**
 * The one place where a proved identity becomes a session, whatever way it came: every check of the account, the end
 * of dormancy, the key and its audit entry, in the transaction of the login (spec users §7.3, §9; federated-login §8).
 * The user's row is locked, so that a concurrent suspension or deletion comes before or after it, not between.
 */
export async function openSession(
  tx: Tx,
  deps: Pick<Deps, "config">,
  ctx: RequestContext,
  { action, loginType, refuse, userId }: ProvedLogin,
): Promise<NewSession> {
  const user = await admitUser(tx, { loginType, refuse, userId });
  for (const entry of await activateDormant(tx, ctx, user)) {
    afterCommit(tx, () => ctx.trail.audited.push({ ...entry }));
  }
  const session = await insertSession(tx, deps, ctx, { userId, loginType });
  await recordAudit(tx, ctx, {
    resourceType: "api_key",
    action,
    resourceId: userId,
    resourceTarget: "",
    userId,
    old: null,
    new: null,
  });
  return session;
}

/** Locks a user and holds the rules of every login against it; refuses or returns the user. */
export async function admitUser(
  tx: Tx,
  { loginType, refuse, userId }: Pick<ProvedLogin, "loginType" | "refuse" | "userId">,
): Promise<UserRow> {
  const user = await lockUser(tx, userId);
  if (user === null) return refuse("deleted", null);
  const refusal = loginRefusal(user, loginType);
  return refusal === null ? user : refuse(refusal, user);
}
