export interface Config {
  httpAddress: { host: string; port: number };
  accessUrl: string;
  dataDir: string;
  postgresUrl: string;
  postgresConnMaxOpen: number;
  sessionDurationMs: number;
  dormancyPeriodMs: number;
  apiKeysRetentionMs: number;
  auditLogsRetentionMs: number;
  sshKeygenAlgorithm: "ed25519" | "ecdsa" | "rsa4096";
  disablePasswordAuth: boolean;
  dangerousDisableRateLimits: boolean;
  dangerousAllowCorsRequests: boolean;
  termsOfServiceUrl: string;
  notificationsMethod: "smtp" | "webhook";
  notificationsInboxEnabled: boolean;
  notificationsWebhookEndpoint: string;
  samesiteAuthCookie: "lax" | "none";
  secureAuthCookie: boolean | null;
  hostPrefixCookie: boolean;
  apiRateLimit: number;
  proxyTrustedHeaders: string[];
  proxyTrustedOrigins: string[];
  metricsAllow: string[];
  additionalCspPolicy: string[];
  strictTransportSecurity: number;
  strictTransportSecurityOptions: string[];
  disableSessionExpiryRefresh: boolean;
  disableOwnerWorkspaceAccess: boolean;
  disableWorkspaceSharing: boolean;
  externalTokenEncryptionKeys: string[];
  compatVersion: string;
  experiments: string[];
  emailAuthPassword: string;
  emailAuthPasswordFile: string;
  emailTlsCaCertFile: string;
  emailTlsCertFile: string;
  emailTlsCertKeyFile: string;
  emailFrom: string;
  emailSmarthost: string;
  emailHello: string;
  emailForceTls: boolean;
  emailAuthIdentity: string;
  emailAuthUsername: string;
  emailTlsStarttls: boolean;
  emailTlsServerName: string;
  emailTlsSkipVerify: boolean;
}
export const stub: Config = {
  httpAddress: { host: "127.0.0.1", port: 3999 },
  accessUrl: "",
  dataDir: "",
  postgresUrl: "",
  postgresConnMaxOpen: 20,
  sessionDurationMs: 86400000,
  dormancyPeriodMs: 90 * 86400000,
  apiKeysRetentionMs: 7 * 86400000,
  auditLogsRetentionMs: 0,
  sshKeygenAlgorithm: "ed25519",
  disablePasswordAuth: false,
  dangerousDisableRateLimits: false,
  dangerousAllowCorsRequests: false,
  termsOfServiceUrl: "",
  notificationsMethod: "smtp",
  notificationsInboxEnabled: true,
  notificationsWebhookEndpoint: "",
  samesiteAuthCookie: "lax",
  secureAuthCookie: null,
  hostPrefixCookie: false,
  apiRateLimit: 512,
  proxyTrustedHeaders: [],
  proxyTrustedOrigins: [],
  metricsAllow: ["127.0.0.0/8", "::1/128"],
  additionalCspPolicy: [],
  strictTransportSecurity: 0,
  strictTransportSecurityOptions: [],
  disableSessionExpiryRefresh: false,
  disableOwnerWorkspaceAccess: false,
  disableWorkspaceSharing: false,
  externalTokenEncryptionKeys: [],
  compatVersion: "v2.34.0",
  experiments: [],
  emailAuthPassword: "",
  emailAuthPasswordFile: "",
  emailTlsCaCertFile: "",
  emailTlsCertFile: "",
  emailTlsCertKeyFile: "",
  emailFrom: "",
  emailSmarthost: "",
  emailHello: "",
  emailForceTls: false,
  emailAuthIdentity: "",
  emailAuthUsername: "",
  emailTlsStarttls: false,
  emailTlsServerName: "",
  emailTlsSkipVerify: false,
};
