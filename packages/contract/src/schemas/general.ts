import {
  bool,
  int,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "../schema.ts";

/** The answer of `GET /buildinfo` (spec deployment §3.1); fixed at start. */
export const buildInfo = object(
  {
    external_url: text({ description: "Release page of this version." }),
    version: text({ description: "Version that clients compare with theirs, with leading `v`." }),
    gatehouse_version: text({ description: "Gatehouse's own version, with leading `v`." }),
    dashboard_url: text({ description: "Address that users reach the deployment at." }),
    telemetry: bool({ description: "Whether usage data leaves the deployment." }),
    workspace_proxy: bool({ description: "Whether a workspace proxy answers." }),
    agent_api_version: text({ description: "Version of the agent protocol, `<major>.<minor>`." }),
    provisioner_api_version: text({
      description: "Version of the provisioner protocol, `<major>.<minor>`.",
    }),
    upgrade_message: text({ description: "The operator's hint for outdated clients, or empty." }),
    deployment_id: uuid({ description: "Id of the deployment." }),
    webpush_public_key: optional(
      text({ description: "Public key of web push; omitted without web push." }),
    ),
  },
  { name: "BuildInfoResponse", description: "Versions and addresses of the deployment." },
);

/** The answer of `GET /updatecheck` (spec deployment §3.2). */
export const updateCheck = object(
  {
    current: bool({ description: "Whether no newer release is known." }),
    version: text({ description: "Newest known release; the own one when checks are off." }),
    url: text({ description: "Page of that release." }),
  },
  { name: "UpdateCheckResponse", description: "What is known about newer releases." },
);

/** The answer of `GET /deployment/ssh` (spec deployment §3.5). */
export const sshConfig = object(
  {
    hostname_prefix: text({ description: "In front of workspace names; deprecated." }),
    hostname_suffix: text({ description: "Behind workspace names, without its dot." }),
    ssh_config_options: map(text({ description: "Value of the option." }), {
      description: "Options of the operator by name.",
    }),
  },
  {
    name: "SSHConfigResponse",
    description: "What command lines write into the SSH configuration.",
  },
);

const connectionLatency = object(
  {
    P50: number({ description: "Median in milliseconds; -1 without data." }),
    P95: number({ description: "95th percentile in milliseconds; -1 without data." }),
  },
  { name: "WorkspaceConnectionLatencyMS", description: "Latency between clients and workspaces." },
);

const workspaceStats = object(
  {
    pending: int({ description: "Workspaces whose build waits." }),
    building: int({ description: "Workspaces that are being built." }),
    running: int({ description: "Running workspaces." }),
    failed: int({ description: "Workspaces whose last build failed." }),
    stopped: int({ description: "Stopped workspaces." }),
    connection_latency_ms: connectionLatency,
    rx_bytes: int({ description: "Bytes that workspaces received in the period." }),
    tx_bytes: int({ description: "Bytes that workspaces sent in the period." }),
  },
  { name: "WorkspaceDeploymentStats", description: "Workspaces by state, and their traffic." },
);

const sessionCount = object(
  {
    vscode: int({ description: "Sessions of VS Code." }),
    ssh: int({ description: "Sessions of SSH clients." }),
    jetbrains: int({ description: "Sessions of JetBrains IDEs." }),
    reconnecting_pty: int({ description: "Sessions of the web terminal." }),
  },
  { name: "SessionCountDeploymentStats", description: "Open sessions by kind." },
);

/** The answer of `GET /deployment/stats` (spec deployment §3.7); two keys are upper-case. */
export const deploymentStats = object(
  {
    aggregated_from: time({ description: "Start of the period, 15 minutes before its end." }),
    collected_at: time({ description: "End of the period." }),
    next_update_at: time({ description: "When the next collection is due." }),
    workspaces: workspaceStats,
    session_count: sessionCount,
  },
  { name: "DeploymentStats", description: "The last collected statistics." },
);

/** Experiments that this release knows (spec deployment §3.6); the configuration may hold others. */
export const knownExperiments = [
  "example",
  "auto-fill-parameters",
  "notifications",
  "workspace-usage",
  "oauth2",
  "mcp-server-http",
  "workspace-build-updates",
] as const;

/** The answer of `GET /experiments`; unknown names of the configuration are kept. */
export const enabledExperiments = list(text({ description: "Name of an experiment." }), {
  description: `Names of the enabled experiments. Known are ${knownExperiments.join(", ")}.`,
});

/** The answer of `GET /experiments/available`. */
export const availableExperiments = object(
  {
    safe: list(text({ description: "Name of an experiment." }), {
      description: "Experiments that `*` enables.",
    }),
  },
  { name: "AvailableExperiments", description: "Experiments that are safe to enable." },
);

/** The answer of `GET /applications/host` (spec deployment §3). */
export const applicationsHost = object(
  { host: text({ description: "Wildcard host of workspace apps, or empty." }) },
  { name: "AppHostResponse", description: "Where workspace apps answer." },
);

const banner = object(
  {
    enabled: bool({ description: "Whether the banner shows." }),
    message: optional(text({ description: "Markdown text; omitted when empty." })),
    background_color: optional(text({ description: "`#` and six hexadecimal digits." })),
  },
  { name: "BannerConfig", description: "A banner." },
);

const supportLink = object(
  {
    name: text({ description: "Label of the link." }),
    target: text({ description: "Address; may hold the placeholder `{CODER_BUILD_INFO}`." }),
    icon: text({ description: "`bug`, `chat`, `docs`, `star`, or the address of an image." }),
    location: optional(
      oneOf(["navbar", "dropdown"], { required: true, description: "Where the link shows." }),
    ),
  },
  { name: "SupportLink", description: "A support link." },
);

/** The answer of `GET /appearance` (spec deployment §5.1). */
export const appearanceConfig = object(
  {
    application_name: text({ description: "Name of the product; empty for the default." }),
    logo_url: text({ description: "Address of the logo; empty for the default." }),
    docs_url: text({ description: "Base address of the documentation." }),
    service_banner: banner,
    announcement_banners: list(banner, { description: "The banners in their order." }),
    support_links: optional(list(supportLink, { description: "Omitted when there is none." })),
  },
  { name: "AppearanceConfig", description: "Name, logo, banners and support links." },
);
