import { randomUUID } from "node:crypto";
import { ApiError, fail, failField } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { randomAlphanumeric } from "../../platform/secrets.ts";
import { signToken } from "../../platform/signed-tokens.ts";
import { recordAudit } from "../audit/index.ts";
import { checkPassword } from "../sessions/index.ts";
import { currentSigningKey } from "./convert-keys.ts";
import { conversionCookie, conversionPrefix } from "./flow.ts";

const lifetimeSeconds = 300;
const stateLength = 32;

/**
 * `POST /users/{user}/convert-login`: confirms with the password that an account will sign in with a provider from now
 * on (spec federated-login §10). Nothing is changed yet: the browser takes the signed confirmation to the provider.
 */
export const convertLogin: Handler<"convertLogin"> = async (deps, ctx, { body, user }) => {
  const actor = requireActor(ctx);
  const audited = {
    resourceType: "convert_login",
    action: "create",
    resourceId: user.id,
    resourceTarget: user.username,
  };
  auditTarget(ctx, audited);
  if (actor.user.id !== user.id) {
    ctx.trail.decided = true;
    throw new ApiError("forbidden", { message: "Only you can change how you sign in." });
  }
  authorize(ctx, "update_personal", userObject(user.id));
  const toType = body.to_type;
  if (toType !== "oidc" && toType !== "github") failField("to_type", "must be oidc or github");
  if (deps.signIn[toType] === null) fail("provider_not_configured");
  if (deps.config.disablePasswordAuth) fail("password_auth_disabled");
  if (user.login_type !== "password") fail("wrong_login_type");
  await provePassword();
  const { expiresAt, state } = await confirm();
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, ctx, {
      ...audited,
      old: null,
      new: { user_id: user.id, from_login_type: "password", to_login_type: toType },
    }),
  );
  return {
    expires_at: expiresAt.toISOString(),
    state_string: state,
    to_type: toType,
    user_id: user.id,
  };

  async function provePassword(): Promise<void> {
    try {
      await checkPassword(deps, ctx, { email: user.email, password: body.password });
    } catch (error) {
      // A 401 would sign the console out.
      const isWrong = error instanceof ApiError && error.code === "wrong_credentials";
      if (isWrong) throw new ApiError("wrong_old_password", { message: "The password is wrong." });
      throw error;
    } finally {
      auditTarget(ctx, audited);
    }
  }

  async function confirm(): Promise<{ expiresAt: Date; state: string }> {
    const state = conversionPrefix + randomAlphanumeric(stateLength);
    const nowSeconds = Math.floor(ctx.now.getTime() / 1000);
    const exp = nowSeconds + lifetimeSeconds;
    const token = await signToken(
      {
        iss: deps.deployment.id,
        sub: state,
        aud: user.id,
        jti: randomUUID(),
        nbf: nowSeconds - 1,
        iat: nowSeconds,
        exp,
        user_id: user.id,
        state,
        from_login_type: "password",
        to_login_type: toType,
      },
      await currentSigningKey(deps, ctx.now),
    );
    ctx.effects.cookies = [
      { name: conversionCookie, value: token, maxAgeSeconds: lifetimeSeconds, sameSite: "lax" },
    ];
    return { expiresAt: new Date(exp * 1000), state };
  }
};
