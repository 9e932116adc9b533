import type { Checks } from "../../lib/permissions.ts";

/** What the pages about tokens ask about whoever is signed in. */
export const tokensChecks = {
  "tokens.readAll": { action: "read", object: { resource_type: "api_key" } },
  "tokens.createForOthers": { action: "create", object: { resource_type: "api_key" } },
} as const satisfies Checks;
