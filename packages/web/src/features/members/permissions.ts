import type { Checks } from "../../lib/permissions.ts";

/** What the page about members asks within an organization. */
export const membersChecks = {
  "members.create": { action: "create", object: { resource_type: "organization_member" } },
  "members.delete": { action: "delete", object: { resource_type: "organization_member" } },
  "members.readGroups": { action: "read", object: { resource_type: "group_member" } },
  "members.assignRoles": { action: "assign", object: { resource_type: "assign_org_role" } },
} as const satisfies Checks;

/** What it asks of the deployment: whether the page of a user can be opened. */
export const membersSiteChecks = {
  "members.readUsers": { action: "read", object: { resource_type: "user" } },
} as const satisfies Checks;
