import { endpoint } from "../endpoint.ts";
import { list } from "../schema.ts";
import {
  authorizationRequest,
  authorizationResponse,
  explainRequest,
  explainResponse,
  userPermissions,
} from "../schemas/authcheck.ts";
import { memberChangesLimitBytes } from "../schemas/group.ts";
import { preview, previewRequest } from "../schemas/preview.ts";
import { assignableRole } from "../schemas/role.ts";

const readUser = { permission: "user:read", refusal: 404 } as const;
const readAudit = { permission: "audit_log:read", refusal: 403 } as const;

/** Questions about permissions (spec authorization §3.10–3.12, §5.9). */
export const authorizationEndpoints = {
  checkAuthorization: endpoint({
    id: "checkAuthorization",
    method: "POST",
    path: "/api/v2/authcheck",
    tags: ["Authorization"],
    summary: "Check what the caller may do",
    description: "Evaluated with the scopes and the allow list of the key that is used.",
    auth: "required",
    permissions: [{ permission: "self", refusal: 401 }],
    body: authorizationRequest,
    success: { status: 200, body: authorizationResponse },
  }),
  explainAuthorization: endpoint({
    id: "explainAuthorization",
    method: "POST",
    path: "/api/v2/authcheck/explain",
    tags: ["Authorization"],
    summary: "Explain what a user may do, and why",
    description:
      "About the caller: with the restrictions of the key that is used. About another user: without a key; needs the permissions below.",
    auth: "required",
    permissions: [{ permission: "self", refusal: 401 }, readUser, readAudit],
    body: explainRequest,
    success: { status: 200, body: explainResponse },
  }),
  previewAuthorization: endpoint({
    id: "previewAuthorization",
    method: "POST",
    path: "/api/v2/authcheck/preview",
    tags: ["Authorization"],
    summary: "Preview who gains and who loses what by a change",
    description:
      "Needs what the change itself needs, and is refused as the change itself would be. Nothing is written.",
    auth: "required",
    permissions: [{ permission: "self", refusal: 401 }],
    body: previewRequest,
    bodyLimitBytes: memberChangesLimitBytes,
    success: { status: 200, body: preview },
    errors: [
      "refused",
      "self_refused",
      "role_refused",
      "custom_role_refused",
      "forbidden",
      "role_forbidden",
      "not_found",
      "last_owner",
      "last_organization_admin",
      "managed_by_provider",
    ],
  }),
  getUserPermissions: endpoint({
    id: "getUserPermissions",
    method: "GET",
    path: "/api/v2/users/{user}/permissions",
    tags: ["Authorization"],
    summary: "Get all roles and permissions of a user",
    description: "About another user it needs `audit_log:read` too.",
    auth: "required",
    permissions: [readUser, readAudit],
    success: { status: 200, body: userPermissions },
  }),
  listSiteRoles: endpoint({
    id: "listSiteRoles",
    method: "GET",
    path: "/api/v2/users/roles",
    tags: ["Members"],
    summary: "List the roles of the deployment",
    auth: "required",
    permissions: [{ permission: "assign_role:read", refusal: 403 }],
    success: {
      status: 200,
      body: list(assignableRole, { description: "Built-in roles by name, then custom ones." }),
    },
  }),
} as const;
