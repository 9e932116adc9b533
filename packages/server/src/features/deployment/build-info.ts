import type { Handler } from "../../context/handler.ts";

/** `GET /api/v2`: the API answers. */
export const apiRoot: Handler<"apiRoot"> = async () => ({ message: "Gatehouse" });

/** `GET /buildinfo`: fixed at start, no database work (spec deployment §3.1). */
export const getBuildInfo: Handler<"getBuildInfo"> = async (deps) => ({
  external_url: `${deps.deployment.accessUrl}/docs`,
  version: deps.deployment.compatVersion,
  gatehouse_version: deps.deployment.version,
  dashboard_url: deps.deployment.accessUrl,
  telemetry: false,
  workspace_proxy: false,
  agent_api_version: "2.8",
  provisioner_api_version: "1.15",
  upgrade_message: deps.config.cliUpgradeMessage,
  deployment_id: deps.deployment.id,
});
