import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, type ConfigInput, loadConfig } from "./load.ts";
import { optionEnv, optionKey, peerEnvs } from "./option.ts";
import { options } from "./options.ts";

const machine = { uid: 1000, home: "/srv/ann" };

function load(input: Partial<ConfigInput> = {}) {
  return loadConfig({ argv: [], env: {}, ...machine, ...input });
}

function faultsOf(input: Partial<ConfigInput>): readonly string[] {
  try {
    load(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("defaults", () => {
  test("nothing given is a working configuration on loopback", () => {
    const config = load();

    expect(config.httpAddress).toEqual({ host: "127.0.0.1", port: 3000 });
    expect(config.accessUrl).toBe("");
    expect(config.postgresUrl).toBe("");
    expect(config.metricsAllow).toEqual(["127.0.0.0/8", "::1/128"]);
    expect(config.secureAuthCookie).toBeNull();
    expect(config.compatVersion).toBe("v2.34.0");
    expect(config.notices).toEqual([]);
    expect(config.sources["http-address"]).toBe("default");
  });

  test("the lifetimes are those of the peer", () => {
    const config = load();

    const hourMs = 3_600_000;
    expect(config.sessionDurationMs).toBe(24 * hourMs);
    expect(config.defaultTokenLifetimeMs).toBe(168 * hourMs);
    expect(config.maxTokenLifetimeMs).toBe(876_600 * hourMs);
    expect(config.maxAdminTokenLifetimeMs).toBe(168 * hourMs);
    expect(config.apiKeysRetentionMs).toBe(168 * hourMs);
    expect(config.healthCheckThresholdDatabaseMs).toBe(15);
  });

  test("the data directory follows the user's data home, then the home; root has the system's", () => {
    expect(load({ env: { XDG_DATA_HOME: "/data/ann" } }).dataDir).toBe("/data/ann/gatehouse");
    expect(load().dataDir).toBe("/srv/ann/.local/share/gatehouse");
    expect(load({ env: { XDG_DATA_HOME: "relative" } }).dataDir).toBe(
      "/srv/ann/.local/share/gatehouse",
    );
    expect(load({ uid: 0, env: { XDG_DATA_HOME: "/data" } }).dataDir).toBe("/var/lib/gatehouse");
  });
});

describe("where a value comes from", () => {
  test("a flag wins over our variable, ours over the peer's, any of them over the default", () => {
    const env = { GATEHOUSE_API_RATE_LIMIT: "2", CODER_API_RATE_LIMIT: "3" };

    expect(load({ argv: ["--api-rate-limit=1"], env }).apiRateLimit).toBe(1);
    expect(load({ env }).apiRateLimit).toBe(2);
    expect(load({ env: { CODER_API_RATE_LIMIT: "3" } }).apiRateLimit).toBe(3);
    expect(load().apiRateLimit).toBe(512);
    expect(load({ argv: ["--api-rate-limit", "1"] }).sources["api-rate-limit"]).toBe("flag");
    expect(load({ env }).sources["api-rate-limit"]).toBe("env");
  });

  test("when both names are set, the start-up notices say which one is used", () => {
    const env = { GATEHOUSE_API_RATE_LIMIT: "2", CODER_API_RATE_LIMIT: "3" };

    expect(load({ env }).notices).toEqual([
      "GATEHOUSE_API_RATE_LIMIT and CODER_API_RATE_LIMIT are both set; GATEHOUSE_API_RATE_LIMIT is used",
    ]);
  });

  test("an empty variable is an unset one", () => {
    const env = { GATEHOUSE_API_RATE_LIMIT: "", CODER_API_RATE_LIMIT: "3" };

    expect(load({ env }).apiRateLimit).toBe(3);
  });

  test("every option is set by its own variable and by each name of the peer", () => {
    for (const option of options) {
      const text = sampleOf(option.name);
      for (const name of [optionEnv(option), ...peerEnvs(option)]) {
        const config = load({ env: { ...withEnv(option.name), [name]: text } });
        expect([name, Object.entries(config.sources).find(([n]) => n === option.name)]).toEqual([
          name,
          [option.name, "env"],
        ]);
        expect(Object.keys(config)).toContain(optionKey(option));
      }
    }
  });

  test("the peer's irregular names set the options they belong to", () => {
    const config = load({
      env: {
        CODER_PG_CONNECTION_URL: "postgres://db/x",
        CODER_PG_CONN_MAX_OPEN: "7",
        CODER_EMAIL_TLS_SKIPVERIFY: "true",
        CODER_NOTIFICATIONS_EMAIL_TLS_SERVERNAME: "mail.example.com",
        CODER_NOTIFICATIONS_EMAIL_SMARTHOST: "mail.example.com:25",
        CODER_LOGGING_HUMAN: "/dev/stderr",
      },
    });

    expect(config.postgresUrl).toBe("postgres://db/x");
    expect(config.postgresConnMaxOpen).toBe(7);
    expect(config.emailTlsSkipVerify).toBe(true);
    expect(config.emailTlsServerName).toBe("mail.example.com");
    expect(config.emailSmarthost).toBe("mail.example.com:25");
    expect(config.logHuman).toBe(true);
    expect(config.notices).toEqual([]);
  });

  test("a variable that is no setting of this release is named, tools' variables are not", () => {
    const env = {
      GATEHOUSE_API_RATELIMIT: "1",
      CODER_PROVISIONER_DAEMONS: "3",
      CODER_URL: "http://x",
      CODER_SESSION_TOKEN: "secret",
    };

    expect(load({ env }).notices).toEqual([
      "CODER_PROVISIONER_DAEMONS is set and has no effect: it is no setting of this release",
      "GATEHOUSE_API_RATELIMIT is set and has no effect: it is no setting of this release",
    ]);
  });
});

describe("flags", () => {
  test("a truth value needs no word after it and takes one after an equals sign", () => {
    expect(load({ argv: ["--disable-password-auth"] }).disablePasswordAuth).toBe(true);
    expect(
      load({
        argv: ["--disable-password-auth=false"],
        env: { GATEHOUSE_DISABLE_PASSWORD_AUTH: "true" },
      }).disablePasswordAuth,
    ).toBe(false);
  });

  test("a list flag may be repeated, of other flags the last one counts", () => {
    const config = load({
      argv: [
        "--experiments=oauth2",
        "--experiments",
        "notifications,example",
        "--api-rate-limit=1",
        "--api-rate-limit=2",
      ],
    });

    expect(config.experiments).toEqual(["oauth2", "notifications", "example"]);
    expect(config.apiRateLimit).toBe(2);
  });

  test("unknown flags, missing values and loose arguments are refused without repeating a value", () => {
    expect(faultsOf({ argv: ["--postgres-ulr=hunter2", "hunter2", "--api-rate-limit"] })).toEqual([
      "--postgres-ulr is not an option; --help lists them",
      "there is an argument that is not a flag (--name=value)",
      "--api-rate-limit needs a value",
    ]);
  });

  test("a secret given as an argument draws a notice", () => {
    const { notices } = load({ argv: ["--postgres-url", "postgres://u:hunter2@db/x"] });

    expect(notices).toEqual([
      "--postgres-url was given as an argument, which other users of this machine can read; use GATEHOUSE_POSTGRES_URL",
    ]);
  });
});

test.each([
  "postgres:///gatehouse?host=/run/postgresql",
  "postgresql://gatehouse:hunter2@/gatehouse?host=%2Frun%2Fpostgresql&port=5432",
])("PostgreSQL is reached through a Unix socket: %s", (url) => {
  const config = load({ env: { GATEHOUSE_POSTGRES_URL: url } });

  expect(config.postgresUrl).toBe(url);
});

describe("refusals", () => {
  test("an invalid value names the option, where it came from, and what it should be", () => {
    expect(faultsOf({ env: { CODER_SESSION_DURATION: "soon" } })).toEqual([
      'session-duration (CODER_SESSION_DURATION): "soon" is not a duration such as 24h or 1m30s',
    ]);
  });

  test("all faults are told at once", () => {
    const env = { GATEHOUSE_API_RATE_LIMIT: "x", GATEHOUSE_HTTP_ADDRESS: "127.0.0.1:99999" };

    expect(faultsOf({ env })).toHaveLength(2);
  });

  test.each([
    ["GATEHOUSE_SSH_KEYGEN_ALGORITHM", "dsa"],
    ["GATEHOUSE_SAMESITE_AUTH_COOKIE", "strict"],
    ["GATEHOUSE_STRICT_TRANSPORT_SECURITY_OPTIONS", "includeSubDomains,forever"],
    ["GATEHOUSE_STRICT_TRANSPORT_SECURITY", "-1"],
    ["GATEHOUSE_SSH_CONFIG_OPTIONS", "ServerAliveInterval"],
    ["GATEHOUSE_SSH_CONFIG_OPTIONS", "ServerAliveInterval=30\nProxyCommand=x"],
    ["GATEHOUSE_EMAIL_FROM", "a@example.com\r\nBcc: b@example.com"],
    ["GATEHOUSE_PROXY_TRUSTED_ORIGINS", "10.0.0.0/40"],
    ["GATEHOUSE_PROXY_TRUSTED_HEADERS", "X-Forwarded-For: x"],
    ["GATEHOUSE_SESSION_DURATION", "0"],
    ["GATEHOUSE_SESSION_DURATION", "-1h"],
    ["GATEHOUSE_ACCESS_URL", "ftp://example.com"],
    ["GATEHOUSE_ACCESS_URL", "https://ann:pw@example.com"],
    ["GATEHOUSE_TERMS_OF_SERVICE_URL", "javascript:alert(1)"],
    ["GATEHOUSE_POSTGRES_URL", "mysql://db/x"],
    ["GATEHOUSE_HTTP_ADDRESS", "127.0.0.1"],
    ["GATEHOUSE_COMPAT_VERSION", "latest"],
    ["GATEHOUSE_DISABLE_PASSWORD_AUTH", "yes"],
    ["GATEHOUSE_EXPERIMENTS", '"oauth2'],
    ["GATEHOUSE_EXTERNAL_TOKEN_ENCRYPTION_KEYS", "c2hvcnQ="],
    ["GATEHOUSE_NOTIFICATIONS_METHOD", "inbox"],
    ["GATEHOUSE_SUPPORT_LINKS", '[{"name":"x","target":"javascript:alert(1)","icon":"bug"}]'],
  ])("%s=%j stops the start", (name, value) => {
    expect(faultsOf({ env: { [name]: value } })).toEqual([expect.stringContaining(`(${name})`)]);
  });

  test.each(["https://u:hunter2@/db?host=/run", "postgres//u:hunter2@/db?host=/run"])(
    "a database URL that cannot be read is refused and not repeated: %s",
    (url) => {
      const [fault = "", ...more] = faultsOf({ argv: ["--postgres-url", url] });

      expect(more).toEqual([]);
      expect(fault).toContain("postgres-url");
      expect(fault).not.toContain("unter2");
    },
  );

  test("a host-prefixed cookie is refused where browsers would discard it", () => {
    const prefix = { GATEHOUSE_HOST_PREFIX_COOKIE: "true" };
    const https = { GATEHOUSE_ACCESS_URL: "https://gatehouse.example.com" };

    expect(faultsOf({ env: prefix })).toEqual([
      expect.stringContaining("host-prefix-cookie (GATEHOUSE_HOST_PREFIX_COOKIE)"),
    ]);
    expect(faultsOf({ env: { ...prefix, ...https } })).toEqual([]);
    expect(
      faultsOf({ env: { ...prefix, ...https, GATEHOUSE_SECURE_AUTH_COOKIE: "false" } }),
    ).toHaveLength(1);
  });

  test("an OAuth refresh lifetime that does not outlast the session is refused", () => {
    expect(faultsOf({ env: { GATEHOUSE_SESSION_DURATION: "720h" } })).toHaveLength(1);
  });

  test("a message that outlasts its lease, and so would be sent twice, is refused", () => {
    expect(faultsOf({ env: { CODER_NOTIFICATIONS_DISPATCH_TIMEOUT: "2m" } })).toEqual([
      expect.stringContaining("notifications-dispatch-timeout"),
    ]);
  });

  test("no error repeats a secret or the value of a URL", () => {
    const canary = "canary-7c1f";
    for (const option of options.filter(({ secret, type }) => secret || type === "url")) {
      const name = optionEnv(option);
      const faults = faultsOf({ env: { [name]: `\u0001${canary}` } });
      expect(faults).toEqual([expect.stringContaining(option.name)]);
      expect(faults.join()).not.toContain(canary);
    }
  });
});

describe("values", () => {
  test("port 0 and a missing host are accepted", () => {
    expect(load({ env: { GATEHOUSE_HTTP_ADDRESS: "[::1]:0" } }).httpAddress).toEqual({
      host: "::1",
      port: 0,
    });
    expect(load({ argv: ["--http-address=:8080"] }).httpAddress).toEqual({
      host: "0.0.0.0",
      port: 8080,
    });
  });

  test("algorithm names are read in any case", () => {
    expect(load({ env: { CODER_SSH_KEYGEN_ALGORITHM: "RSA4096" } }).sshKeygenAlgorithm).toBe(
      "rsa4096",
    );
  });

  test("a star among experiments enables only the safe ones, unknown names stay with a notice", () => {
    const config = load({ env: { GATEHOUSE_EXPERIMENTS: "*, warp, oauth2, oauth2" } });

    expect(config.experiments).toEqual(["warp", "oauth2"]);
    expect(config.notices).toEqual(['experiments: "warp" is not a known experiment']);
  });

  test("log-json wins over log-human, and neither is on unless asked for", () => {
    const chosen = (env: Record<string, string>) => {
      const { logHuman, logJson, notices } = load({ env });
      return { logHuman, logJson, notices: notices.length };
    };

    expect(chosen({})).toEqual({ logHuman: false, logJson: false, notices: 0 });
    expect(chosen({ CODER_LOGGING_HUMAN: "/dev/stderr" })).toEqual({
      logHuman: true,
      logJson: false,
      notices: 0,
    });
    expect(chosen({ CODER_LOGGING_HUMAN: "/dev/stderr", CODER_LOGGING_JSON: "1" })).toEqual({
      logHuman: false,
      logJson: true,
      notices: 1,
    });
  });

  test("whatever stands in the environment, loading succeeds or throws a ConfigError", () => {
    const names = options.map(optionEnv);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), fc.string({ unit: "binary" })),
        (env) => {
          expect(faultsOf({ env })).toBeInstanceOf(Array);
        },
      ),
    );
  });
});

const samples: Readonly<Record<string, string>> = {
  hostport: "127.0.0.1:1",
  url: "https://example.com/x",
  int: "3",
  bool: "true",
  switch: "true",
  duration: "13h",
  list: "",
  cidrs: "10.0.0.0/8",
  string: "x",
  links: "[]",
  map: '{"a":"b"}',
  lists: '{"a":["b"]}',
  semver: "v1.2.3",
  "ssh-option": "A=b",
  "encryption-key": Buffer.alloc(32, 7).toString("base64"),
  "header-name": "X-Real-Ip",
  "hsts-option": "preload",
  "host-and-port": "mail:25",
  "wildcard-host": "*.example.com",
  "host-label": "coder.",
  "github-team": "org/team",
  percents: "50,85",
  "ai-providers": '[{"name":"main","type":"anthropic"}]',
};

/** What some options need beside them. */
const companions: Readonly<Record<string, Record<string, string>>> = {
  "host-prefix-cookie": { GATEHOUSE_ACCESS_URL: "https://example.com" },
  "oidc-client-id": { GATEHOUSE_OIDC_ISSUER_URL: "https://example.com" },
  "oauth2-github-client-id": {
    GATEHOUSE_OAUTH2_GITHUB_CLIENT_SECRET: "x",
    GATEHOUSE_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
  },
  "oauth2-github-client-secret": {
    GATEHOUSE_OAUTH2_GITHUB_CLIENT_ID: "x",
    GATEHOUSE_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
  },
  "oauth2-github-default-provider-enable": {
    GATEHOUSE_OAUTH2_GITHUB_DEFAULT_PROVIDER_CLIENT_ID: "x",
  },
};

function sampleOf(name: string): string {
  const option = options.find((candidate) => candidate.name === name);
  if (option?.values !== undefined) return option.values.at(-1) ?? "";
  if (name === "postgres-url") return "postgres://db/x";
  if (name === "default-oauth-refresh-lifetime") return "1000h";
  if (name === "notifications-dispatch-timeout") return "30s";
  return samples[option?.format ?? ""] || samples[option?.type ?? ""] || "oauth2";
}

function withEnv(name: string): Record<string, string> {
  return companions[name] ?? {};
}
