import { ApiError, fail } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { findUserByEmail, lockUser, readUserSecrets, updateUser } from "../users/index.ts";
import { countFailedLogin, refuseAfterFailures } from "./attempts.ts";
import { type LoginRefusal, openSession } from "./funnel.ts";

/** `POST /users/login` (spec users §7.3); the previous sessions of the user stay valid. */
export const login: Handler<"login"> = async (deps, ctx, { body }) => {
  if (deps.config.disablePasswordAuth) fail("password_auth_disabled");
  const { user, hash } = await checkPassword(deps, ctx, body);
  const login = { userId: user.id, loginType: "password", action: "login", refuse } as const;
  const session = await inTransaction(deps.db, async (tx) => {
    await requireSamePassword(tx, user.id, hash);
    return openSession(tx, deps, ctx, login);
  });
  deps.metrics.countLogin("password", "success");
  ctx.effects.sessionCookie = session.token;
  return { session_token: session.token };

  function refuse(reason: LoginRefusal, refused: UserRow | null): never {
    deps.metrics.countLogin("password", "refused");
    if (reason === "suspended") {
      throw new ApiError("account_inactive", {
        message: "Your account is suspended. Contact an administrator.",
      });
    }
    if (reason !== "login_type") fail("wrong_credentials");
    // The password is proved, so this tells nobody but its owner how the account signs in.
    const loginType = refused?.login_type ?? user.login_type;
    fail("wrong_login_type", { detail: `The account's login type is "${loginType}".` });
  }
};

/** Orders a login against a concurrent password change or deletion: one of them loses. */
async function requireSamePassword(tx: Tx, userId: string, proved: Buffer): Promise<void> {
  await lockUser(tx, userId);
  const secrets = await readUserSecrets(tx, userId);
  if (!secrets?.hashed_password.equals(proved)) fail("wrong_credentials");
}

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
