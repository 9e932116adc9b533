import type { Checks } from "../../lib/permissions.ts";

/** What the first page asks about whoever is signed in. */
export const homeChecks = {
  "home.createUsers": { action: "create", object: { resource_type: "user" } },
  "home.readAudit": { action: "read", object: { resource_type: "audit_log", any_org: true } },
  "home.readTokens": { action: "read", object: { resource_type: "api_key" } },
  "home.readHealth": { action: "read", object: { resource_type: "debug_info" } },
  "home.readPrices": { action: "read", object: { resource_type: "ai_model_price" } },
} as const satisfies Checks;
