import type { Checks } from "../../lib/permissions.ts";

/** What the price book asks about whoever is signed in. */
export const pricesChecks = {
  "prices.update": { action: "update", object: { resource_type: "ai_model_price" } },
} as const satisfies Checks;
