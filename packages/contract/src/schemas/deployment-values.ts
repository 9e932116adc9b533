import { object } from "../schema.ts";
import { count, flag, hidden, names, nanoseconds, words } from "./deployment-fields.ts";
import { configSsh, derp, httpCookies, rateLimit, tls } from "./deployment-network.ts";
import { ai, notifications, provisioner, support } from "./deployment-services.ts";
import {
  externalAuth,
  oauth2,
  oidc,
  prebuilds,
  quietHours,
  sessionLifetime,
} from "./deployment-signin.ts";

/**
 * Every option of the peer as one object (spec deployment §3.7).
 *
 * Options that this server does not have show their zero value. Differs from the reference where the real JSON
 * does: URLs, addresses and patterns are texts, lists are bare, and `config_ssh` has Go's names.
 */
export const deploymentValues = object(
  {
    access_url: words("Public URL."),
    additional_csp_policy: names("Additions to the Content-Security-Policy."),
    address: words("Deprecated address, host:port."),
    agent_fallback_troubleshooting_url: words("Help for agents without a template's own."),
    agent_stat_refresh_interval: nanoseconds("Time between two reports of agents."),
    ai,
    allow_workspace_renames: flag("Workspaces may be renamed."),
    autobuild_poll_interval: nanoseconds("Time between two runs of the scheduler."),
    browser_only: flag("Workspaces are reached through the browser only."),
    cache_directory: words("Directory of files that can be made again."),
    cli_upgrade_message: words("What a command line of another version is told."),
    config: words("Configuration file."),
    config_ssh: configSsh,
    dangerous: object(
      {
        allow_all_cors: flag("Every website may read answers of the API."),
        allow_path_app_sharing: flag("Path applications may be shared."),
        allow_path_app_site_owner_access: flag("Owners may open path applications of others."),
      },
      { name: "DangerousConfig", description: "Switches that remove a protection." },
    ),
    derp,
    disable_owner_workspace_exec: flag("Owners may not enter workspaces of others."),
    disable_password_auth: flag("Nobody signs in with a password."),
    disable_path_apps: flag("Path applications are off."),
    disable_workspace_sharing: flag("Workspaces cannot be shared."),
    docs_url: words("Base of the documentation links."),
    enable_authz_recording: flag("Authorization decisions are recorded."),
    enable_terraform_debug_mode: flag("Terraform runs with debug logs."),
    ephemeral_deployment: flag("The data are deleted at the end."),
    experiments: names("Enabled experiments."),
    external_auth: externalAuth,
    external_auth_github_default_provider_enable: flag("The built-in GitHub application is used."),
    external_token_encryption_keys: names("Always empty: the values are secrets."),
    healthcheck: object(
      {
        refresh: nanoseconds("How long a health report is reused."),
        threshold_database: nanoseconds("From this round trip on, the database counts as slow."),
      },
      { name: "HealthcheckConfig", description: "Health checks." },
    ),
    hide_ai_tasks: flag("AI tasks are not shown."),
    http_address: words("Address to listen on, host:port."),
    http_cookies: httpCookies,
    job_hang_detector_interval: nanoseconds("Time between two looks for hanging jobs."),
    logging: object(
      {
        human: words("Where lines for people go; empty = nowhere."),
        json: words("Where JSON lines go; empty = nowhere."),
        log_filter: names("Parts whose debug entries are kept."),
        stackdriver: words("Where Stackdriver lines go; empty = nowhere."),
      },
      { name: "LoggingConfig", description: "The log." },
    ),
    metrics_cache_refresh_interval: nanoseconds("How long metrics are reused."),
    notifications,
    oauth2,
    oidc,
    pg_auth: words("How the server authenticates to PostgreSQL."),
    pg_conn_max_idle: words("Most idle connections to PostgreSQL."),
    pg_conn_max_open: count("Most connections to PostgreSQL."),
    pg_connection_url: hidden("PostgreSQL."),
    pprof: object(
      { address: words("Address to listen on, host:port."), enable: flag("Profiles are served.") },
      { name: "PprofConfig", description: "Profiles." },
    ),
    prometheus: object(
      {
        address: words("Address to listen on, host:port."),
        aggregate_agent_stats_by: names("Labels of agent metrics."),
        collect_agent_stats: flag("Metrics of agents are collected."),
        collect_db_metrics: flag("Metrics of every query are collected."),
        enable: flag("Metrics are served on an address of their own."),
      },
      { name: "PrometheusConfig", description: "Metrics." },
    ),
    provisioner,
    proxy_health_status_interval: nanoseconds("Time between two checks of workspace proxies."),
    proxy_trusted_headers: names("Headers that name the client's address."),
    proxy_trusted_origins: names("Networks of trusted proxies."),
    rate_limit: rateLimit,
    redirect_to_access_url: flag("Requests to other hosts are redirected."),
    retention: object(
      {
        api_keys: nanoseconds("Age at which expired API keys are deleted; 0 = never."),
        audit_logs: nanoseconds("Age at which audit log entries are deleted; 0 = never."),
        connection_logs: nanoseconds("Age at which connection log entries are deleted; 0 = never."),
        workspace_agent_logs: nanoseconds("Age at which logs of agents are deleted; 0 = never."),
      },
      { name: "RetentionConfig", description: "When old rows are deleted." },
    ),
    scim_api_key: hidden("Key of the SCIM client."),
    session_lifetime: sessionLifetime,
    ssh_keygen_algorithm: words("Algorithm of new SSH keys: `ed25519`, `ecdsa` or `rsa4096`."),
    stats_collection: object(
      {
        usage_stats: object(
          { enable: flag("Usage statistics are collected.") },
          { name: "UsageStatsConfig", description: "Usage statistics." },
        ),
      },
      { name: "StatsCollectionConfig", description: "Statistics." },
    ),
    strict_transport_security: count("max-age in seconds; 0 = no header."),
    strict_transport_security_options: names("Further parts of that header."),
    support,
    swagger: object(
      { enable: flag("The API document is served under /swagger.") },
      { name: "SwaggerConfig", description: "API document." },
    ),
    telemetry: object(
      {
        enable: flag("Usage is reported."),
        trace: flag("Traces are reported."),
        url: words("Where reports go."),
      },
      { name: "TelemetryConfig", description: "Reports to the maker; this server sends none." },
    ),
    terms_of_service_url: words("Terms that people accept by signing in."),
    tls,
    trace: object(
      {
        capture_logs: flag("Log entries become events of traces."),
        data_dog: flag("Traces go to a DataDog agent."),
        enable: flag("Traces are exported."),
        honeycomb_api_key: hidden("Key of Honeycomb."),
      },
      { name: "TraceConfig", description: "Traces." },
    ),
    update_check: flag("New releases are looked for."),
    user_quiet_hours_schedule: quietHours,
    verbose: flag("The log holds debug entries."),
    web_terminal_renderer: words("How the web terminal draws."),
    wgtunnel_host: words("Host of the tunnel service."),
    wildcard_access_url: words("Wildcard host of workspace applications."),
    workspace_hostname_suffix: words("Suffix of the host names of workspaces."),
    workspace_prebuilds: prebuilds,
    write_config: flag("The configuration was to be written out."),
  },
  { name: "DeploymentValues", description: "The configuration as one object." },
);
