import { bool, list, object, oneOf, text, time, uuid } from "../schema.ts";

const regionFields = {
  id: uuid({ description: "Id of the region; the deployment id for the primary." }),
  name: text({ description: "Unique name; `primary` for the deployment itself." }),
  display_name: text({ description: "Name for people." }),
  icon_url: text({ description: "Address of its icon." }),
  healthy: bool({ description: "Whether it can be used." }),
  path_app_url: text({ description: "Base address of apps that are reached by path." }),
  wildcard_hostname: text({ description: "Wildcard host of apps, or empty." }),
} as const;

/** A place that workspaces are reached from (spec licensing §6.1). */
export const region = object(regionFields, { name: "Region", description: "A region." });

/** The answer of `GET /regions` (spec licensing §6.4). */
export const regions = object(
  { regions: list(region, { description: "The primary, then the workspace proxies." }) },
  { name: "RegionsResponse", description: "The regions that clients may choose from." },
);

const proxyStatus = object(
  {
    status: oneOf(["ok", "unreachable", "unhealthy", "unregistered"], {
      required: true,
      name: "ProxyHealthStatus",
      description: "Outcome of the last check.",
    }),
    report: object(
      {
        errors: list(text({ description: "An error." }), { description: "What is broken." }),
        warnings: list(text({ description: "A warning." }), { description: "What is suspicious." }),
      },
      { name: "ProxyHealthReport", description: "What the proxy tells about itself." },
    ),
    checked_at: time({ description: "When it was checked last." }),
  },
  { name: "WorkspaceProxyStatus", description: "The health of a workspace proxy." },
);

/** A workspace proxy as administrators see it (spec licensing §6.1). */
export const workspaceProxy = object(
  {
    ...regionFields,
    derp_enabled: bool({ description: "Whether it relays connections." }),
    derp_only: bool({ description: "Whether it only relays connections." }),
    status: proxyStatus,
    created_at: time({ description: "When it was created." }),
    updated_at: time({ description: "When it changed last." }),
    deleted: bool({ description: "Whether it was deleted." }),
    version: text({ description: "Version that it runs; empty for the primary." }),
  },
  { name: "WorkspaceProxy", description: "A workspace proxy." },
);

/** A list of workspace proxies (spec licensing §6). */
export const workspaceProxies = object(
  { regions: list(workspaceProxy, { description: "The proxies, the oldest first." }) },
  { name: "WorkspaceProxiesResponse", description: "Workspace proxies." },
);
