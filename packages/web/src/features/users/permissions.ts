import type { Checks } from "../../lib/permissions.ts";

/** What the pages about users ask the server about whoever is signed in. */
export const usersChecks = {
  "users.read": { action: "read", object: { resource_type: "user" } },
  "users.create": { action: "create", object: { resource_type: "user" } },
  "users.update": { action: "update", object: { resource_type: "user" } },
  "users.delete": { action: "delete", object: { resource_type: "user" } },
  "users.addMembers": {
    action: "create",
    object: { resource_type: "organization_member", any_org: true },
  },
  "users.addToGroups": { action: "update", object: { resource_type: "group", any_org: true } },
  "users.readPersonal": { action: "read_personal", object: { resource_type: "user" } },
  "users.updatePersonal": { action: "update_personal", object: { resource_type: "user" } },
  "users.assignRoles": { action: "assign", object: { resource_type: "assign_role" } },
  "users.readKeys": { action: "read", object: { resource_type: "api_key" } },
  "users.createKeys": { action: "create", object: { resource_type: "api_key" } },
  "users.deleteKeys": { action: "delete", object: { resource_type: "api_key" } },
  "users.readLinks": { action: "read", object: { resource_type: "debug_info" } },
  "users.readConfiguration": { action: "read", object: { resource_type: "deployment_config" } },
  "users.readAudit": { action: "read", object: { resource_type: "audit_log" } },
} as const satisfies Checks;
