import { endpoint } from "../endpoint.ts";
import { list } from "../schema.ts";
import { envelope } from "../schemas/common.ts";
import {
  createOrganizationRequest,
  organization,
  updateOrganizationRequest,
  updateWorkspaceSharingRequest,
  workspaceSharingSettings,
} from "../schemas/organization.ts";

const read = { permission: "organization:read", refusal: 404 } as const;
const writes = { resource: "organization", action: "write" } as const;

/** Organizations and their settings (spec organizations §3, §8). */
export const organizationEndpoints = {
  listOrganizations: endpoint({
    id: "listOrganizations",
    method: "GET",
    path: "/api/v2/organizations",
    tags: ["Organizations"],
    summary: "List organizations",
    auth: "required",
    permissions: [{ permission: "organization:read", refusal: "filtered" }],
    success: {
      status: 200,
      body: list(organization, { description: "Organizations that the caller may read, by name." }),
    },
  }),
  createOrganization: endpoint({
    id: "createOrganization",
    method: "POST",
    path: "/api/v2/organizations",
    tags: ["Organizations"],
    summary: "Create an organization",
    description: "The creator becomes a member without roles.",
    auth: "required",
    permissions: [{ permission: "organization:create", refusal: 403 }],
    body: createOrganizationRequest,
    success: { status: 201, body: organization },
    errors: ["conflict"],
    audit: { resource: "organization", action: "create" },
  }),
  getOrganization: endpoint({
    id: "getOrganization",
    method: "GET",
    path: "/api/v2/organizations/{organization}",
    tags: ["Organizations"],
    summary: "Get an organization",
    auth: "required",
    permissions: [read],
    success: { status: 200, body: organization },
  }),
  updateOrganization: endpoint({
    id: "updateOrganization",
    method: "PATCH",
    path: "/api/v2/organizations/{organization}",
    tags: ["Organizations"],
    summary: "Change an organization",
    auth: "required",
    permissions: [read, { permission: "organization:update", refusal: 404 }],
    body: updateOrganizationRequest,
    success: { status: 200, body: organization },
    errors: ["conflict"],
    audit: writes,
  }),
  deleteOrganization: endpoint({
    id: "deleteOrganization",
    method: "DELETE",
    path: "/api/v2/organizations/{organization}",
    tags: ["Organizations"],
    summary: "Delete an organization",
    description:
      "Refused for the default organization and while more than one member or anything else is in it.",
    auth: "required",
    permissions: [read, { permission: "organization:delete", refusal: 404 }],
    success: { status: 200, body: envelope },
    errors: ["refused", "organization_in_use"],
    audit: { resource: "organization", action: "delete" },
  }),
  getWorkspaceSharingSettings: endpoint({
    id: "getWorkspaceSharingSettings",
    method: "GET",
    path: "/api/v2/organizations/{organization}/settings/workspace-sharing",
    tags: ["Enterprise"],
    summary: "Get who may share workspaces",
    auth: "required",
    permissions: [read],
    success: { status: 200, body: workspaceSharingSettings },
  }),
  updateWorkspaceSharingSettings: endpoint({
    id: "updateWorkspaceSharingSettings",
    method: "PATCH",
    path: "/api/v2/organizations/{organization}/settings/workspace-sharing",
    tags: ["Enterprise"],
    summary: "Set who may share workspaces",
    description: "An empty object means `everyone`. The roles of all members follow at once.",
    auth: "required",
    permissions: [read, { permission: "organization:update", refusal: 403 }],
    body: updateWorkspaceSharingRequest,
    success: { status: 200, body: workspaceSharingSettings },
    errors: ["forbidden"],
    audit: writes,
  }),
} as const;
