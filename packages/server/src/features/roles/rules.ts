import { ApiError, type CustomRoleRequest, echo, failField } from "@gatehouse/contract";
import {
  type AcceptedCustomRole,
  type CustomRoleContext,
  type CustomRoleRefusal,
  checkCustomRole,
  type StoredPermission,
} from "@gatehouse/rbac";

type WirePermissions = CustomRoleRequest["organization_permissions"];

function stored(permissions: WirePermissions): StoredPermission[] {
  return permissions.map(({ negate, resource_type, action }) => ({
    negate,
    resourceType: resource_type,
    action,
  }));
}

/** Checks a custom role in the order of spec organizations §6.7; every refusal is a 400. */
export function acceptCustomRole(
  body: CustomRoleRequest,
  context: CustomRoleContext,
): AcceptedCustomRole {
  const result = checkCustomRole(
    {
      name: body.name,
      displayName: body.display_name,
      sitePermissions: stored(body.site_permissions),
      userPermissions: stored(body.user_permissions),
      orgPermissions: stored(body.organization_permissions),
      memberPermissions: stored(body.organization_member_permissions),
    },
    context,
  );
  return result.ok ? result.role : refuse(result.refusal);
}

const permissionFaults = {
  unknown_permission: "is not a permission of this release",
  wildcard_permission: "must name one resource and one action",
  negative_permission: "must not be negative",
  permission_not_held: "is not among your own permissions in this organization",
} as const;

const listFaults = {
  site_permissions: "site_permissions",
  user_permissions: "user_permissions",
  member_permissions: "organization_member_permissions",
} as const;

function refuse(refusal: CustomRoleRefusal): never {
  switch (refusal.code) {
    case "invalid_name":
      return failField("name", "must be 1 to 32 letters, digits and single hyphens between them");
    case "reserved_name":
      return refuseReservedName();
    case "name_exists":
      return refuseTakenName();
    case "site_permissions":
    case "user_permissions":
    case "member_permissions":
      throw new ApiError("custom_role_refused", {
        validations: [{ field: listFaults[refusal.code], detail: "must be empty" }],
      });
    default: {
      const { resourceType, action } = refusal.permission;
      const detail = `${echo(`${resourceType}:${action}`)} ${permissionFaults[refusal.code]}`;
      throw new ApiError("custom_role_refused", {
        validations: [{ field: "organization_permissions", detail }],
      });
    }
  }
}

/** Refuses the name of a built-in or system role. */
export function refuseReservedName(): never {
  throw new ApiError("custom_role_refused", {
    validations: [{ field: "name", detail: "this name is reserved" }],
  });
}

/** Refuses a name that another role of the organization has; 400, as clients know it. */
export function refuseTakenName(): never {
  throw new ApiError("custom_role_refused", {
    validations: [{ field: "name", detail: "already in use in this organization" }],
  });
}
