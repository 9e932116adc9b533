import type { WireOrganization } from "@gatehouse/contract";
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
  };
}
