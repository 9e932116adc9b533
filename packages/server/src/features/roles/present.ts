import type { WireAssignableRole, WireCustomRole } from "@gatehouse/contract";
import type { ListedRole, StoredPermission } from "@gatehouse/rbac";
import { wireTime } from "../../platform/wire-time.ts";
import type { RoleRow } from "./store.ts";

type WirePermission = WireAssignableRole["site_permissions"][number];

function presentPermissions(permissions: readonly StoredPermission[]): WirePermission[] {
  return permissions.map(({ negate, resourceType, action }) => ({
    negate,
    resource_type: resourceType,
    action,
  }));
}

/** Builds a listed role field by field (spec authorization §5.9). `updatedAt` is that of a custom role. */
export function presentAssignableRole(role: ListedRole, updatedAt?: Date): WireAssignableRole {
  return {
    name: role.name,
    ...(role.organizationId === null ? {} : { organization_id: role.organizationId }),
    display_name: role.displayName,
    site_permissions: presentPermissions(role.site),
    user_permissions: presentPermissions(role.user),
    organization_permissions: presentPermissions(role.org),
    organization_member_permissions: presentPermissions(role.member),
    assignable: role.assignable,
    built_in: role.builtIn,
    ...(updatedAt === undefined ? {} : { updated_at: wireTime(updatedAt) }),
  };
}

/** Builds a custom role field by field (spec organizations §6.1). */
export function presentCustomRole(row: RoleRow): WireCustomRole {
  return {
    name: row.name,
    ...(row.organizationId === null ? {} : { organization_id: row.organizationId }),
    display_name: row.displayName,
    site_permissions: presentPermissions(row.sitePermissions),
    user_permissions: presentPermissions(row.userPermissions),
    organization_permissions: presentPermissions(row.orgPermissions),
    organization_member_permissions: presentPermissions(row.memberPermissions),
  };
}
