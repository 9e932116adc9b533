import { endpoints, responseFaults, writeJson } from "@gatehouse/contract";
import { describe, expect, test } from "vitest";
import { type Config, loadConfig } from "../../platform/config/load.ts";
import { optionEnv } from "../../platform/config/option.ts";
import { options } from "../../platform/config/options.ts";
import { deploymentConfigView } from "./config-view.ts";
import { redactCredentials, redactUrl } from "./redact.ts";

function configOf(env: Record<string, string> = {}): Config {
  return loadConfig({ argv: [], env, uid: 1000, home: "/home/ann" });
}

function jsonOf(config: Config): string {
  return writeJson(deploymentConfigView(config));
}

function optionNamed(config: Config, name: string) {
  return deploymentConfigView(config).options.find((option) => option.name === name);
}

describe("GET /deployment/config", () => {
  test("is a complete answer: every field of the reference and no other", () => {
    const config = configOf({ GATEHOUSE_SUPPORT_LINKS: '[{"name":"Help","target":"/help"}]' });

    const { body } = endpoints.getDeploymentConfig.success;
    expect(body && responseFaults(body, Buffer.from(jsonOf(config)))).toEqual([]);
  });

  test("shows every option of ours at its place and zero values elsewhere", () => {
    const { config } = deploymentConfigView(
      configOf({
        GATEHOUSE_HTTP_ADDRESS: "[::1]:8080",
        GATEHOUSE_ACCESS_URL: "https://gatehouse.example.com",
        GATEHOUSE_EXPERIMENTS: "oauth2",
        GATEHOUSE_SSH_CONFIG_OPTIONS: "ServerAliveInterval=30",
        GATEHOUSE_EMAIL_SMARTHOST: "mail.example.com:587",
        GATEHOUSE_LOG_JSON: "true",
      }),
    );

    expect(config.http_address).toBe("[::1]:8080");
    expect(config.access_url).toBe("https://gatehouse.example.com");
    expect(config.http_cookies.secure_auth_cookie).toBe(true);
    expect(config.experiments).toEqual(["oauth2"]);
    expect(config.config_ssh).toEqual({
      DeploymentName: "coder.",
      SSHConfigOptions: ["ServerAliveInterval=30"],
    });
    expect(config.session_lifetime.default_duration).toBe(86_400_000_000_000n);
    expect(config.session_lifetime.max_token_lifetime).toBe(3_155_760_000_000_000_000n);
    expect(config.notifications.email.smarthost).toBe("mail.example.com:587");
    expect(config.logging).toMatchObject({ human: "", json: "/dev/stdout" });
    expect(config.tls.enable).toBe(false);
    expect(config.external_auth).toEqual([]);
  });

  test("no option of the table gets lost on its way into the object", () => {
    const { config } = deploymentConfigView(configOf());

    for (const { configPath = [] } of options) {
      const found = configPath.reduce<unknown>(
        (node, name) => Object.entries(node ?? {}).find(([key]) => key === name)?.[1],
        config,
      );
      expect([configPath, found]).not.toEqual([configPath, undefined]);
    }
  });

  test("shows the access URL in use where none is configured", () => {
    const { config } = deploymentConfigView(configOf(), "http://127.0.0.1:3000");

    expect(config.access_url).toBe("http://127.0.0.1:3000");
    expect(config.http_cookies.secure_auth_cookie).toBe(false);
  });

  test("tells of each option where its value came from, durations in nanoseconds", () => {
    const config = configOf({ CODER_SESSION_DURATION: "1h" });

    expect(optionNamed(config, "Session Duration")).toMatchObject({
      flag: "session-duration",
      env: "GATEHOUSE_SESSION_DURATION",
      default: "24h",
      value: 3_600_000_000_000n,
      value_source: "env",
      annotations: { format_duration: "true" },
    });
    expect(optionNamed(config, "Log Level")).toMatchObject({
      value: "info",
      value_source: "default",
      group: { name: "Logging", parent: { name: "Introspection" } },
    });
  });

  test("has the options that the console looks for by name", () => {
    const { options: shown } = deploymentConfigView(configOf());

    expect(shown.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "Access URL",
        "Wildcard Access URL",
        "Experiments",
        "SSH Keygen Algorithm",
        "Secure Auth Cookie",
        "Disable Owner Workspace Access",
      ]),
    );
  });
});

describe("secrets", () => {
  test("a secret given for every secret option appears nowhere", () => {
    const key = Buffer.from("canary-canary-canary-canary-cana").toString("base64");
    const canaries: Record<string, string> = {
      "postgres-url": "postgres://canary:canary@canary/canary",
      "external-token-encryption-keys": key,
    };
    const secrets = options.filter(({ secret }) => secret);
    const env = Object.fromEntries(
      secrets.map((option) => [optionEnv(option), canaries[option.name] ?? "canary"]),
    );
    const config = configOf({
      ...env,
      GATEHOUSE_OAUTH2_GITHUB_CLIENT_ID: "public",
      GATEHOUSE_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
    });

    const json = jsonOf(config);

    expect(secrets.length).toBeGreaterThanOrEqual(4);
    expect(json).not.toContain("canary");
    expect(json).not.toContain(key);
    for (const { displayName } of secrets) {
      expect(optionNamed(config, displayName)).toMatchObject({
        value: null,
        annotations: { secret: "true" },
        value_source: "env",
      });
    }
  });

  test("credentials and query of the webhook and the update feed are hidden", () => {
    const url = "https://ann:canary@hooks.example.com/x?token=canary#canary";
    const config = configOf({
      GATEHOUSE_NOTIFICATIONS_WEBHOOK_ENDPOINT: url,
      GATEHOUSE_UPDATE_CHECK_URL: url,
    });

    expect(jsonOf(config)).not.toContain("canary");
    expect(deploymentConfigView(config).config.notifications.webhook.endpoint).toBe(
      "https://redacted@hooks.example.com/x",
    );
  });

  test("credentials in any other text are hidden too", () => {
    const config = configOf({
      GATEHOUSE_ADDITIONAL_CSP_POLICY: "connect-src https://ann:canary@example.com",
      GATEHOUSE_CLI_UPGRADE_MESSAGE: "see https://ann:canary@example.com/x or ann:canary@host",
      GATEHOUSE_SUPPORT_LINKS: '[{"name":"x","target":"https://ann:canary@example.com"}]',
    });

    expect(jsonOf(config)).not.toContain("canary");
  });

  test.each([
    ["http://ann:pw@host:1/x", "http://redacted@host:1/x"],
    ["see //ann:pw@host, then", "see //redacted@host, then"],
    ["ann:pw@host:25", "redacted@host:25"],
    ["ann:p@ss/w:rd@host:25", "redacted@host:25"],
    ["(ann:pw@host)", "(redacted@host)"],
    ["https://ann:p@ss@host/x", "https://redacted@host/x"],
    ["https://ann:p/ss@host/x", "https://redacted@host/x"],
    [`https://ann:p"s's@host/x`, "https://redacted@host/x"],
    ["https://example.com:8443/@team", "https://example.com:8443/@team"],
    ["Gatehouse <gatehouse@example.com>", "Gatehouse <gatehouse@example.com>"],
    ["https://example.com/a@b", "https://example.com/a@b"],
  ])("%s is shown as %s", (text, shown) => {
    expect(redactCredentials(text)).toBe(shown);
  });

  test("a URL in an unusual spelling keeps its password hidden", () => {
    expect(redactUrl("https:\\\\ann:canary@host/x", false)).toBe("https://redacted@host/x");
    expect(redactUrl("https:ann:canary@host", false)).toBe("https://redacted@host/");
  });
});
