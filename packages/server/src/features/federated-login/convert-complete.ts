import { fail } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { auditTarget } from "../../context/request-context.ts";
import { constantTimeEqual } from "../../platform/secrets.ts";
import {
  keyOfToken,
  type SignedTokenError,
  verifySignedToken,
} from "../../platform/signed-tokens.ts";
import { recordAudit } from "../audit/index.ts";
import { updateUser, userAuditTarget } from "../users/index.ts";
import { findSigningKey } from "./convert-keys.ts";
import { markConversionUsed } from "./convert-store.ts";
import type { ReturningFlow } from "./flow.ts";
import type { LoginScope } from "./proved-identity.ts";

/** A change of the login type that was confirmed with the password. */
export interface VerifiedConversion {
  /** Works once. */
  readonly id: string;
  readonly expiresAt: Date;
  readonly userId: string;
  readonly fromLoginType: string;
  readonly toLoginType: string;
}

/**
 * Reads the signed confirmation of a flow whose state belongs to a change of the login type (spec federated-login §10). The checks against the resolved user follow in the transaction.
 */
export async function readConversion(
  deps: Deps,
  ctx: RequestContext,
  flow: ReturningFlow,
): Promise<VerifiedConversion> {
  const token = flow.conversion;
  if (token === undefined) {
    fail("conversion_invalid", { detail: "The cookie of the change is missing." });
  }
  const sequence = keyOfToken(token);
  const key = sequence === null ? null : await findSigningKey(deps, sequence, ctx.now);
  if (key === null) fail("conversion_invalid", { detail: "invalid jwt: it names no known key" });
  const payload = await verifySignedToken(token, key, ctx.now).catch((error: SignedTokenError) =>
    fail("conversion_invalid", { detail: error.message, cause: error }),
  );
  if (payload.iss !== deps.deployment.id) {
    fail("conversion_refused", { detail: "The change was started on another deployment." });
  }
  const isOfThisFlow = [payload.sub, payload["state"]].every(
    (state) => typeof state === "string" && constantTimeEqual(state, flow.state),
  );
  if (!isOfThisFlow) {
    fail("conversion_refused", { detail: "The change was started with another state." });
  }
  return {
    id: String(payload.jti),
    expiresAt: new Date(Number(payload.exp) * 1000),
    userId: String(payload["user_id"]),
    fromLoginType: String(payload["from_login_type"]),
    toLoginType: String(payload["to_login_type"]),
  };
}

/** Ends a change of the login type whose identity finds no user: it never creates one. */
export function failUnknownIdentity(): never {
  fail("conversion_invalid", {
    detail: "The identity at the provider belongs to no user here: its e-mail address differs.",
  });
}

/**
 * Changes the login type in the transaction of the login, and erases the password with it. Never creates a user; works
 * only for the user who confirmed it, whom the identity must find, in whose session the browser still is, and once.
 */
export async function convertAccount(
  scope: LoginScope,
  conversion: VerifiedConversion,
  found: UserRow | null,
): Promise<UserRow> {
  const { ctx, identity, tx } = scope;
  if (found === null) failUnknownIdentity();
  auditTarget(ctx, { ...userAuditTarget(found, "write"), userId: found.id });
  const { fromLoginType, toLoginType, userId } = conversion;
  const isSame = found.id === userId && found.login_type === fromLoginType;
  if (!isSame || toLoginType !== identity.loginType) fail("conversion_refused");
  if (ctx.actor !== null && ctx.actor.user.id !== userId) fail("conversion_refused");
  if (!(await markConversionUsed(tx, conversion))) {
    fail("conversion_invalid", { detail: "The change was completed already." });
  }
  const after = await updateUser(tx, userId, {
    login_type: identity.loginType,
    hashed_password: Buffer.alloc(0),
    hashed_one_time_passcode: null,
    one_time_passcode_expires_at: null,
    one_time_passcode_failures: 0,
    updated_at: ctx.now,
  });
  if (after === null) fail("conversion_refused");
  await recordAudit(tx, ctx, {
    ...userAuditTarget(after, "write"),
    userId,
    old: { ...found, hashed_password: "set" },
    new: { ...after, hashed_password: "" },
  });
  return after;
}
