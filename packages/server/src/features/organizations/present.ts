import type { WireOrganization, WireWorkspaceSharing } from "@gatehouse/contract";
import type { OrganizationRow } from "../../context/organization.ts";
import { wireTime } from "../../platform/wire-time.ts";

/** Builds the Organization object field by field (spec organizations §3.1). */
export function presentOrganization(row: OrganizationRow): WireOrganization {
  return {
    id: row.id,
    name: row.name,
    display_name: row.display_name,
    description: row.description,
    icon: row.icon,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    is_default: row.is_default,
    default_org_member_roles: row.default_org_member_roles,
  };
}

/** Builds the sharing settings; a deployment that forbids sharing reports `none` (spec §8). */
export function presentSharing(
  row: OrganizationRow,
  globallyDisabled: boolean,
): WireWorkspaceSharing {
  const effective = globallyDisabled ? "none" : row.shareable_workspace_owners;
  return {
    shareable_workspace_owners: effective,
    sharing_disabled: effective === "none",
    sharing_globally_disabled: globallyDisabled,
  };
}
