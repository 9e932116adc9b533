import type { AuditTarget } from "../../context/request-context.ts";
import type { RoleRow } from "./store.ts";

/** The audit target of a change of a custom role (spec organizations §10). */
export function roleAuditTarget(
  role: { id: string; name: string; organizationId: string },
  action: string,
): AuditTarget {
  return {
    resourceType: "custom_role",
    action,
    resourceId: role.id,
    resourceTarget: role.name,
    organizationId: role.organizationId,
  };
}

/** A custom role as the audit log compares it, permissions as `resource:action`. */
export function auditedRole(row: RoleRow): Record<string, unknown> {
  const texts = (list: RoleRow["orgPermissions"]) =>
    list.map(({ negate, resourceType, action }) => `${negate ? "-" : ""}${resourceType}:${action}`);
  return {
    name: row.name,
    display_name: row.displayName,
    site_permissions: texts(row.sitePermissions),
    org_permissions: texts(row.orgPermissions),
    user_permissions: texts(row.userPermissions),
    member_permissions: texts(row.memberPermissions),
  };
}
