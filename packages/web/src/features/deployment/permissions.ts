import type { Checks } from "../../lib/permissions.ts";

/** What the pages about the deployment ask about whoever is signed in. */
export const deploymentChecks = {
  "deployment.readConfig": { action: "read", object: { resource_type: "deployment_config" } },
  "deployment.updateConfig": { action: "update", object: { resource_type: "deployment_config" } },
  "deployment.readHealth": { action: "read", object: { resource_type: "debug_info" } },
  "deployment.readUsers": { action: "read", object: { resource_type: "user" } },
} as const satisfies Checks;
