import { fail } from "@gatehouse/contract";
import type { BrowserInput, CookieEffect, RequestContext } from "../../context/request-context.ts";
import { newPkce, printable } from "../../platform/oidc-client.ts";
import { constantTimeEqual, randomAlphanumeric } from "../../platform/secrets.ts";
import { safeRedirect } from "./redirect-rules.ts";

/** The query of a callback. */
export interface CallbackQuery {
  code: string;
  state: string;
  redirect: string;
  oidc_merge_state: string;
  iss: string;
  error: string;
  error_description: string;
  error_uri: string;
}

/** A sign-in that comes back from its provider and was started in this browser. */
export interface ReturningFlow {
  readonly code: string;
  readonly state: string;
  /** Local path to go to. */
  readonly redirect: string;
  /** PKCE verifier, where one was made. */
  readonly verifier: string | undefined;
  /** The signed confirmation of a change of the login type, if there is one. */
  readonly conversion: string | undefined;
}

/** State of a change of the login type begins so (spec federated-login §10). */
export const conversionPrefix = "convert-";

/** Cookie with the confirmation of a change of the login type. */
export const conversionCookie = "coder_oauth_convert_jwt";

const stateLength = 32;
const cookieMaxAgeSeconds = 900;

/** What the adapter gives handlers of callbacks. */
export function browserOf(ctx: RequestContext): BrowserInput {
  if (ctx.browser === null) throw new Error("this endpoint is not declared for browsers");
  return ctx.browser;
}

/**
 * Ends the request when the provider refused (spec federated-login §3, row 2), and the sign-in with it, if it is the
 * one that this browser started.
 */
export function refuseProviderError(ctx: RequestContext, query: CallbackQuery): void {
  if (query.error === "") return;
  const state = browserOf(ctx).cookies["oauth_state"] ?? "";
  if (state !== "" && constantTimeEqual(state, query.state)) endFlow(ctx);
  const parts = [query.error_description, query.error_uri].map(printable).filter(Boolean);
  fail("provider_refused", {
    message: `The identity provider refused the sign-in: ${printable(query.error)}.`,
    ...(parts.length === 0 ? {} : { detail: parts.join(" ") }),
  });
}

/** A sign-in that begins: its state, and the PKCE pair where the provider takes one. */
export interface StartingFlow {
  readonly state: string;
  readonly challenge: string | undefined;
}

/**
 * Starts a sign-in: fresh cookies, of which `oauth_redirect` is set even when it is empty, so that an abandoned
 * attempt leaves nothing behind (spec federated-login §3.1).
 *
 * Security: a state may be named from outside only for a change of the login type, whose end asks for a signed cookie
 * with the same state; any other would let a stranger's page fix the state of this browser.
 */
export async function startFlow(
  ctx: RequestContext,
  query: CallbackQuery,
  options: { readonly isPkce: boolean; readonly cookies?: readonly CookieEffect[] },
): Promise<StartingFlow> {
  const named = query.oidc_merge_state;
  if (named !== "" && !/^convert-[0-9A-Za-z]{1,64}$/.test(named)) {
    fail("conversion_invalid", {
      detail: "oidc_merge_state does not belong to a change of login type.",
    });
  }
  const state = named === "" ? randomAlphanumeric(stateLength) : named;
  const pkce = options.isPkce ? await newPkce() : undefined;
  const redirect = query.redirect === "" ? "" : safeRedirect(query.redirect);
  const maxAgeSeconds = cookieMaxAgeSeconds;
  ctx.effects.cookies = [
    { name: "oauth_state", value: state, maxAgeSeconds },
    { name: "oauth_redirect", value: redirect, maxAgeSeconds },
    ...(pkce === undefined
      ? []
      : [{ name: "oauth_pkce_verifier", value: pkce.verifier, maxAgeSeconds }]),
    ...(options.cookies ?? []).map((cookie) => ({ ...cookie, maxAgeSeconds })),
  ];
  return { state, challenge: pkce?.challenge };
}

/**
 * Checks that an answer of the provider belongs to a sign-in of this browser (spec federated-login §3, rows 5 to 9).
 * The cookies of the flow are deleted whatever comes of it, unless `isKept`: the device flow asks again.
 */
export function finishFlow(
  ctx: RequestContext,
  query: CallbackQuery,
  options: { readonly isPkce: boolean; readonly isKept?: boolean },
): ReturningFlow {
  const { cookies } = browserOf(ctx);
  if (!options.isKept) endFlow(ctx);
  if (query.state === "") fail("sign_in_incomplete", { detail: "The state is missing." });
  const state = cookies["oauth_state"];
  if (state === undefined || state === "") {
    fail("state_mismatch", { detail: "The oauth_state cookie is missing." });
  }
  if (!constantTimeEqual(state, query.state)) {
    fail("state_mismatch", { detail: "The state is not the one of this browser." });
  }
  const verifier = cookies["oauth_pkce_verifier"] || undefined;
  if (options.isPkce && verifier === undefined) {
    fail("sign_in_incomplete", { detail: "The oauth_pkce_verifier cookie is missing." });
  }
  return {
    code: query.code,
    state,
    redirect: safeRedirect(cookies["oauth_redirect"] || query.redirect),
    verifier: options.isPkce ? verifier : undefined,
    conversion: cookies[conversionCookie] || undefined,
  };
}

/** Deletes the cookies of a sign-in, which is over. */
export function endFlow(ctx: RequestContext): void {
  const names = ["oauth_state", "oauth_redirect", "oauth_pkce_verifier", "oauth_redirect_uri"];
  const { cookies } = browserOf(ctx);
  const isConversion = cookies[conversionCookie] !== undefined;
  const all = isConversion ? [...names, conversionCookie] : names;
  ctx.effects.cookies = all.map((name) => ({ name, value: null }));
}

/** Whether the answer to a request belongs to a change of the login type. */
export function isConversion({ state }: Pick<ReturningFlow, "state">): boolean {
  return state.startsWith(conversionPrefix);
}
