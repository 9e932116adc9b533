import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "./load.ts";
import { configKey, envName, peerEnvNames } from "./option.ts";
import { options } from "./options.ts";

function load(env: Record<string, string> = {}, ...argv: string[]) {
  return loadConfig({ argv, env: { HOME: "/home/somebody", ...env } });
}

function refusal(env: Record<string, string>, ...argv: string[]): string {
  try {
    load(env, ...argv);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

const key = Buffer.alloc(32, 7).toString("base64");

describe("names", () => {
  test("every option has its own name, key and variables", () => {
    const variables = options.flatMap((option) => [envName(option), ...peerEnvNames(option)]);

    expect(new Set(options.map(({ name }) => name)).size).toBe(options.length);
    expect(new Set(options.map(configKey)).size).toBe(options.length);
    expect(new Set(variables).size).toBe(variables.length);
  });

  test("a name is kebab-case and becomes an upper snake variable", () => {
    expect(options.filter(({ name }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(load({ GATEHOUSE_API_RATE_LIMIT: "7" }).apiRateLimit).toBe(7);
  });

  test.each([
    ["CODER_PG_CONNECTION_URL", "postgres://db/x", "postgresUrl"],
    ["CODER_LOGGING_JSON", "/dev/null", "logJson"],
    ["CODER_DOCS_URL", "https://docs.example.com", "docsUrl"],
    ["CODER_EMAIL_TLS_SERVERNAME", "mail", "emailTlsServerName"],
    ["CODER_NOTIFICATIONS_EMAIL_TLS_CERTKEYFILE", "/k", "emailTlsCertKeyFile"],
    ["CODER_NOTIFICATIONS_EMAIL_SMARTHOST", "mail:25", "emailSmarthost"],
  ] as const)("the peer's variable %s is accepted", (variable, text, name) => {
    expect(load({ [variable]: text })[name]).toBe(text);
  });

  test("the regular form of an irregular variable of the peer is not accepted", () => {
    expect(load({ CODER_POSTGRES_URL: "postgres://db/x" }).postgresUrl).toBe("");
  });

  test("an option of our own has no variable of the peer", () => {
    expect(load({ CODER_DORMANCY_PERIOD: "1h" }).dormancyPeriodMs).toBe(90 * 86_400_000);
  });
});

describe("precedence", () => {
  const both = { GATEHOUSE_API_RATE_LIMIT: "5", CODER_API_RATE_LIMIT: "6" };

  test("a flag beats our variable, ours beats the peer's, the peer's beats the default", () => {
    expect(load(both, "--api-rate-limit=4").apiRateLimit).toBe(4);
    expect(load(both).apiRateLimit).toBe(5);
    expect(load({ CODER_API_RATE_LIMIT: "6" }).apiRateLimit).toBe(6);
    expect(load().apiRateLimit).toBe(512);
  });

  test("the source of every value is recorded", () => {
    const { sources } = load(both, "--browser-only");

    expect(sources["api-rate-limit"]).toBe("env");
    expect(sources["browser-only"]).toBe("flag");
    expect(sources["docs-url"]).toBe("default");
  });

  test("a notice tells when both names are set, and of a variable that is no option", () => {
    const { notices } = load({ ...both, GATEHOUSE_HTP_ADDRESS: "x" });

    expect(notices).toHaveLength(2);
    expect(notices.join("\n")).toContain("CODER_API_RATE_LIMIT is ignored");
    expect(notices.join("\n")).toContain("GATEHOUSE_HTP_ADDRESS is not an option");
  });

  test("an empty variable counts as not set", () => {
    expect(load({ GATEHOUSE_API_RATE_LIMIT: "", CODER_API_RATE_LIMIT: "6" }).apiRateLimit).toBe(6);
    expect(load({ GATEHOUSE_API_RATE_LIMIT: "" }).sources["api-rate-limit"]).toBe("default");
  });
});

describe("defaults", () => {
  test("a start without options has the documented defaults and no notices", () => {
    expect(load()).toMatchObject({
      httpAddress: { host: "127.0.0.1", port: 3000 },
      accessUrl: "",
      postgresUrl: "",
      logLevel: "info",
      metricsAllow: ["127.0.0.0/8", "::1/128"],
      compatVersion: "v2.34.0",
      sessionDurationMs: 86_400_000,
      defaultTokenLifetimeMs: 7 * 86_400_000,
      maxTokenLifetimeMs: 876_600 * 3_600_000,
      maxAdminTokenLifetimeMs: 7 * 86_400_000,
      secureAuthCookie: null,
      samesiteAuthCookie: "lax",
      sshKeygenAlgorithm: "ed25519",
      healthCheckThresholdDatabaseMs: 15,
      notificationsMethod: "smtp",
      notificationsInboxEnabled: true,
      proxyTrustedHeaders: [],
      supportLinks: [],
      updateCheck: false,
      notices: [],
    });
  });
});

describe("flags", () => {
  test("a value may follow its flag or stand behind an equals sign", () => {
    expect(load({}, "--docs-url", "https://a.example").docsUrl).toBe("https://a.example");
    expect(load({}, "--docs-url=https://a.example/?a=b").docsUrl).toBe("https://a.example/?a=b");
  });

  test("a truth value needs no text and can be switched off", () => {
    expect(load({}, "--browser-only").browserOnly).toBe(true);
    expect(load({}, "--notifications-inbox-enabled=false").notificationsInboxEnabled).toBe(false);
  });

  test("a repeated list adds up, of other options the last flag counts", () => {
    const config = load(
      {},
      "--experiments=a,b",
      "--experiments=c",
      "--log-level=warn",
      "--log-level=error",
    );

    expect(config.experiments).toEqual(["a", "b", "c"]);
    expect(config.logLevel).toBe("error");
  });

  test("an empty flag empties a list", () => {
    expect(load({}, "--metrics-allow=").metricsAllow).toEqual([]);
  });

  test("an unknown flag, a missing value and a stray argument are refused without repeating values", () => {
    expect(refusal({}, "--nonsense=canary")).toMatch(/^unknown flag --nonsense; --help/);
    expect(refusal({}, "--docs-url")).toBe("--docs-url needs a value");
    expect(refusal({}, "--browser-only", "canary")).toMatch(/argument after --browser-only/);
    expect(refusal({}, "--browser-only", "canary")).not.toContain("canary");
  });
});

describe("refusals", () => {
  test.each([
    ["GATEHOUSE_API_RATE_LIMIT", "many"],
    ["GATEHOUSE_API_RATE_LIMIT", "1e3"],
    ["GATEHOUSE_POSTGRES_CONN_MAX_OPEN", "1"],
    ["CODER_BROWSER_ONLY", "yes"],
    ["CODER_SESSION_DURATION", "7d"],
    ["CODER_SESSION_DURATION", "0"],
    ["CODER_API_KEYS_RETENTION", "-1h"],
    ["CODER_ACCESS_URL", "gatehouse.example.com"],
    ["CODER_TERMS_OF_SERVICE_URL", "javascript:alert(1)"],
    ["CODER_SAMESITE_AUTH_COOKIE", "strict"],
    ["CODER_SSH_KEYGEN_ALGORITHM", "dsa"],
    ["CODER_HTTP_ADDRESS", "127.0.0.1"],
    ["CODER_HTTP_ADDRESS", "127.0.0.1:70000"],
    ["CODER_EXPERIMENTS", 'a,"b'],
    ["CODER_SUPPORT_LINKS", '[{"name":"x","target":"javascript:alert(1)"}]'],
  ])("%s=%s stops the start and names option and source", (variable, text) => {
    const name = variable
      .replace(/^[A-Z]+_/, "")
      .toLowerCase()
      .replaceAll("_", "-");

    expect(refusal({ [variable]: text })).toMatch(
      new RegExp(`^${name}: the value of ${variable} `),
    );
  });

  test.each([
    [{ GATEHOUSE_POSTGRES_URL: "mysql://canary" }, "postgres-url"],
    [{ GATEHOUSE_EXTERNAL_TOKEN_ENCRYPTION_KEYS: "canary" }, "external-token-encryption-keys"],
    [{ GATEHOUSE_EMAIL_AUTH_PASSWORD: "canary\n" }, "email-auth-password"],
    [{ GATEHOUSE_ACCESS_URL: "https://u:canary@a.example" }, "access-url"],
    [{ GATEHOUSE_NOTIFICATIONS_WEBHOOK_ENDPOINT: "https:/u:canary@a" }, "notifications-webhook"],
  ])("a refused secret is not repeated (%#)", (env, name) => {
    const message = refusal(env);

    expect(message).toContain(name);
    expect(message).not.toContain("canary");
  });

  test("cookies with the host prefix are refused unless they are Secure", () => {
    const prefixed = { GATEHOUSE_HOST_PREFIX_COOKIE: "true" };

    expect(refusal(prefixed)).toContain("host-prefix-cookie");
    expect(refusal({ ...prefixed, GATEHOUSE_ACCESS_URL: "http://a.example" })).not.toBe("");
    expect(
      refusal({
        ...prefixed,
        GATEHOUSE_ACCESS_URL: "https://a.example",
        GATEHOUSE_SECURE_AUTH_COOKIE: "false",
      }),
    ).not.toBe("");
    expect(refusal({ ...prefixed, GATEHOUSE_ACCESS_URL: "https://a.example" })).toBe("");
    expect(refusal({ ...prefixed, GATEHOUSE_SECURE_AUTH_COOKIE: "1" })).toBe("");
  });

  test.each(["NoSeparator", "Key=", "=value", "Key=a\nProxyCommand=b", "Key a\rb"])(
    "the SSH option %j is refused",
    (entry) => {
      expect(refusal({}, `--ssh-config-options="${entry}"`)).toMatch(/^ssh-config-options/);
    },
  );

  test("an SSH host name prefix cannot carry another line", () => {
    expect(refusal({ CODER_SSH_HOSTNAME_PREFIX: "a b" })).toMatch(/^ssh-hostname-prefix/);
  });

  test("the dispatch timeout must be less than the lease period", () => {
    expect(refusal({ CODER_NOTIFICATIONS_DISPATCH_TIMEOUT: "2m" })).toContain("lease-period");
  });

  test("a mail password and a password file are refused together", () => {
    expect(
      refusal({ CODER_EMAIL_AUTH_PASSWORD: "a", CODER_EMAIL_AUTH_PASSWORD_FILE: "/b" }),
    ).toContain("only one");
  });
});

describe("readings", () => {
  test("values keep their meaning in every accepted spelling", () => {
    const config = load({
      CODER_SSH_KEYGEN_ALGORITHM: "RSA4096",
      CODER_SECURE_AUTH_COOKIE: "T",
      CODER_HTTP_ADDRESS: "[::1]:0",
      CODER_SESSION_DURATION: "1h30m",
      CODER_API_KEYS_RETENTION: "3600000000000",
      CODER_ADDITIONAL_CSP_POLICY: `"script-src 'self', x", img-src y`,
      CODER_EXTERNAL_TOKEN_ENCRYPTION_KEYS: `${key},${key}`,
      CODER_SUPPORT_LINKS: '[{"name":"Bug","target":"/bugs?b={CODER_BUILD_INFO}","icon":"bug"}]',
    });

    expect(config).toMatchObject({
      sshKeygenAlgorithm: "rsa4096",
      secureAuthCookie: true,
      httpAddress: { host: "::1", port: 0 },
      sessionDurationMs: 5_400_000,
      apiKeysRetentionMs: 3_600_000,
      additionalCspPolicy: ["script-src 'self', x", "img-src y"],
      externalTokenEncryptionKeys: [key, key],
      supportLinks: [
        { name: "Bug", target: "/bugs?b={CODER_BUILD_INFO}", icon: "bug", location: "" },
      ],
    });
  });
});
