import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { browserOf } from "./flow.ts";

const callbackPath = "/api/v2/users/oidc/callback";

/** Cookie that keeps the redirect URI between the two legs of a sign-in on a deployment with several hosts. */
export const redirectUriCookie = "oauth_redirect_uri";

/**
 * The redirect URI of OpenID Connect (spec federated-login §3.2): access URL, or the origin of `oidc-redirect-url`.
 *
 * Security: never from a header, except for hosts that `oidc-redirect-allowed-hosts` lists; those end the request with
 * 400 when they are not listed, and the scheme stays the configured one.
 */
export function oidcRedirectUri(deps: Deps, ctx: RequestContext): string {
  const { accessUrl } = deps.deployment;
  if (deps.config.oidcRedirectUrl !== "") {
    return new URL(deps.config.oidcRedirectUrl).origin + callbackPath;
  }
  if (!isHostBound(deps)) return accessUrl + callbackPath;
  const { host } = browserOf(ctx);
  const name = hostName(host);
  const allowed = deps.config.oidcRedirectAllowedHosts.map((entry) => entry.trim().toLowerCase());
  if (name === null || !allowed.includes(name)) fail("host_refused");
  return `${new URL(accessUrl).protocol}//${host}${callbackPath}`;
}

/** Whether the host of a request decides about the redirect URI. */
export function isHostBound({ config }: Pick<Deps, "config">): boolean {
  return config.oidcRedirectUrl === "" && config.oidcRedirectAllowedHosts.length > 0;
}

/** The host of a header without its port; null for what is no host. */
function hostName(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec(host);
  return match?.[1] ?? null;
}

/** The redirect URI to redeem a code with: both legs must have come under the same host. */
export function returningRedirectUri(deps: Deps, ctx: RequestContext): string {
  const uri = oidcRedirectUri(deps, ctx);
  if (isHostBound(deps) && browserOf(ctx).cookies[redirectUriCookie] !== uri) {
    fail("sign_in_incomplete", { detail: "The sign-in was started under another host name." });
  }
  return uri;
}
