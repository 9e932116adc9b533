import { expect, test } from "vitest";
import { ConfigError, loadConfig } from "./load.ts";

function faults(env: Record<string, string>, argv: readonly string[] = []): string {
  try {
    loadConfig({ argv, env });
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const oidc = { GATEHOUSE_OIDC_CLIENT_ID: "x", GATEHOUSE_OIDC_ISSUER_URL: "https://id.example.com" };
const github = {
  GATEHOUSE_OAUTH2_GITHUB_CLIENT_ID: "x",
  GATEHOUSE_OAUTH2_GITHUB_CLIENT_SECRET: "x",
};

test.each<[string, Record<string, string>, string]>([
  ["a client id without issuer", { GATEHOUSE_OIDC_CLIENT_ID: "x" }, "oidc-issuer-url"],
  [
    "an issuer by http",
    { ...oidc, GATEHOUSE_OIDC_ISSUER_URL: "http://id.example.com" },
    "oidc-issuer-url",
  ],
  [
    "an issuer that is no URL",
    { ...oidc, GATEHOUSE_OIDC_ISSUER_URL: "id.example.com" },
    "oidc-issuer-url",
  ],
  [
    "secret and key",
    { ...oidc, GATEHOUSE_OIDC_CLIENT_SECRET: "s", GATEHOUSE_OIDC_CLIENT_KEY_FILE: "k" },
    "oidc-client-key-file",
  ],
  [
    "a certificate without key",
    { ...oidc, GATEHOUSE_OIDC_CLIENT_CERT_FILE: "c" },
    "oidc-client-cert-file",
  ],
  [
    "a key without certificate at Microsoft",
    {
      ...oidc,
      CODER_OIDC_ISSUER_URL: "https://login.microsoftonline.com/t/v2.0",
      GATEHOUSE_OIDC_ISSUER_URL: "https://login.microsoftonline.com/t/v2.0",
      CODER_OIDC_CLIENT_KEY_FILE: "k",
    },
    "oidc-client-cert-file",
  ],
  ["an icon that runs code", { ...oidc, CODER_OIDC_ICON_URL: "javascript:x" }, "oidc-icon-url"],
  ["an icon of another host", { ...oidc, CODER_OIDC_ICON_URL: "//evil.example" }, "oidc-icon-url"],
  [
    "an empty list of groups' claim",
    { ...oidc, GATEHOUSE_OIDC_ALLOWED_GROUPS: "a" },
    "oidc-allowed-groups",
  ],
  [
    "access token claims beside userinfo",
    { ...oidc, CODER_OIDC_ACCESS_TOKEN_CLAIMS: "true" },
    "oidc-ignore-userinfo to be true",
  ],
  [
    "a pattern that is none",
    { ...oidc, CODER_OIDC_GROUP_REGEX_FILTER: "(" },
    "oidc-group-regex-filter",
  ],
  [
    "a mapping that is no object",
    { ...oidc, CODER_OIDC_GROUP_MAPPING: "[]" },
    "oidc-group-mapping",
  ],
  [
    "a mapping of lists with texts",
    { ...oidc, CODER_OIDC_USER_ROLE_MAPPING: '{"a":"b"}' },
    "oidc-user-role-mapping",
  ],
  [
    "repair while issuers are skipped",
    {
      ...oidc,
      GATEHOUSE_OIDC_REPAIR_LINKS: "true",
      GATEHOUSE_DANGEROUS_OIDC_SKIP_ISSUER_CHECKS: "true",
    },
    "oidc-repair-links",
  ],
  [
    "everyone and organizations",
    {
      ...github,
      GATEHOUSE_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
      GATEHOUSE_OAUTH2_GITHUB_ALLOWED_ORGS: "a",
    },
    "oauth2-github-allow-everyone",
  ],
  ["neither everyone nor organizations", github, "oauth2-github-allowed-orgs"],
  [
    "a team without organization",
    {
      ...github,
      GATEHOUSE_OAUTH2_GITHUB_ALLOWED_ORGS: "a",
      GATEHOUSE_OAUTH2_GITHUB_ALLOWED_TEAMS: "team",
    },
    "oauth2-github-allowed-teams",
  ],
  [
    "a secret without id",
    { CODER_OAUTH2_GITHUB_CLIENT_SECRET: "s" },
    "oauth2-github-client-secret",
  ],
  [
    "an id without secret",
    { CODER_OAUTH2_GITHUB_CLIENT_ID: "x", CODER_OAUTH2_GITHUB_ALLOW_EVERYONE: "true" },
    "oauth2-github-client-id",
  ],
  [
    "an enterprise URL that is none",
    { ...github, CODER_OAUTH2_GITHUB_ENTERPRISE_BASE_URL: "ghe" },
    "oauth2-github-enterprise-base-url",
  ],
])("%s stops the start and names the option", (_what, env, named) => {
  expect(faults(env)).toContain(named);
});

test("the device flow needs no secret, and an issuer without client id is only a notice", () => {
  const device = {
    CODER_OAUTH2_GITHUB_CLIENT_ID: "x",
    CODER_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
    CODER_OAUTH2_GITHUB_DEVICE_FLOW: "true",
  };

  expect(faults(device)).toBe("");
  const { notices } = loadConfig({
    argv: [],
    env: { CODER_OIDC_ISSUER_URL: "https://id.example.com" },
  });
  expect(notices.join()).toContain("oidc-issuer-url has no effect");
});

test.each(["oidc-username-field", "oidc-email-field"])("an empty --%s stops the start", (name) => {
  expect(faults(oidc, [`--${name}=`])).toContain(name);
});

test("an icon may be a path of this server", () => {
  const { oidcIconUrl } = loadConfig({ argv: [], env: { CODER_OIDC_ICON_URL: "/icon/okta.svg" } });

  expect(oidcIconUrl).toBe("/icon/okta.svg");
});
