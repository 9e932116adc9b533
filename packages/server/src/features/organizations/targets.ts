import type { OrganizationRow } from "../../context/organization.ts";
import type { AuditTarget } from "../../context/request-context.ts";

/** The audit target of a change of an organization (spec organizations §10). */
export function organizationAuditTarget(
  organization: Pick<OrganizationRow, "id" | "name">,
  action: string,
): AuditTarget {
  return {
    resourceType: "organization",
    action,
    resourceId: organization.id,
    resourceTarget: organization.name,
    organizationId: organization.id,
  };
}
