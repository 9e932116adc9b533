import { endpoint } from "../endpoint.ts";
import { int, object, optional, text, uuid } from "../schema.ts";
import { auditPage } from "../schemas/audit.ts";

/** The audit log (spec deployment §8). */
export const auditEndpoints = {
  listAuditLogs: endpoint({
    id: "listAuditLogs",
    method: "GET",
    path: "/api/v2/audit",
    tags: ["Audit"],
    summary: "Read the audit log",
    description:
      "Who may read it in some organizations only sees the entries of those. The keys of `q` are `resource_type`, `resource_id`, `resource_target`, `action`, `username`, `email`, `date_from`, `date_to`, `build_reason`, `organization`, `group` (of the acting user), `outcome` (`succeeded`, `refused` or `failed`) and `request_id`; words without a key are a resource type.",
    auth: "required",
    permissions: [
      { permission: "audit_log:read", refusal: 403 },
      { permission: "audit_log:read", refusal: "filtered" },
    ],
    query: object(
      {
        q: text({ description: "Search expression." }),
        limit: int({
          min: 0,
          max: 2147483647,
          description: "Page size: 100 when 0 or absent, 1000 at most.",
        }),
        offset: int({ min: 0, max: 2147483647, description: "Entries to skip." }),
        after: optional(
          uuid({
            description: "Last entry of the previous page; goes on behind it however deep.",
          }),
        ),
        after_id: optional(uuid({ description: "Accepted, without effect." })),
      },
      { description: "Search and page." },
    ),
    success: { status: 200, body: auditPage },
    errors: ["invalid_search", "invalid_query"],
  }),
} as const;
