import { bool, int, list, object, oneOf, optional, text, time } from "../schema.ts";
import { derpReport } from "./health-derp.ts";
import { healthMessage, healthSeverity, sectionFields } from "./health-section.ts";
import { provisionerDaemon } from "./provisioner-daemon.ts";
import { workspaceProxies } from "./workspace-proxy.ts";

/** Sections that administrators can dismiss (spec deployment §4.3). */
export const healthSections = [
  "DERP",
  "AccessURL",
  "Websocket",
  "Database",
  "WorkspaceProxy",
  "ProvisionerDaemons",
] as const;

const accessUrlReport = object(
  {
    ...sectionFields,
    access_url: text({ description: "The configured address." }),
    reachable: bool({ description: "Whether a request to it was answered." }),
    status_code: int({ description: "Status of the answer; 0 without one." }),
    healthz_response: text({ description: "Body of the answer." }),
  },
  { name: "AccessURLReport", description: "Whether the deployment reaches its own address." },
);

const websocketReport = object(
  {
    ...sectionFields,
    body: text({ description: "Body of a refused connection." }),
    code: int({ description: "HTTP status of the connection attempt; 0 without one." }),
  },
  { name: "WebsocketReport", description: "Whether websockets get through." },
);

const databaseReport = object(
  {
    ...sectionFields,
    reachable: bool({ description: "Whether the database answers." }),
    latency: text({ description: "Median latency with its unit." }),
    latency_ms: int({ description: "Median latency in milliseconds." }),
    threshold_ms: int({ description: "Latency in milliseconds that is worth a warning." }),
  },
  { name: "DatabaseReport", description: "How fast the database answers." },
);

const workspaceProxyReport = object(
  { ...sectionFields, workspace_proxies: workspaceProxies },
  { name: "WorkspaceProxyReport", description: "The health of the workspace proxies." },
);

const provisionerDaemonsReport = object(
  {
    ...sectionFields,
    items: list(
      object(
        {
          provisioner_daemon: provisionerDaemon,
          warnings: list(healthMessage, { description: "Findings about this daemon." }),
        },
        { name: "ProvisionerDaemonsReportItem", description: "The health of a daemon." },
      ),
      { description: "The daemons that were seen recently." },
    ),
  },
  { name: "ProvisionerDaemonsReport", description: "The health of the provisioner daemons." },
);

const identityProviderReport = object(
  {
    ...sectionFields,
    issuer: text({ description: "The configured issuer." }),
    discovered: bool({
      description: "Whether its metadata are known, so that people can sign in.",
    }),
  },
  { name: "IdentityProviderReport", description: "Whether OpenID Connect works." },
);

const encryptionReport = object(
  { ...sectionFields, keys: int({ description: "Configured encryption keys." }) },
  { name: "EncryptionReport", description: "Whether stored secrets of others are encrypted." },
);

const priceBookReport = object(
  {
    ...sectionFields,
    rows: int({ description: "Prices in the active book." }),
    seed_digest: text({ description: "SHA-256 of the book in hexadecimal digits, or empty." }),
    applied_at: time({ description: "When the book was applied; year 1: never." }),
    last_error: text({ description: "Why the last attempt failed, or empty." }),
  },
  { name: "AIPriceBookReport", description: "Which price book is active." },
);

/** The answer of `GET /debug/health` (spec deployment §4.2); every section is always there. */
export const healthReport = object(
  {
    time: time({ description: "When the report was made." }),
    healthy: bool({ description: "Deprecated: whether no section is unhealthy." }),
    severity: healthSeverity,
    coder_version: text({ description: "Version that clients compare with theirs." }),
    derp: derpReport,
    access_url: accessUrlReport,
    websocket: websocketReport,
    database: databaseReport,
    workspace_proxy: workspaceProxyReport,
    provisioner_daemons: provisionerDaemonsReport,
    identity_provider: optional(identityProviderReport),
    encryption: optional(encryptionReport),
    ai_price_book: optional(priceBookReport),
  },
  { name: "HealthcheckReport", description: "The health of the deployment." },
);

/** The answer of `GET` and `PUT /debug/health/settings` (spec deployment §4.3). */
export const healthSettings = object(
  {
    dismissed_healthchecks: list(
      oneOf(healthSections, { required: true, name: "HealthSection", description: "A section." }),
      { description: "The dismissed sections in the order they were sent." },
    ),
  },
  { name: "HealthSettings", description: "Which health checks are dismissed." },
);

/** The body of `PUT /debug/health/settings`; an unknown section is refused. */
export const updateHealthSettings = object(
  {
    dismissed_healthchecks: list(
      oneOf(healthSections, { required: true, name: "HealthSection", description: "A section." }),
      { maxItems: 20, description: "The full set of dismissed sections." },
    ),
  },
  { name: "UpdateHealthSettings", description: "Which health checks to dismiss." },
);
