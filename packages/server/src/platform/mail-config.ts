import { readFileSync } from "node:fs";
import type { Config } from "./config/load.ts";
import type { MailerOptions } from "./mail-options.ts";
import { asSecret } from "./secrets.ts";

/** The mailer's options from the configuration; files that the options name are read here, once. */
export function mailerOptions(config: Config): MailerOptions {
  const read = (path: string): string => (path === "" ? "" : readFileSync(path, "utf8"));
  const password = config.emailAuthPassword || read(config.emailAuthPasswordFile).trim();
  const caCertificates = read(config.emailTlsCaCertFile);
  const certificate = read(config.emailTlsCertFile);
  const certificateKey = read(config.emailTlsCertKeyFile);
  return {
    from: config.emailFrom,
    smarthost: config.emailSmarthost,
    ...(config.emailHello === "" ? {} : { hello: config.emailHello }),
    timeoutMs: config.notificationsDispatchTimeoutMs,
    forceTls: config.emailForceTls,
    auth: {
      identity: config.emailAuthIdentity,
      username: config.emailAuthUsername,
      password: asSecret(password),
    },
    tls: {
      startTls: config.emailTlsStarttls,
      ...(config.emailTlsServerName === "" ? {} : { serverName: config.emailTlsServerName }),
      skipVerify: config.emailTlsSkipVerify,
      ...(caCertificates === "" ? {} : { caCertificates }),
      ...(certificate === "" ? {} : { certificate }),
      ...(certificateKey === "" ? {} : { certificateKey: asSecret(certificateKey) }),
    },
  };
}
