import type { Checks } from "../../lib/permissions.ts";

/** What the import asks about whoever is signed in. */
export const importChecks = {
  "import.createUsers": { action: "create", object: { resource_type: "user" } },
} as const satisfies Checks;
