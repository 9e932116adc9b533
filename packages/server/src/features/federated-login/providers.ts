import type { CoreDeps } from "../../context/deps.ts";
import type { GithubProvider, OidcProvider, SignIn } from "../../context/services.ts";
import { createGithubClient } from "../../platform/github-client.ts";
import { prepareOidcClient } from "../../platform/oidc-client.ts";
import { createOutbound } from "../../platform/outbound-http.ts";
import { watchRateLimits } from "../../platform/rate-limits.ts";
import { asSecret, keyedDigest } from "../../platform/secrets.ts";
import { createDiscovery } from "./discovery.ts";
import { readSignInFacts, type SignInFacts } from "./facts-store.ts";

/**
 * Makes the identity providers that are configured. Key files are read now and stop the start with the option's name;
 * providers themselves are asked later, since their failure must not keep the server down.
 */
export async function createSignIn(core: CoreDeps): Promise<SignIn> {
  const facts = await readSignInFacts(core.db);
  const count = core.metrics.counter(
    "coderd_oauth2_external_requests_total",
    "Requests to identity providers.",
    ["name", "source", "status_code"],
  );
  const rateLimits = watchRateLimits(core.metrics, "github-login", () =>
    core.clock.now().getTime(),
  );
  const nonceKey = asSecret(facts.nonceKey);
  return {
    oidc: await oidcProvider(core, createOutbound("oidc-login", count)),
    github: githubProvider(core, facts, createOutbound("github-login", count, rateLimits)),
    nonceFor: (state) => keyedDigest(nonceKey, "oidc-nonce", state),
  };
}

async function oidcProvider(
  { config, log }: CoreDeps,
  fetch: OidcProvider["fetch"],
): Promise<OidcProvider | null> {
  if (config.oidcClientId === "") return null;
  const discover = await prepareOidcClient(
    {
      issuer: config.oidcIssuerUrl,
      clientId: config.oidcClientId,
      clientSecret: config.oidcClientSecret,
      keyFiles: { keyFile: config.oidcClientKeyFile, certFile: config.oidcClientCertFile },
      isIssuerChecked: !config.dangerousOidcSkipIssuerChecks,
      isHttpAllowed: config.dangerousOidcAllowHttp,
      scopes: oidcScopes(config.oidcScopes),
    },
    fetch,
  );
  const isPublic = config.oidcClientSecret === "" && config.oidcClientKeyFile === "";
  let isPkceTold = false;
  const discovery = createDiscovery({
    discover,
    nowMs: () => performance.now(),
    found(client) {
      if (isPublic && !client.supportsPkce && !isPkceTold) {
        log.warn("the OpenID Connect client has no secret and its provider no PKCE (S256)");
        isPkceTold = true;
      }
    },
    failed: (error) => log.warn({ err: error }, "the OpenID Connect provider cannot be discovered"),
  });
  return { fetch, ...discovery };
}

/** The scopes to ask for; without `openid` there is no ID token. */
export function oidcScopes(configured: readonly string[]): readonly string[] {
  return configured.includes("openid") ? configured : ["openid", ...configured];
}

/** GitHub as configured, else the built-in app where the operator switched it on (spec federated-login §7.4). */
function githubProvider(
  { config }: CoreDeps,
  facts: SignInFacts,
  fetch: OidcProvider["fetch"],
): GithubProvider | null {
  const isConfigured = config.oauth2GithubClientId !== "";
  const isDefault =
    !isConfigured &&
    config.oauth2GithubDefaultProviderEnable &&
    config.oauth2GithubEnterpriseBaseUrl === "" &&
    facts.isGithubDefaultEligible;
  if (!isConfigured && !isDefault) return null;
  const clientId = isDefault
    ? config.oauth2GithubDefaultProviderClientId
    : config.oauth2GithubClientId;
  return {
    client: createGithubClient(
      {
        clientId,
        clientSecret: config.oauth2GithubClientSecret,
        enterpriseBaseUrl: config.oauth2GithubEnterpriseBaseUrl,
      },
      fetch,
    ),
    isDeviceFlow: config.oauth2GithubDeviceFlow || isDefault,
    isDefault,
    isEveryoneAllowed:
      config.oauth2GithubAllowEveryone ||
      (isDefault && config.oauth2GithubAllowedOrgs.length === 0),
  };
}
