import { list, object } from "../schema.ts";
import { count, flag, hidden, nanoseconds, word, words } from "./deployment-kinds.ts";

/** The health report. */
export const healthcheckConfig = object(
  {
    refresh: nanoseconds,
    threshold_database: nanoseconds,
  },
  { description: "The health report." },
);

/** Logs. */
export const loggingConfig = object(
  {
    human: word,
    json: word,
    log_filter: words,
    stackdriver: word,
  },
  { description: "Logs." },
);

/** Profiling. */
export const pprofConfig = object(
  {
    address: word,
    enable: flag,
  },
  { description: "Profiling." },
);

/** Metrics on an address of their own. */
export const prometheusConfig = object(
  {
    address: word,
    aggregate_agent_stats_by: words,
    collect_agent_stats: flag,
    collect_db_metrics: flag,
    enable: flag,
  },
  { description: "Metrics on an address of their own." },
);

/** Provisioners. */
export const provisionerConfig = object(
  {
    daemon_poll_interval: nanoseconds,
    daemon_poll_jitter: nanoseconds,
    daemon_psk: hidden,
    daemon_types: words,
    daemons: count,
    force_cancel_interval: nanoseconds,
  },
  { description: "Provisioners." },
);

/** How long data is kept; 0 is for ever. */
export const retentionConfig = object(
  {
    api_keys: nanoseconds,
    audit_logs: nanoseconds,
    connection_logs: nanoseconds,
    workspace_agent_logs: nanoseconds,
  },
  { description: "How long data is kept; 0 is for ever." },
);

const usageStatsConfig = object(
  {
    enable: flag,
  },
  { description: "Usage statistics." },
);

/** Collection of statistics. */
export const statsCollectionConfig = object(
  {
    usage_stats: usageStatsConfig,
  },
  { description: "Collection of statistics." },
);

const supportLink = object(
  {
    icon: word,
    location: word,
    name: word,
    target: word,
  },
  { description: "A link of the support menu." },
);

/** The support menu. */
export const supportConfig = object(
  {
    links: list(supportLink, { description: "Links; a bare list, unlike the reference." }),
  },
  { description: "The support menu." },
);

/** The page of the API document. */
export const swaggerConfig = object(
  {
    enable: flag,
  },
  { description: "The page of the API document." },
);

/** Telemetry. */
export const telemetryConfig = object(
  {
    enable: flag,
    trace: flag,
    url: word,
  },
  { description: "Telemetry." },
);

/** Tracing. */
export const traceConfig = object(
  {
    capture_logs: flag,
    data_dog: flag,
    enable: flag,
    honeycomb_api_key: hidden,
  },
  { description: "Tracing." },
);

/** Quiet hours. */
export const userQuietHoursScheduleConfig = object(
  {
    allow_user_custom: flag,
    default_schedule: word,
  },
  { description: "Quiet hours." },
);

/** Prebuilt workspaces. */
export const prebuildsConfig = object(
  {
    failure_hard_limit: count,
    reconciliation_backoff_interval: nanoseconds,
    reconciliation_backoff_lookback: nanoseconds,
    reconciliation_interval: nanoseconds,
  },
  { description: "Prebuilt workspaces." },
);
