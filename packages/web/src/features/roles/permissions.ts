import type { Checks } from "../../lib/permissions.ts";

/** What the pages about roles ask within an organization. */
export const rolesChecks = {
  "roles.create": { action: "create", object: { resource_type: "assign_org_role" } },
  "roles.update": { action: "update", object: { resource_type: "assign_org_role" } },
  "roles.delete": { action: "delete", object: { resource_type: "assign_org_role" } },
} as const satisfies Checks;
