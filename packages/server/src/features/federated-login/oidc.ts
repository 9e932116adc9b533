import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { nothingChanged, type RequestContext } from "../../context/request-context.ts";
import type { OidcProvider } from "../../context/services.ts";
import { type IssuedTokens, type OidcClient, OidcError } from "../../platform/oidc-client.ts";
import { completeSignIn } from "./complete.ts";
import {
  type CallbackQuery,
  finishFlow,
  type ReturningFlow,
  refuseProviderError,
  startFlow,
} from "./flow.ts";
import { expiryOf } from "./link-tokens.ts";
import { collectClaims } from "./oidc-claims.ts";
import { proveOidcIdentity } from "./oidc-identity.ts";
import {
  isHostBound,
  oidcRedirectUri,
  redirectUriCookie,
  returningRedirectUri,
} from "./oidc-redirect.ts";
import { providerFailure } from "./proved-identity.ts";
import { oidcScopes } from "./providers.ts";
import { recordingFailure } from "./refusals.ts";

/** `GET /users/oidc/callback`: starts a sign-in without a code, finishes it with one (spec federated-login §3, §6). */
export const oidcCallback: Handler<"oidcCallback"> = async (deps, ctx, { query }) => {
  const provider = deps.signIn.oidc ?? fail("provider_not_configured");
  refuseProviderError(ctx, query);
  if (query.code === "") await start(deps, ctx, provider, query);
  else await finish(deps, ctx, provider, query);
  return undefined;
};

/** Parameters that the operator's additions do not replace: the sign-in stands on them. */
const fixedParameters: readonly string[] = [
  "client_id",
  "response_type",
  "redirect_uri",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
];

async function start(
  deps: Deps,
  ctx: RequestContext,
  provider: OidcProvider,
  query: CallbackQuery,
): Promise<void> {
  const redirectUri = oidcRedirectUri(deps, ctx);
  const client = await provider.client();
  const flow = await startFlow(ctx, query, {
    isPkce: client.supportsPkce,
    cookies: isHostBound(deps) ? [{ name: redirectUriCookie, value: redirectUri }] : [],
  });
  const additions = Object.entries(deps.config.oidcAuthUrlParams).filter(
    ([name]) => !fixedParameters.includes(name),
  );
  ctx.effects.redirect = client.authorizationUrl({
    response_type: "code",
    redirect_uri: redirectUri,
    scope: oidcScopes(deps.config.oidcScopes).join(" "),
    state: flow.state,
    access_type: "offline",
    ...Object.fromEntries(additions),
    ...(deps.config.oidcNonce ? { nonce: deps.signIn.nonceFor(flow.state) } : {}),
    ...(flow.challenge === undefined
      ? {}
      : { code_challenge: flow.challenge, code_challenge_method: "S256" }),
  });
  nothingChanged(ctx);
}

async function finish(
  deps: Deps,
  ctx: RequestContext,
  provider: OidcProvider,
  query: CallbackQuery,
): Promise<void> {
  const client = await provider.client();
  const flow = finishFlow(ctx, query, { isPkce: client.supportsPkce });
  await recordingFailure(deps, ctx, "oidc", async () => {
    const issued = await redeem(deps, ctx, client, { ...flow, iss: query.iss });
    const nonce = deps.config.oidcNonce ? deps.signIn.nonceFor(flow.state) : null;
    const proved = await collectClaims(deps, provider, client, { issued, nonce });
    const identity = proveOidcIdentity(deps, ctx, proved, {
      accessToken: issued.accessToken,
      refreshToken: issued.refreshToken,
      expiresAt: expiryOf(issued.expiresInSeconds, ctx.now),
    });
    await completeSignIn(deps, ctx, identity, flow);
  });
  ctx.effects.redirect = flow.redirect;
}

async function redeem(
  deps: Deps,
  ctx: RequestContext,
  client: OidcClient,
  flow: ReturningFlow & { iss: string },
): Promise<IssuedTokens> {
  const { code, iss, state, verifier } = flow;
  const redirectUri = returningRedirectUri(deps, ctx);
  try {
    return await client.exchange({ redirectUri, code, state, iss, verifier });
  } catch (error) {
    if (!(error instanceof OidcError)) throw error;
    if (error.oauthError === "authorization_pending") {
      fail("device_flow_pending", { detail: error.oauthError });
    }
    throw providerFailure(error.message, error);
  }
}
