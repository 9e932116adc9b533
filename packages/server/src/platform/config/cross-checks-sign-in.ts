import type { OptionValues } from "./options.ts";

/** An option that is wrong only together with others. */
export interface CrossFault {
  readonly option: string;
  readonly fault: string;
}

/** Finds settings of federated sign-in that cannot work together (spec federated-login §7.5, §11.4). */
export function signInFaults(values: OptionValues): CrossFault[] {
  return [...oidcFaults(values), ...githubFaults(values)];
}

/** Finds settings of federated sign-in that work but surprise (spec federated-login §11.4). */
export function signInNotices(values: OptionValues): string[] {
  const notices: string[] = [];
  if (values.oidcClientId === "" && values.oidcIssuerUrl !== "") {
    notices.push("oidc-issuer-url has no effect without oidc-client-id");
  }
  if (values.oidcRedirectUrl !== "" && values.oidcRedirectAllowedHosts.length > 0) {
    notices.push("oidc-redirect-allowed-hosts has no effect together with oidc-redirect-url");
  }
  for (const [on, name, harm] of dangers(values)) {
    if (on) notices.push(`${name} is on: ${harm}`);
  }
  return notices;
}

function dangers(values: OptionValues): readonly (readonly [boolean, string, string])[] {
  return [
    [
      values.dangerousOidcEmailFallback,
      "dangerous-oidc-email-fallback",
      "whoever can choose an address at the provider takes over its user",
    ],
    [
      values.dangerousOidcSkipIssuerChecks,
      "dangerous-oidc-skip-issuer-checks",
      "tokens of every issuer that the provider signs for are accepted",
    ],
    [
      values.dangerousOidcAllowHttp,
      "dangerous-oidc-allow-http",
      "codes and tokens cross the network in clear",
    ],
  ];
}

type Rule = readonly [isBroken: boolean, option: string, fault: string];

function broken(rules: readonly Rule[]): CrossFault[] {
  return rules.flatMap(([isBroken, option, fault]) => (isBroken ? [{ option, fault }] : []));
}

function oidcFaults(values: OptionValues): CrossFault[] {
  if (values.oidcClientId === "") return [];
  const hasKey = values.oidcClientKeyFile !== "";
  const isPlain = values.oidcIssuerUrl.toLowerCase().startsWith("http:");
  return broken([
    [values.oidcIssuerUrl === "", "oidc-issuer-url", "is needed together with oidc-client-id"],
    [
      isPlain && !values.dangerousOidcAllowHttp,
      "oidc-issuer-url",
      "is http; dangerous-oidc-allow-http allows that",
    ],
    [
      hasKey && values.oidcClientSecret !== "",
      "oidc-client-key-file",
      "cannot be combined with oidc-client-secret",
    ],
    [
      values.oidcClientCertFile !== "" && !hasKey,
      "oidc-client-cert-file",
      "needs oidc-client-key-file",
    ],
    [
      hasKey && values.oidcClientCertFile === "" && isMicrosoft(values.oidcIssuerUrl),
      "oidc-client-cert-file",
      "is needed together with oidc-client-key-file: Microsoft looks for the certificate's thumbprint",
    ],
    [values.oidcUsernameField === "", "oidc-username-field", "is empty"],
    [values.oidcEmailField === "", "oidc-email-field", "is empty"],
    [
      values.oidcAllowedGroups.length > 0 && groupField(values) === "",
      "oidc-allowed-groups",
      "needs oidc-group-field",
    ],
    [
      values.oidcAccessTokenClaims && !values.oidcIgnoreUserinfo,
      "oidc-access-token-claims",
      "needs oidc-ignore-userinfo to be true",
    ],
    [
      values.oidcRepairLinks && values.dangerousOidcSkipIssuerChecks,
      "oidc-repair-links",
      "cannot be combined with dangerous-oidc-skip-issuer-checks: tokens name other issuers then",
    ],
  ]);
}

/** Microsoft Entra ID knows a client key only by the thumbprint of its certificate (spec federated-login §11.3). */
export function isMicrosoft(url: string): boolean {
  return url.toLowerCase().includes("microsoftonline");
}

function githubFaults(values: OptionValues): CrossFault[] {
  const orgs = values.oauth2GithubAllowedOrgs.length > 0;
  const teams = values.oauth2GithubAllowedTeams.length > 0;
  const everyone = values.oauth2GithubAllowEveryone;
  const isOn = values.oauth2GithubClientId !== "";
  return broken([
    [
      values.oauth2GithubClientSecret !== "" && !isOn,
      "oauth2-github-client-secret",
      "needs oauth2-github-client-id",
    ],
    [
      isOn && values.oauth2GithubClientSecret === "" && !values.oauth2GithubDeviceFlow,
      "oauth2-github-client-id",
      "needs oauth2-github-client-secret unless oauth2-github-device-flow is on",
    ],
    [
      everyone && (orgs || teams),
      "oauth2-github-allow-everyone",
      "cannot be combined with oauth2-github-allowed-orgs or oauth2-github-allowed-teams",
    ],
    [
      isOn && !everyone && !orgs,
      "oauth2-github-allowed-orgs",
      "is needed unless oauth2-github-allow-everyone is on",
    ],
    [
      values.oauth2GithubDefaultProviderEnable &&
        !isOn &&
        values.oauth2GithubDefaultProviderClientId === "",
      "oauth2-github-default-provider-enable",
      "needs oauth2-github-default-provider-client-id",
    ],
  ]);
}

/** The claim with the groups: as set, else `groups` when that scope is asked for (spec federated-login §11.1). */
export function groupField(values: Pick<OptionValues, "oidcGroupField" | "oidcScopes">): string {
  if (values.oidcGroupField !== "") return values.oidcGroupField;
  return values.oidcScopes.includes("groups") ? "groups" : "";
}
