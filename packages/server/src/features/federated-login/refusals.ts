import { ApiError, type ErrorCode, type ErrorPage } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import { auditTarget, type RequestContext } from "../../context/request-context.ts";
import { nilUuid } from "../../platform/ids.ts";
import { sha256 } from "../../platform/secrets.ts";
import type { LoginRefusal } from "../sessions/index.ts";
import { type FederatedLoginType, loginTypeNames, type MatchRefusal } from "./link-rules.ts";

/** Who is being refused, as far as it is known. */
export interface Refused {
  readonly loginType: FederatedLoginType;
  readonly email: string;
  readonly userId?: string;
}

const unknownReason = "failed";

/**
 * Names a sign-in for the audit log, so that a refusal is recorded with provider and reason; the address only as its
 * hash, and no token or claim (spec federated-login §8.5).
 */
export function noteSignIn(ctx: RequestContext, who: Refused, reason = unknownReason): void {
  auditTarget(ctx, {
    resourceType: "api_key",
    action: "login",
    resourceId: who.userId ?? nilUuid,
    resourceTarget: "",
    userId: who.userId ?? nilUuid,
    additionalFields: {
      provider: who.loginType,
      reason,
      ...(who.email === "" ? {} : { email_hash: sha256(who.email.toLowerCase()).toString("hex") }),
    },
  });
}

/**
 * Runs what follows once a sign-in came back to the browser that started it: its failure is recorded, whoever it was
 * (spec federated-login §8.5), counted, and with the reason if nothing more exact was noted.
 */
export async function recordingFailure<T>(
  deps: Pick<Deps, "metrics">,
  ctx: RequestContext,
  loginType: FederatedLoginType,
  work: () => Promise<T>,
): Promise<T> {
  noteSignIn(ctx, { loginType, email: "" });
  try {
    return await work();
  } catch (error) {
    const target = ctx.trail.auditTarget;
    if (target?.additionalFields?.["reason"] === unknownReason) {
      deps.metrics.countLogin(loginType, "failure");
      const reason = error instanceof ApiError ? error.code : unknownReason;
      auditTarget(ctx, { ...target, additionalFields: { ...target.additionalFields, reason } });
    }
    throw error;
  }
}

/** Ends a sign-in with a page for people, recorded in the audit log. */
export function refuse(
  deps: Pick<Deps, "metrics">,
  ctx: RequestContext,
  who: Refused,
  told: { code: ErrorCode; page: ErrorPage; detail?: string },
): never {
  noteSignIn(ctx, who, told.code);
  deps.metrics.countLogin(who.loginType, "refused");
  throw new ApiError(told.code, {
    page: told.page,
    ...(told.detail === undefined ? {} : { detail: told.detail }),
  });
}

const askAdministrator = "If you think that this is wrong, ask an administrator of this server.";

/** The page for an account that may not sign in this way. */
export function accountRefusal(
  reason: LoginRefusal,
  user: UserRow | null,
  loginType: FederatedLoginType,
): { code: ErrorCode; page: ErrorPage } {
  if (reason === "login_type" && user !== null) return otherLoginType(user, loginType);
  const paragraphs =
    reason === "suspended"
      ? ["Your account is suspended.", askAdministrator]
      : ["This account is not for people.", askAdministrator];
  return { code: "account_refused", page: { title: "Your account may not sign in", paragraphs } };
}

function otherLoginType(
  user: UserRow,
  loginType: FederatedLoginType,
): { code: ErrorCode; page: ErrorPage } {
  const [own, tried] = [loginTypeNames[user.login_type], loginTypeNames[loginType]];
  const paragraphs = [
    `Your account signs in with ${own} (${user.login_type}), but you came with ${tried} (${loginType}).`,
  ];
  const isPassword = user.login_type === "password";
  if (isPassword) {
    paragraphs.push(
      `Sign in with your password. In your account settings you can then change to ${tried}.`,
    );
  }
  return {
    code: "login_type_mismatch",
    page: {
      title: "Your account signs in another way",
      paragraphs,
      ...(isPassword ? { link: { href: "/settings/security", text: "Account settings" } } : {}),
    },
  };
}

/** The page for an identity that may not have the user its e-mail address found. */
export function matchRefusalPage(reason: MatchRefusal): { code: ErrorCode; page: ErrorPage } {
  if (reason === "other_identity") {
    const paragraphs = [
      "A user with your e-mail address exists, and belongs to another identity at the provider.",
      "That happens when an address is handed on to another person, or when the provider was replaced. An administrator can remove the old connection.",
    ];
    return { code: "identity_conflict", page: { title: "This account is not yours", paragraphs } };
  }
  const paragraphs =
    reason === "owner_unverified"
      ? [
          "The provider did not verify your e-mail address, and the account is an owner's.",
          askAdministrator,
        ]
      : ["This account is not for people.", askAdministrator];
  return { code: "link_refused", page: { title: "This account cannot be connected", paragraphs } };
}

/** The page for people without a user while sign-ups are off; the operator may have written it. */
export function signupsDisabled(text: string): { code: ErrorCode; page: ErrorPage } {
  const page: ErrorPage = {
    title: "New accounts are not created here",
    paragraphs: [
      "You have no account on this server, and signing in does not create one.",
      "Ask an administrator to create your account.",
    ],
    ...(text.trim() === "" ? {} : { markdown: text }),
  };
  return { code: "signups_disabled", page };
}
