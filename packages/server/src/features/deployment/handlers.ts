import { fail } from "@gatehouse/contract";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import { allowAuthenticated, authorize } from "../../context/request-context.ts";
import { deploymentConfigView } from "./config-view.ts";
import { sshConfigView } from "./ssh-view.ts";

export { getAppearance } from "./appearance.ts";
export { apiRoot, getBuildInfo } from "./build-info.ts";
export { getEntitlements } from "./entitlements.ts";
export { getUpdateCheck } from "./update-check.ts";

/** `GET /deployment/config`: what is set, without secrets (spec deployment §3.7). */
export const getDeploymentConfig: GuardedHandler<"getDeploymentConfig"> = {
  guard: (_deps, ctx) => authorize(ctx, "read", { type: "deployment_config" }, "forbidden"),
  handle: async (deps) => deploymentConfigView(deps.config, deps.deployment.accessUrl),
};

/** `GET /deployment/ssh` (spec deployment §3.5). */
export const getDeploymentSsh: Handler<"getDeploymentSsh"> = async (deps, ctx) => {
  allowAuthenticated(ctx);
  return sshConfigView(deps.config);
};

/** `GET /deployment/stats`: what was collected last; never collected by the request (§3.7). */
export const getDeploymentStats: GuardedHandler<"getDeploymentStats"> = {
  guard: (_deps, ctx) => authorize(ctx, "read", { type: "deployment_stats" }, "forbidden"),
  handle: async (deps) => deps.stats.latest() ?? fail("stats_not_ready"),
};

/** `GET /experiments`: enabled names, unknown ones too (spec deployment §3.6). */
export const listExperiments: Handler<"listExperiments"> = async (deps, ctx) => {
  allowAuthenticated(ctx);
  return [...deps.deployment.experiments];
};

/** `GET /experiments/available`: nothing is safe to enable blindly. */
export const listAvailableExperiments: Handler<"listAvailableExperiments"> = async (_deps, ctx) => {
  allowAuthenticated(ctx);
  return { safe: [] };
};

/** `GET /regions`: the primary; workspace proxies come with their feature (spec licensing §6.4). */
export const listRegions: Handler<"listRegions"> = async (deps, ctx) => {
  allowAuthenticated(ctx);
  return {
    regions: [
      {
        id: deps.deployment.id,
        name: "primary",
        display_name: "Default",
        icon_url: "/emojis/1f3e1.png",
        healthy: true,
        path_app_url: deps.deployment.accessUrl,
        wildcard_hostname: deps.config.wildcardAccessUrl,
      },
    ],
  };
};

/** `GET /applications/host`: the wildcard host of workspace apps, or empty. */
export const getApplicationsHost: Handler<"getApplicationsHost"> = async (deps, ctx) => {
  allowAuthenticated(ctx);
  return { host: deps.config.wildcardAccessUrl };
};

/** `GET /debug/metrics`: as `/metrics`, for owners (spec deployment §4.1). */
export const getDebugMetrics: Handler<"getDebugMetrics"> = async (deps, ctx) => {
  authorize(ctx, "read", { type: "debug_info" }, "forbidden");
  ctx.effects.text = await deps.metrics.text();
  return undefined;
};

/** `POST /csp/reports`: logged at debug level as data, never stored (spec deployment §3.3). */
export const reportCspViolation: Handler<"reportCspViolation"> = async (deps, ctx, { body }) => {
  deps.log.debug({ request_id: ctx.requestId, csp_report: body["csp-report"] }, "csp violation");
  return "ok";
};
