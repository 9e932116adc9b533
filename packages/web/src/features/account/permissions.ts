import type { Checks } from "../../lib/permissions.ts";

/** What the pages about oneself ask: members change their full name, not their username. */
export const accountChecks = {
  "account.rename": { action: "update", object: { resource_type: "user" } },
} as const satisfies Checks;
