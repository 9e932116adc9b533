import type { Checks } from "../../lib/permissions.ts";

/** What the audit log asks about whoever is signed in. */
export const auditChecks = {
  "audit.read": { action: "read", object: { resource_type: "audit_log" } },
  "audit.readUsers": { action: "read", object: { resource_type: "user" } },
} as const satisfies Checks;
