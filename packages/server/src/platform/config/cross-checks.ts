import { ConfigError } from "./config-error.ts";
import type { Config } from "./load.ts";
import { splitSshOption } from "./ssh-options.ts";

/**
 * Checks what no single option shows: combinations, and rules beyond the type.
 *
 * Returns notices for the log at start. @throws ConfigError naming the options.
 */
export function checkConfig(config: Config): string[] {
  checkAccessUrl(config);
  checkHostNames(config);
  checkSecrets(config);
  checkSshOptions(config);
  checkDispatch(config);
  return [...checkCookies(config), ...updateNotices(config)];
}

function checkAccessUrl({ accessUrl, wildcardAccessUrl }: Config): void {
  if (accessUrl !== "") {
    const url = new URL(accessUrl);
    if (/[?#]/.test(accessUrl) || url.username !== "" || url.password !== "") {
      throw new ConfigError("access-url: must not hold a user name, a query or a fragment");
    }
  }
  if (wildcardAccessUrl !== "" && !/^\*[A-Za-z0-9.-]+(?::\d{1,5})?$/.test(wildcardAccessUrl)) {
    throw new ConfigError(
      "wildcard-access-url: is not a host name that starts with *, such as *.apps.example.com",
    );
  }
}

/** Security: clients write them into the SSH configuration of users. */
function checkHostNames({ sshHostnamePrefix, workspaceHostnameSuffix }: Config): void {
  if (!/^[A-Za-z0-9._-]{0,64}$/.test(sshHostnamePrefix)) {
    throw new ConfigError("ssh-hostname-prefix: up to 64 letters, digits, dots, - and _");
  }
  if (!/^(?!\.)[A-Za-z0-9._-]{0,64}$/.test(workspaceHostnameSuffix)) {
    throw new ConfigError(
      "workspace-hostname-suffix: up to 64 letters, digits, dots, - and _, no dot in front",
    );
  }
}

function checkSecrets(config: Config): void {
  if (config.postgresUrl !== "" && !/^postgres(?:ql)?:\/\//.test(config.postgresUrl)) {
    throw new ConfigError("postgres-url: does not start with postgres:// or postgresql://");
  }
  if (!config.externalTokenEncryptionKeys.every(isKey)) {
    throw new ConfigError("external-token-encryption-keys: each key is base64 of 32 bytes");
  }
  if (config.emailAuthPassword !== "" && config.emailAuthPasswordFile !== "") {
    throw new ConfigError("email-auth-password and email-auth-password-file: only one may be set");
  }
}

/** The decoder of Node skips what is no base64, so the form is checked first: 43 digits and one `=`. */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

function checkSshOptions({ sshConfigOptions }: Config): void {
  const wrong = sshConfigOptions.findIndex((entry) => splitSshOption(entry) === null);
  if (wrong === -1) return;
  throw new ConfigError(
    `ssh-config-options: entry ${wrong + 1} is not "Key=Value" or "Key Value" on one line`,
  );
}

function checkDispatch(config: Config): void {
  if (config.notificationsDispatchTimeoutMs < config.notificationsLeasePeriodMs) return;
  throw new ConfigError(
    "notifications-dispatch-timeout: must be less than notifications-lease-period",
  );
}

/** Browsers drop such cookies in silence, so that nobody could sign in (spec users §2.4). */
function checkCookies(config: Config): string[] {
  const isSecure = config.secureAuthCookie ?? /^https:/i.test(config.accessUrl);
  if (isSecure) return [];
  if (config.hostPrefixCookie) {
    throw new ConfigError(
      "host-prefix-cookie: needs Secure cookies (secure-auth-cookie, or an https access-url)",
    );
  }
  if (config.samesiteAuthCookie !== "none") return [];
  return ["samesite-auth-cookie is none without Secure cookies: browsers will refuse them"];
}

function updateNotices({ updateCheck, updateCheckUrl }: Config): string[] {
  if (!updateCheck || updateCheckUrl !== "") return [];
  return ["update-check has no effect because update-check-url is empty"];
}
