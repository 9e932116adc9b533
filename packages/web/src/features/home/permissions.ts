import type { Checks } from "../../lib/permissions.ts";

/** What the first page asks about whoever is signed in. */
export const homeChecks = {
  "home.createUsers": { action: "create", object: { resource_type: "user" } },
  "home.readAudit": { action: "read", object: { resource_type: "audit_log", any_org: true } },
  "home.configure": { action: "update", object: { resource_type: "deployment_config" } },
} as const satisfies Checks;
