import { anyJson, bool, list, map, object, oneOf, optional, text } from "../schema.ts";
import { aiConfig } from "./deployment-ai.ts";
import { count, flag, hidden, hiddenWords, nanoseconds, word, words } from "./deployment-kinds.ts";
import {
  dangerousConfig,
  rateLimitConfig,
  relayConfig,
  sshConfig,
  tlsConfig,
} from "./deployment-network.ts";
import { notificationsConfig } from "./deployment-notifications.ts";
import {
  healthcheckConfig,
  loggingConfig,
  pprofConfig,
  prebuildsConfig,
  prometheusConfig,
  provisionerConfig,
  retentionConfig,
  statsCollectionConfig,
  supportConfig,
  swaggerConfig,
  telemetryConfig,
  traceConfig,
  userQuietHoursScheduleConfig,
} from "./deployment-operation.ts";
import {
  externalAuthProvider,
  httpCookieConfig,
  oauth2Config,
  oidcConfig,
  sessionLifetimeConfig,
} from "./deployment-sign-in.ts";

/** Every setting of the reference (spec deployment §3.7), in its order. */
export const deploymentValues = object(
  {
    access_url: word,
    additional_csp_policy: words,
    address: word,
    agent_fallback_troubleshooting_url: word,
    agent_stat_refresh_interval: nanoseconds,
    ai: aiConfig,
    allow_workspace_renames: flag,
    autobuild_poll_interval: nanoseconds,
    browser_only: flag,
    cache_directory: word,
    cli_upgrade_message: word,
    config: word,
    config_ssh: sshConfig,
    dangerous: dangerousConfig,
    derp: relayConfig,
    disable_owner_workspace_exec: flag,
    disable_password_auth: flag,
    disable_path_apps: flag,
    disable_workspace_sharing: flag,
    docs_url: word,
    enable_authz_recording: flag,
    enable_terraform_debug_mode: flag,
    ephemeral_deployment: flag,
    experiments: words,
    external_auth: list(externalAuthProvider, {
      description: "Providers, without secrets; a bare list, unlike the reference.",
    }),
    external_auth_github_default_provider_enable: flag,
    external_token_encryption_keys: hiddenWords,
    healthcheck: healthcheckConfig,
    hide_ai_tasks: flag,
    http_address: word,
    http_cookies: httpCookieConfig,
    job_hang_detector_interval: nanoseconds,
    logging: loggingConfig,
    metrics_cache_refresh_interval: nanoseconds,
    notifications: notificationsConfig,
    oauth2: oauth2Config,
    oidc: oidcConfig,
    pg_auth: word,
    pg_conn_max_idle: word,
    pg_conn_max_open: count,
    pg_connection_url: hidden,
    pprof: pprofConfig,
    prometheus: prometheusConfig,
    provisioner: provisionerConfig,
    proxy_health_status_interval: nanoseconds,
    proxy_trusted_headers: words,
    proxy_trusted_origins: words,
    rate_limit: rateLimitConfig,
    redirect_to_access_url: flag,
    retention: retentionConfig,
    scim_api_key: hidden,
    session_lifetime: sessionLifetimeConfig,
    ssh_keygen_algorithm: word,
    stats_collection: statsCollectionConfig,
    strict_transport_security: count,
    strict_transport_security_options: words,
    support: supportConfig,
    swagger: swaggerConfig,
    telemetry: telemetryConfig,
    terms_of_service_url: word,
    tls: tlsConfig,
    trace: traceConfig,
    update_check: flag,
    user_quiet_hours_schedule: userQuietHoursScheduleConfig,
    verbose: flag,
    web_terminal_renderer: word,
    wgtunnel_host: word,
    wildcard_access_url: word,
    workspace_hostname_suffix: word,
    workspace_prebuilds: prebuildsConfig,
    write_config: flag,
  },
  { name: "DeploymentValues", description: "All settings; secrets are empty." },
);

const groupFields = {
  name: text({ description: "Title." }),
  yaml: text({ description: "Key in a configuration file." }),
  description: text({ description: "What the options have in common." }),
};

const innermostGroup = object(
  { ...groupFields, parent: optional(anyJson({ description: "Never there." })) },
  { description: "The group around the group's parent." },
);

const parentGroup = object(
  { ...groupFields, parent: optional(innermostGroup) },
  { description: "The group around the group." },
);

const optionGroup = object(
  { ...groupFields, parent: optional(parentGroup) },
  { description: "Where the option is shown." },
);

const optionFields = {
  name: text({ description: "Title." }),
  description: text({ description: "What the option does." }),
  required: bool({ description: "Whether the server does not start without it." }),
  flag: text({ description: "Flag without the hyphens." }),
  flag_shorthand: text({ description: "One-letter flag; empty." }),
  env: text({ description: "Environment variable." }),
  yaml: text({ description: "Key in a configuration file; empty for secrets." }),
  default: text({ description: "Default as an operator would write it." }),
  value: anyJson({ description: "Value as in `config`; null for secrets." }),
  annotations: map(text({ description: "`true`." }), {
    description: "Marks for the console: `secret`, `format_duration`.",
  }),
  group: optionGroup,
  hidden: bool({ description: "Whether help leaves it out." }),
  value_source: oneOf(["flag", "env", "yaml", "default"], {
    description: "Where the value came from.",
  }),
};

const replacementOption = object(
  {
    ...optionFields,
    use_instead: list(anyJson({ description: "Never there." }), {
      description: "Empty.",
    }),
  },
  { description: "An option that replaces another." },
);

/** An option of the server (spec deployment §3.7). */
export const deploymentOption = object(
  {
    ...optionFields,
    use_instead: list(replacementOption, {
      description: "What replaces an old option; empty.",
    }),
  },
  { name: "DeploymentOption", description: "An option and its value." },
);

/** The answer of `GET /deployment/config` (spec deployment §3.7). */
export const deploymentConfigResponse = object(
  {
    config: deploymentValues,
    options: list(deploymentOption, { description: "The options that Gatehouse has." }),
  },
  { name: "DeploymentConfig", description: "The configuration without its secrets." },
);
