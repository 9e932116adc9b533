import { ApiError, fail } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { activateDormantUser } from "../identity/index.ts";
import { findUserByEmail, lockUser, readUserSecrets, updateUser } from "../users/index.ts";
import { countFailedLogin, refuseAfterFailures } from "./attempts.ts";
import { insertSession, type NewSession } from "./keys.ts";

/** `POST /users/login` (spec users §7.3); the previous sessions of the user stay valid. */
export const login: Handler<"login"> = async (deps, ctx, { body }) => {
  if (deps.config.disablePasswordAuth) fail("password_auth_disabled");
  const { user, hash } = await checkPassword(deps, ctx, body);
  if (user.login_type !== "password") {
    deps.metrics.countLogin("password", "refused");
    fail("wrong_login_type");
  }
  const session = await openSession(deps, ctx, user, { loginType: "password", hash });
  ctx.effects.sessionCookie = session.token;
  return { session_token: session.token };
};

/** A user and the stored hash that the password was proved against. */
export interface ProvedUser {
  user: UserRow;
  hash: Buffer;
}

/**
 * Finds the user whose e-mail and password these are, or ends the request with the one message for
 * both mistakes. Unknown addresses cost the same work (spec users §14, trap 4).
 */
export async function checkPassword(
  deps: Deps,
  ctx: RequestContext,
  credentials: { email: string; password: string },
): Promise<ProvedUser> {
  await refuseAfterFailures(deps, credentials.email, ctx.now);
  const user = await findUserByEmail(deps.db, credentials.email);
  const secrets = user === null ? null : await readUserSecrets(deps.db, user.id);
  if (user !== null) {
    auditTarget(ctx, {
      resourceType: "api_key",
      action: "login",
      resourceId: nilUuid,
      resourceTarget: "",
      userId: user.id,
    });
  }
  const stored = secrets?.hashed_password ?? null;
  const verdict = await deps.passwords.verify(credentials.password, stored);
  if (!verdict.match || user === null || stored === null) {
    deps.metrics.countLogin("password", "failure");
    await countFailedLogin(deps, { email: credentials.email, known: user !== null, now: ctx.now });
    fail("wrong_credentials");
  }
  if (!verdict.needsRehash) return { user, hash: stored };
  return { user, hash: await rehash(deps, user, credentials.password, stored) };
}

/** Replaces an old hash of a password that was just proved right; not if it changed meanwhile. */
async function rehash(
  deps: Deps,
  user: UserRow,
  password: string,
  stored: Buffer,
): Promise<Buffer> {
  const hashed = await deps.passwords.hash(password);
  await inTransaction(deps.db, async (tx) => {
    await lockUser(tx, user.id);
    const now = await readUserSecrets(tx, user.id);
    if (now?.hashed_password.equals(stored)) {
      await updateUser(tx, user.id, { hashed_password: hashed });
    }
  });
  return hashed;
}

/** How an identity was proved; a password must still be the stored one when the session is made. */
export interface Proof {
  loginType: "password" | "github" | "oidc";
  hash?: Buffer;
}

/**
 * The one place where a proved identity becomes a session: activation of dormant users, refusal of
 * every other status, the key and its audit entry in one transaction (spec users §7.3, §9).
 */
export async function openSession(
  deps: Deps,
  ctx: RequestContext,
  user: UserRow,
  proof: Proof,
): Promise<NewSession> {
  const { loginType } = proof;
  const person = { user };
  if (user.status === "dormant") await activateDormantUser(deps, ctx, person);
  if (person.user.status !== "active") {
    deps.metrics.countLogin(loginType, "refused");
    throw new ApiError("account_inactive", {
      message: `Your account is ${person.user.status}. Contact an administrator.`,
    });
  }
  const session = await inTransaction(deps.db, async (tx) => {
    await requireStillValid(tx, user.id, proof);
    const made = await insertSession(tx, deps, ctx, { userId: user.id, loginType });
    await recordAudit(tx, ctx, {
      resourceType: "api_key",
      action: "login",
      resourceId: user.id,
      resourceTarget: "",
      userId: user.id,
      old: null,
      new: null,
    });
    return made;
  });
  deps.metrics.countLogin(loginType, "success");
  return session;
}

/** Orders a login against a concurrent password change, suspension or deletion: one of them loses. */
async function requireStillValid(tx: Tx, userId: string, proof: Proof): Promise<void> {
  const user = (await lockUser(tx, userId)) ?? fail("wrong_credentials");
  if (user.status !== "active") fail("account_inactive");
  if (proof.hash === undefined) return;
  const secrets = await readUserSecrets(tx, userId);
  if (!secrets?.hashed_password.equals(proof.hash)) fail("wrong_credentials");
}
