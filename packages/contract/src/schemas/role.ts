import { bool, list, object, optional, text, time, uuid } from "../schema.ts";

const permissionFields = {
  negate: bool({ description: "Whether it refuses what it names." }),
  resource_type: text({ description: "A resource type, or `*` for all." }),
  action: text({ description: "An action, or `*` for all." }),
};

/** One permission of a role (spec authorization §5.10). */
export const permission = object(permissionFields, {
  name: "Permission",
  description: "One permission of a role.",
});

/** One permission that a request asks for; fields that are absent count as empty. */
const wantedPermission = object(permissionFields, { description: "One permission of a role." });

const permissions = (description: string) => list(permission, { description });

const roleFields = {
  name: text({ description: "Name of the role." }),
  organization_id: optional(uuid({ description: "Omitted for roles of the deployment." })),
  display_name: text({ description: "Name for people." }),
  site_permissions: permissions("What it gives everywhere."),
  user_permissions: permissions("What it gives on the holder's own objects."),
  organization_permissions: permissions("What it gives in its organization."),
  organization_member_permissions: permissions(
    "What it gives on the holder's own objects in its organization.",
  ),
};

/** A role with its contents (spec organizations §6.1). */
export const role = object(roleFields, { name: "Role", description: "A role." });

/** A role as it is listed to a caller (spec authorization §5.9). */
export const assignableRole = object(
  {
    ...roleFields,
    assignable: bool({ description: "Whether the caller may assign and remove it." }),
    built_in: bool({ description: "Whether it comes with the product." }),
    updated_at: optional(
      time({ description: "When a custom role last changed; omitted for built-in ones." }),
    ),
  },
  { name: "AssignableRoles", description: "A role, and whether the caller may assign it." },
);

const ofNoUse = (description: string) =>
  list(wantedPermission, { maxItems: 1000, description: `${description} Must be empty.` });

/** The body of `POST` and `PUT /organizations/{organization}/members/roles` (spec organizations §6.7). */
export const customRoleRequest = object(
  {
    name: text({ description: "Unique name; stored in lower case. Must be given." }),
    display_name: text({ format: "display_name", description: "Name for people." }),
    site_permissions: ofNoUse("Permissions everywhere."),
    user_permissions: ofNoUse("Permissions on the holder's own objects."),
    organization_permissions: list(wantedPermission, {
      maxItems: 1000,
      description: "What the role gives in its organization.",
    }),
    organization_member_permissions: ofNoUse("Permissions on the holder's own objects in it."),
  },
  { name: "CustomRoleRequest", description: "A custom role; an update replaces all of it." },
);
