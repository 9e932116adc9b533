import { endpoint, streamed } from "../endpoint.ts";
import { list, object, type Schema, text } from "../schema.ts";
import { exportedEntry, exportedMember, exportedUser } from "../schemas/export.ts";

const query = object(
  {
    format: text({ description: "`csv` (default) or `json`." }),
    q: text({ description: "Search expression, as for the list." }),
  },
  { description: "Form and search." },
);

const csv = text({
  description:
    "A header line and a line for each row; lists are joined with `;`, and cells that a spreadsheet would run begin with an apostrophe.",
});

/** What an export of such rows streams, by media type. */
function table(row: Schema) {
  return {
    "text/csv": csv,
    "application/json": list(row, { description: "All rows, with the columns of the CSV." }),
  };
}

/** Whole lists as files (spec organizations §13.1). */
export const exportEndpoints = {
  exportMembers: endpoint({
    id: "exportMembers",
    method: "GET",
    path: "/api/v2/organizations/{organization}/members/export",
    tags: ["Members"],
    summary: "Export members",
    description: "All members by username, from one moment. Leaves an audit entry.",
    auth: "required",
    permissions: [
      { permission: "organization:read", refusal: 404 },
      { permission: "organization_member:read", refusal: 404 },
    ],
    query,
    success: { status: 200, body: streamed, streams: table(exportedMember) },
    errors: ["invalid_search", "validation_failed", "busy"],
  }),
  exportUsers: endpoint({
    id: "exportUsers",
    method: "GET",
    path: "/api/v2/users/export",
    tags: ["Users"],
    summary: "Export users",
    description:
      "All users whom the caller may read by username, from one moment. Leaves an audit entry.",
    auth: "required",
    permissions: [{ permission: "user:read", refusal: "filtered" }],
    query,
    success: { status: 200, body: streamed, streams: table(exportedUser) },
    errors: ["invalid_search", "validation_failed", "busy"],
  }),
  exportAuditLogs: endpoint({
    id: "exportAuditLogs",
    method: "GET",
    path: "/api/v2/audit/export",
    tags: ["Audit"],
    summary: "Export the audit log",
    description:
      "All entries that the caller may read and the search finds, newest first, from one moment. Leaves an audit entry.",
    auth: "required",
    permissions: [
      { permission: "audit_log:read", refusal: 403 },
      { permission: "audit_log:read", refusal: "filtered" },
    ],
    query,
    success: { status: 200, body: streamed, streams: table(exportedEntry) },
    errors: ["invalid_search", "validation_failed", "busy"],
  }),
} as const;
