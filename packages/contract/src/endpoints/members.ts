import { endpoint } from "../endpoint.ts";
import { paginationFields } from "../query.ts";
import { list, object, text } from "../schema.ts";
import {
  memberPage,
  organizationMember,
  organizationMemberWithUserData,
  updateMemberRolesRequest,
} from "../schemas/member.ts";

const readOrganization = { permission: "organization:read", refusal: 404 } as const;
const read = { permission: "organization_member:read", refusal: 404 } as const;

/** Memberships of organizations (spec organizations §4). */
export const memberEndpoints = {
  listMembers: endpoint({
    id: "listMembers",
    method: "GET",
    path: "/api/v2/organizations/{organization}/members",
    tags: ["Members"],
    summary: "List members",
    description:
      "All at once; pages: `paginated-members`. `q` knows `user_id`, `github_user_id` and `include_system`.",
    auth: "required",
    permissions: [
      readOrganization,
      { permission: "organization_member:read", refusal: "filtered" },
    ],
    query: object(
      { q: text({ description: "Search expression." }) },
      { description: "What to list." },
    ),
    success: {
      status: 200,
      body: list(organizationMemberWithUserData, {
        description: "Members that the caller may read, by username.",
      }),
    },
    errors: ["invalid_search"],
  }),
  listMembersPaginated: endpoint({
    id: "listMembersPaginated",
    method: "GET",
    path: "/api/v2/organizations/{organization}/paginated-members",
    tags: ["Members"],
    summary: "Search members",
    description:
      "The search language of `q` is that of users, and `org_role` for roles in the organization.",
    auth: "required",
    permissions: [readOrganization, read],
    query: object(
      { q: text({ description: "Search expression." }), ...paginationFields },
      { description: "Search and page." },
    ),
    success: { status: 200, body: memberPage },
    errors: ["invalid_search", "invalid_query"],
  }),
  getMember: endpoint({
    id: "getMember",
    method: "GET",
    path: "/api/v2/organizations/{organization}/members/{user}",
    tags: ["Members"],
    summary: "Get a member",
    auth: "required",
    permissions: [readOrganization, read],
    success: { status: 200, body: organizationMemberWithUserData },
    userIsMember: true,
  }),
  addMember: endpoint({
    id: "addMember",
    method: "POST",
    path: "/api/v2/organizations/{organization}/members/{user}",
    tags: ["Members"],
    summary: "Add a member",
    auth: "required",
    permissions: [
      readOrganization,
      { permission: "user:read", refusal: 404 },
      { permission: "organization_member:create", refusal: 404 },
      { permission: "assign_org_role:assign", refusal: 403 },
    ],
    success: { status: 200, body: organizationMember },
    errors: ["refused", "role_forbidden"],
    audit: { resource: "organization_member", action: "create" },
    reachesSystemUsers: true,
  }),
  removeMember: endpoint({
    id: "removeMember",
    method: "DELETE",
    path: "/api/v2/organizations/{organization}/members/{user}",
    tags: ["Members"],
    summary: "Remove a member",
    description: "The roles in the organization and its groups are lost with the membership.",
    auth: "required",
    permissions: [
      readOrganization,
      read,
      { permission: "organization_member:delete", refusal: 404 },
    ],
    success: { status: 204 },
    errors: ["self_refused", "last_organization_admin"],
    audit: { resource: "organization_member", action: "delete" },
    reachesSystemUsers: true,
    userIsMember: true,
  }),
  updateMemberRoles: endpoint({
    id: "updateMemberRoles",
    method: "PUT",
    path: "/api/v2/organizations/{organization}/members/{user}/roles",
    tags: ["Members"],
    summary: "Replace the roles of a member",
    auth: "required",
    permissions: [
      readOrganization,
      read,
      { permission: "assign_org_role:assign", refusal: 403 },
      { permission: "assign_org_role:unassign", refusal: 403 },
    ],
    body: updateMemberRolesRequest,
    success: { status: 200, body: organizationMember },
    errors: ["self_refused", "role_forbidden", "role_refused", "last_organization_admin"],
    audit: { resource: "organization_member", action: "write" },
    userIsMember: true,
  }),
} as const;
