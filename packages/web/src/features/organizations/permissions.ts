import type { Checks } from "../../lib/permissions.ts";

/** What the pages about organizations ask about whoever is signed in. */
export const organizationsChecks = {
  "organizations.create": { action: "create", object: { resource_type: "organization" } },
} as const satisfies Checks;

/** What the settings of an organization ask within it. */
export const organizationSettingsChecks = {
  "organization.update": { action: "update", object: { resource_type: "organization" } },
  "organization.delete": { action: "delete", object: { resource_type: "organization" } },
} as const satisfies Checks;
