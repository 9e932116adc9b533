import { bool, list, object, optional, text, uuid } from "../schema.ts";

/** One permission of a role (spec authorization §5.10). */
export const permission = object(
  {
    negate: bool({ description: "Whether it refuses what it names." }),
    resource_type: text({ description: "A resource type, or `*` for all." }),
    action: text({ description: "An action, or `*` for all." }),
  },
  { name: "Permission", description: "One permission of a role." },
);

const permissions = (description: string) => list(permission, { description });

/** A role as it is listed to a caller (spec authorization §5.9). */
export const assignableRole = object(
  {
    name: text({ description: "Name of the role." }),
    organization_id: optional(uuid({ description: "Omitted for roles of the deployment." })),
    display_name: text({ description: "Name for people." }),
    site_permissions: permissions("What it gives everywhere."),
    user_permissions: permissions("What it gives on the holder's own objects."),
    organization_permissions: permissions("What it gives in its organization."),
    organization_member_permissions: permissions(
      "What it gives on the holder's own objects in its organization.",
    ),
    assignable: bool({ description: "Whether the caller may assign and remove it." }),
    built_in: bool({ description: "Whether it comes with the product." }),
  },
  { name: "AssignableRoles", description: "A role, and whether the caller may assign it." },
);
