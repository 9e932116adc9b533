import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { nothingChanged, type RequestContext } from "../../context/request-context.ts";
import type { GithubProvider } from "../../context/services.ts";
import { GithubError, type GithubTokens } from "../../platform/github-client.ts";
import { printable } from "../../platform/oidc-client.ts";
import { completeSignIn } from "./complete.ts";
import {
  type CallbackQuery,
  endFlow,
  finishFlow,
  type ReturningFlow,
  refuseProviderError,
  startFlow,
} from "./flow.ts";
import { proveGithubIdentity } from "./github-identity.ts";
import { expiryOf } from "./link-tokens.ts";
import { providerFailure } from "./proved-identity.ts";
import { recordingFailure } from "./refusals.ts";

const callbackPath = "/api/v2/users/oauth2/github/callback";

/**
 * `GET /users/oauth2/github/callback`: starts a sign-in without a code, finishes it with one (spec federated-login §7).
 * With the device flow the code is the device code, and a page of ours asks until the person has confirmed it.
 */
export const githubCallback: Handler<"githubCallback"> = async (deps, ctx, { query }) => {
  const provider = deps.signIn.github ?? fail("provider_not_configured");
  if (provider.isDeviceFlow) ctx.effects.failAsJson = true;
  refuseProviderError(ctx, query);
  if (query.code === "") return start(deps, ctx, provider, query);
  const redirectUrl = await finish(deps, ctx, provider, query);
  if (!provider.isDeviceFlow) ctx.effects.redirect = redirectUrl;
  return { redirect_url: redirectUrl };
};

async function start(
  deps: Deps,
  ctx: RequestContext,
  { client, isDeviceFlow }: GithubProvider,
  query: CallbackQuery,
): Promise<{ redirect_url: string }> {
  const { challenge, state } = await startFlow(ctx, query, { isPkce: true });
  const target = isDeviceFlow
    ? `/login/device?state=${encodeURIComponent(state)}`
    : client.authorizationUrl({
        redirect_uri: deps.deployment.accessUrl + callbackPath,
        state,
        access_type: "offline",
        code_challenge: challenge ?? "",
        code_challenge_method: "S256",
      });
  ctx.effects.redirect = target;
  nothingChanged(ctx);
  return { redirect_url: target };
}

async function finish(
  deps: Deps,
  ctx: RequestContext,
  provider: GithubProvider,
  query: CallbackQuery,
): Promise<string> {
  const flow = finishFlow(ctx, query, { isPkce: true, isKept: provider.isDeviceFlow });
  // A device page asks every few seconds: only what GitHub confirmed is an attempt.
  const confirmed = provider.isDeviceFlow ? await redeem(deps, provider, flow) : null;
  if (confirmed !== null) endFlow(ctx);
  await recordingFailure(deps, ctx, "github", async () => {
    const tokens = confirmed ?? (await redeem(deps, provider, flow));
    const identity = await proveGithubIdentity(
      { deps, ctx, provider, redirect: flow.redirect },
      {
        accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken,
        expiresAt: expiryOf(tokens.expiresInSeconds, ctx.now),
      },
    );
    await completeSignIn(deps, ctx, identity, flow);
  });
  return flow.redirect;
}

/** Codes of GitHub that the device page knows how to go on after (spec federated-login §7.3). */
const pollingCodes: readonly string[] = ["authorization_pending", "slow_down"];

async function redeem(
  deps: Deps,
  { client, isDeviceFlow }: GithubProvider,
  { code, verifier }: ReturningFlow,
): Promise<GithubTokens> {
  try {
    if (isDeviceFlow) return await client.exchangeDeviceCode(code);
    const redirectUri = deps.deployment.accessUrl + callbackPath;
    return await client.exchange(code, verifier ?? "", redirectUri);
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    // The device page compares the detail with GitHub's codes: nothing is added to them.
    if (pollingCodes.includes(error.code)) fail("device_flow_pending", { detail: error.code });
    const isOauthCode = error.code !== "request_failed";
    const detail = isDeviceFlow && isOauthCode ? error.code : error.message;
    throw providerFailure(printable(detail), error);
  }
}

/** `GET /users/oauth2/github/device`: a code that the person enters at GitHub (spec federated-login §7.3). */
export const githubDevice: Handler<"githubDevice"> = async (deps) => {
  const provider = deps.signIn.github ?? fail("provider_not_configured");
  if (!provider.isDeviceFlow) fail("device_flow_off");
  try {
    const code = await provider.client.deviceCode();
    return {
      device_code: code.deviceCode,
      user_code: code.userCode,
      verification_uri: code.verificationUri,
      expires_in: code.expiresInSeconds,
      interval: code.intervalSeconds,
    };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    throw providerFailure(printable(error.message), error);
  }
};
