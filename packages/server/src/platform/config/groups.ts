import type { OptionGroup } from "./option.ts";

/** Start, storage and version. */
export const serverGroup: OptionGroup = {
  name: "Server",
  yaml: "server",
  description: "Where the server keeps its data and what it says about itself.",
};

/** The external database. */
export const databaseGroup: OptionGroup = {
  name: "PostgreSQL",
  yaml: "postgres",
  description: "The database; without a URL an embedded one runs in the data directory.",
};

/** Addresses and proxies. */
export const networkingGroup: OptionGroup = {
  name: "Networking",
  yaml: "networking",
  description: "Addresses, cookies, proxies in front of the server and limits.",
};

/** What browsers and API clients meet. */
export const httpGroup: OptionGroup = {
  name: "HTTP",
  yaml: "http",
  description: "Cookies, headers and rate limits.",
  parent: networkingGroup,
};

/** Sign-in, sessions and API keys. */
export const authGroup: OptionGroup = {
  name: "Authentication",
  yaml: "auth",
  description: "Sign-in, lifetimes of sessions and tokens, keys that protect stored secrets.",
};

/** Who may do what, deployment-wide. */
export const accessGroup: OptionGroup = {
  name: "Access",
  yaml: "access",
  description: "Restrictions that hold for the whole deployment.",
};

/** What clients and the console show. */
export const clientGroup: OptionGroup = {
  name: "Client",
  yaml: "client",
  description: "What the command line and the console are told.",
};

/** Observation of the server. */
export const introspectionGroup: OptionGroup = {
  name: "Introspection",
  yaml: "introspection",
  description: "Logs, metrics and health.",
};

/** Logs. */
export const loggingGroup: OptionGroup = {
  name: "Logging",
  yaml: "logging",
  description: "What is logged, how and where to.",
  parent: introspectionGroup,
};

/** The health report. */
export const healthGroup: OptionGroup = {
  name: "Health Check",
  yaml: "healthcheck",
  description: "The health report of the deployment.",
  parent: introspectionGroup,
};

/** How long rows are kept. */
export const retentionGroup: OptionGroup = {
  name: "Retention",
  yaml: "retention",
  description: "How long data is kept; 0 keeps it for ever.",
};

/** The mail server. */
export const emailGroup: OptionGroup = {
  name: "Email",
  yaml: "email",
  description: "The server that takes our mail.",
};

/** Credentials for the mail server. */
export const emailAuthGroup: OptionGroup = {
  name: "Email Authentication",
  yaml: "emailAuth",
  description: "Credentials for the mail server.",
  parent: emailGroup,
};

/** Transport security of mail. */
export const emailTlsGroup: OptionGroup = {
  name: "Email TLS",
  yaml: "emailTLS",
  description: "Transport security towards the mail server.",
  parent: emailGroup,
};

/** Delivery of notifications. */
export const notificationsGroup: OptionGroup = {
  name: "Notifications",
  yaml: "notifications",
  description: "How notifications are delivered.",
};

/** Notifications by HTTP. */
export const webhookGroup: OptionGroup = {
  name: "Webhook",
  yaml: "webhook",
  description: "Delivery of notifications by HTTP.",
  parent: notificationsGroup,
};

/** Notifications in the console. */
export const inboxGroup: OptionGroup = {
  name: "Inbox",
  yaml: "inbox",
  description: "Delivery of notifications to the console.",
  parent: notificationsGroup,
};
