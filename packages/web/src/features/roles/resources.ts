import type { GridRow } from "../../components/permission-grid/grid-model.ts";
import { resourceActions } from "../../generated/catalog.gen.ts";

/** The types that an organization role can speak about, in the order of the editor, with what they are. */
const described: readonly (readonly [group: string, resource: string, meaning: string])[] = [
  ["Work", "template", "Blueprints of workspaces"],
  ["Work", "workspace", "Machines of all members"],
  ["Work", "workspace_dormant", "Machines that nobody has used for long"],
  ["Work", "prebuilt_workspace", "Machines that wait for a member"],
  ["Work", "task", "Tasks of AI agents"],
  ["Work", "chat", "Conversations with AI agents"],
  ["Work", "provisioner_daemon", "Programs that build workspaces"],
  ["Work", "provisioner_jobs", "Builds and their logs"],
  ["People and access", "organization", "The organization and its settings"],
  ["People and access", "organization_member", "Who is in the organization"],
  ["People and access", "group", "Groups of members"],
  ["People and access", "group_member", "Who is in a group"],
  ["People and access", "assign_org_role", "Roles, and who holds them"],
  ["People and access", "idpsync_settings", "What the identity provider decides"],
  ["Records", "audit_log", "Who did what"],
  ["Records", "connection_log", "Who connected to which machine"],
];

/** The rows of the editor, sorted by group. */
export const editableRows: readonly GridRow[] = described.map(([group, resource, meaning]) => ({
  group,
  resource,
  meaning,
  actions: resourceActions[resource] ?? [],
}));

/** Permissions that reach further than their name says. */
const warnings: Readonly<Record<string, string>> = {
  "template:delete": "removes templates for everyone",
  "template:update": "changes what everyone's next build runs",
  "workspace:delete": "removes everyone's machines",
  "workspace:ssh": "opens a shell on everyone's machines",
  "workspace:application_connect": "reaches applications on everyone's machines",
  "workspace:share": "opens everyone's machines to others",
  "organization:update": "changes name, sharing and settings",
  "organization:delete": "removes the organization",
  "organization_member:create": "brings people in",
  "organization_member:delete": "puts members out",
  "assign_org_role:assign": "gives roles to others",
  "assign_org_role:unassign": "takes roles from others",
  "assign_org_role:create": "makes roles",
  "assign_org_role:update": "changes what every holder of a role may do",
  "assign_org_role:delete": "takes roles from all their holders",
  "group:update": "changes who is in which group",
  "group:delete": "removes groups and what is shared with them",
  "idpsync_settings:update": "changes roles and groups by the identity provider's claims",
};

/** What a permission means for others in an organization; undefined for harmless ones. */
export function warningOf(permission: string, organization: string): string | undefined {
  const text = warnings[permission];
  return text === undefined ? undefined : `${text} in ${organization}`;
}
