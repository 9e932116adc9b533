import { object } from "../schema.ts";
import { count, flag, hidden, nanoseconds, word } from "./deployment-kinds.ts";

const emailAuthConfig = object(
  {
    identity: word,
    password: hidden,
    password_file: word,
    username: word,
  },
  { description: "Credentials for the mail server." },
);

const emailTlsConfig = object(
  {
    ca_file: word,
    cert_file: word,
    insecure_skip_verify: flag,
    key_file: word,
    server_name: word,
    start_tls: flag,
  },
  { description: "Transport security of mail." },
);

const emailConfig = object(
  {
    auth: emailAuthConfig,
    force_tls: flag,
    from: word,
    hello: word,
    smarthost: word,
    tls: emailTlsConfig,
  },
  { description: "The mail server." },
);

const inboxConfig = object(
  {
    enabled: flag,
  },
  { description: "The inbox." },
);

const webhookConfig = object(
  {
    endpoint: word,
  },
  { description: "The webhook." },
);

/** Notifications. */
export const notificationsConfig = object(
  {
    dispatch_timeout: nanoseconds,
    email: emailConfig,
    fetch_interval: nanoseconds,
    inbox: inboxConfig,
    lease_count: count,
    lease_period: nanoseconds,
    max_send_attempts: count,
    method: word,
    retry_interval: nanoseconds,
    sync_buffer_size: count,
    sync_interval: nanoseconds,
    webhook: webhookConfig,
  },
  { description: "Notifications." },
);
