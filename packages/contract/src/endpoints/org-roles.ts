import { endpoint } from "../endpoint.ts";
import { list } from "../schema.ts";
import { assignableRole, customRoleRequest, role } from "../schemas/role.ts";

const readOrganization = { permission: "organization:read", refusal: 404 } as const;

/** Roles of organizations (spec organizations §6). */
export const orgRoleEndpoints = {
  listOrgRoles: endpoint({
    id: "listOrgRoles",
    method: "GET",
    path: "/api/v2/organizations/{organization}/members/roles",
    tags: ["Members"],
    summary: "List the roles of an organization",
    auth: "required",
    permissions: [readOrganization, { permission: "assign_org_role:read", refusal: 404 }],
    success: {
      status: 200,
      body: list(assignableRole, { description: "Built-in roles, then custom ones by name." }),
    },
  }),
  createCustomRole: endpoint({
    id: "createCustomRole",
    method: "POST",
    path: "/api/v2/organizations/{organization}/members/roles",
    tags: ["Members"],
    summary: "Create a custom role",
    description: "It can hold only what the caller may do in the organization.",
    auth: "required",
    permissions: [readOrganization, { permission: "assign_org_role:create", refusal: 404 }],
    body: customRoleRequest,
    success: { status: 200, body: role },
    errors: ["custom_role_refused"],
    audit: { resource: "custom_role", action: "create" },
  }),
  updateCustomRole: endpoint({
    id: "updateCustomRole",
    method: "PUT",
    path: "/api/v2/organizations/{organization}/members/roles",
    tags: ["Members"],
    summary: "Replace a custom role",
    description:
      "Found by `name`, which cannot change. Permissions that this release does not know are left out.",
    auth: "required",
    permissions: [readOrganization, { permission: "assign_org_role:update", refusal: 404 }],
    body: customRoleRequest,
    success: { status: 200, body: role },
    errors: ["custom_role_refused", "not_found"],
    audit: { resource: "custom_role", action: "write" },
  }),
  deleteCustomRole: endpoint({
    id: "deleteCustomRole",
    method: "DELETE",
    path: "/api/v2/organizations/{organization}/members/roles/{roleName}",
    tags: ["Members"],
    summary: "Delete a custom role",
    description: "Members who hold it lose it.",
    auth: "required",
    permissions: [readOrganization, { permission: "assign_org_role:delete", refusal: 403 }],
    success: { status: 204 },
    errors: ["custom_role_refused", "forbidden", "not_found"],
    audit: { resource: "custom_role", action: "delete" },
  }),
} as const;
