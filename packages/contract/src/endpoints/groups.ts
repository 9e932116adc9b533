import { endpoint } from "../endpoint.ts";
import { paginationFields } from "../query.ts";
import { list, object, text, uuid } from "../schema.ts";
import { envelope } from "../schemas/common.ts";
import {
  bulkGroupMembersRequest,
  bulkResult,
  createGroupRequest,
  group,
  groupMemberPage,
  groupPage,
  memberChangesLimitBytes,
  updateGroupRequest,
} from "../schemas/group.ts";

const read = { permission: "group:read", refusal: 404 } as const;
const readOrganization = { permission: "organization:read", refusal: 404 } as const;
const update = { permission: "group:update", refusal: 404 } as const;
const listed = { permission: "group:read", refusal: "filtered" } as const;
const writes = { resource: "group", action: "write" } as const;

const excludeMembers = object(
  { exclude_members: text({ description: "Whether to leave the members out." }) },
  { description: "What to show." },
);
const withoutMembers = excludeMembers.fields.exclude_members;
const memberQuery = object(
  { q: text({ description: "Search expression, as for users." }), ...paginationFields },
  { description: "Search and page." },
);

/** Groups and their members (spec organizations §7, §13.2). */
export const groupEndpoints = {
  createGroup: endpoint({
    id: "createGroup",
    method: "POST",
    path: "/api/v2/organizations/{organization}/groups",
    tags: ["Enterprise"],
    summary: "Create a group",
    auth: "required",
    permissions: [readOrganization, { permission: "group:create", refusal: 404 }],
    body: createGroupRequest,
    success: { status: 201, body: group },
    errors: ["conflict"],
    audit: { resource: "group", action: "create" },
  }),
  listOrganizationGroups: endpoint({
    id: "listOrganizationGroups",
    method: "GET",
    path: "/api/v2/organizations/{organization}/groups",
    tags: ["Enterprise"],
    summary: "List the groups of an organization",
    description: "With all members; `paginated-groups` gives pages without them.",
    auth: "required",
    permissions: [readOrganization, listed],
    query: excludeMembers,
    success: { status: 200, body: list(group, { description: "Everyone first, then by name." }) },
  }),
  listGroups: endpoint({
    id: "listGroups",
    method: "GET",
    path: "/api/v2/groups",
    tags: ["Enterprise"],
    summary: "List groups",
    description:
      "The filters narrow each other down; whatever the caller may not read counts as unknown.",
    auth: "required",
    permissions: [listed],
    query: object(
      {
        organization: text({ description: "Id or name of an organization, or `default`." }),
        has_member: text({ description: "Id or username of a member, or `me`." }),
        group_ids: list(uuid({ description: "Id of a group." }), {
          description: "Only these groups.",
        }),
        exclude_members: withoutMembers,
      },
      { description: "Which groups to list." },
    ),
    strictQuery: true,
    success: {
      status: 200,
      body: list(group, { description: "By organization, Everyone first, then by name." }),
    },
    errors: ["invalid_query"],
  }),
  listGroupsPaginated: endpoint({
    id: "listGroupsPaginated",
    method: "GET",
    path: "/api/v2/organizations/{organization}/paginated-groups",
    tags: ["Groups"],
    summary: "Search groups",
    description: "`q` is looked for in name and display name. Groups come without members.",
    auth: "required",
    permissions: [readOrganization, read],
    query: object(
      { q: text({ description: "Part of a name." }), ...paginationFields },
      { description: "Search and page." },
    ),
    success: { status: 200, body: groupPage },
    errors: ["invalid_search"],
  }),
  getGroup: endpoint({
    id: "getGroup",
    method: "GET",
    path: "/api/v2/groups/{group}",
    tags: ["Enterprise"],
    summary: "Get a group",
    auth: "required",
    permissions: [read],
    query: excludeMembers,
    success: { status: 200, body: group },
    errors: ["malformed_request"],
  }),
  getGroupByName: endpoint({
    id: "getGroupByName",
    method: "GET",
    path: "/api/v2/organizations/{organization}/groups/{groupName}",
    tags: ["Enterprise"],
    summary: "Get a group by its name",
    description: "The letter case of the name counts.",
    auth: "required",
    permissions: [readOrganization, read],
    query: excludeMembers,
    success: { status: 200, body: group },
    errors: ["not_found"],
  }),
  listGroupMembers: endpoint({
    id: "listGroupMembers",
    method: "GET",
    path: "/api/v2/groups/{group}/members",
    tags: ["Enterprise"],
    summary: "List the members of a group",
    auth: "required",
    permissions: [read, { permission: "group_member:read", refusal: "filtered" }],
    query: memberQuery,
    success: { status: 200, body: groupMemberPage },
    errors: ["malformed_request", "invalid_search"],
  }),
  listGroupMembersByName: endpoint({
    id: "listGroupMembersByName",
    method: "GET",
    path: "/api/v2/organizations/{organization}/groups/{groupName}/members",
    tags: ["Enterprise"],
    summary: "List the members of a group by its name",
    auth: "required",
    permissions: [readOrganization, read, { permission: "group_member:read", refusal: "filtered" }],
    query: memberQuery,
    success: { status: 200, body: groupMemberPage },
    errors: ["not_found", "invalid_search"],
  }),
  updateGroup: endpoint({
    id: "updateGroup",
    method: "PATCH",
    path: "/api/v2/groups/{group}",
    tags: ["Enterprise"],
    summary: "Change a group and its members",
    description: "All or nothing: attributes first, then additions, then removals.",
    auth: "required",
    permissions: [read, update],
    body: updateGroupRequest,
    bodyLimitBytes: memberChangesLimitBytes,
    success: { status: 200, body: group },
    errors: ["malformed_request", "refused", "forbidden", "conflict", "managed_by_provider"],
    audit: writes,
  }),
  deleteGroup: endpoint({
    id: "deleteGroup",
    method: "DELETE",
    path: "/api/v2/groups/{group}",
    tags: ["Enterprise"],
    summary: "Delete a group",
    auth: "required",
    permissions: [read, { permission: "group:delete", refusal: 404 }],
    success: { status: 200, body: envelope },
    errors: ["malformed_request", "refused", "managed_by_provider"],
    audit: { resource: "group", action: "delete" },
  }),
  changeGroupMembers: endpoint({
    id: "changeGroupMembers",
    method: "POST",
    path: "/api/v2/groups/{group}/members/bulk",
    tags: ["Groups"],
    summary: "Change many members of a group",
    description: "Up to 10,000 changes in one transaction, with a result for each.",
    auth: "required",
    permissions: [read, update],
    body: bulkGroupMembersRequest,
    bodyLimitBytes: memberChangesLimitBytes,
    success: { status: 200, body: bulkResult },
    errors: ["malformed_request", "forbidden", "managed_by_provider"],
    audit: writes,
  }),
} as const;
