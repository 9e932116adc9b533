import type { Action } from "./resources.ts";
import { actionsOf } from "./resources.ts";
import type { Grants, KnownRoleDefinition } from "./roles.ts";
import { allActionsExcept, defineRole, everythingExcept, grant, refuse } from "./roles.ts";

/** Deployment switches that change role contents (spec authorization §1.2). */
export interface RoleSwitches {
  readonly disableOwnerWorkspaceAccess: boolean;
  readonly disableWorkspaceSharing: boolean;
}

/** What owners may do with dormant workspaces: nothing that would run or enter them. */
export const dormantActions: readonly Action[] = [
  "create",
  "read",
  "update",
  "delete",
  "stop",
  "create_agent",
  "delete_agent",
  "update_agent",
];

const crud = ["create", "read", "update", "delete"] as const;
const enterActions = ["ssh", "application_connect"] as const;

function owner(disableWorkspaceAccess: boolean): KnownRoleDefinition {
  return defineRole("owner", "Owner", {
    site: grant({
      ...everythingExcept(["user_secret", "usage_event", "boundary_usage", "ai_seat"]),
      // What follows replaces the entry of everything.
      workspace: disableWorkspaceAccess
        ? allActionsExcept("workspace", enterActions)
        : actionsOf("workspace"),
      workspace_dormant: dormantActions,
      prebuilt_workspace: ["update", "delete"],
    }),
  });
}

function member(disableSharing: boolean): KnownRoleDefinition {
  return defineRole("member", "Member", {
    site: [
      ...grant({ assign_role: ["read"], oauth2_app: ["read"], workspace_proxy: ["read"] }),
      ...(disableSharing ? refuse("workspace", ["share"]) : []),
    ],
    user: grant({
      ...everythingExcept([
        "workspace",
        "workspace_dormant",
        "prebuilt_workspace",
        "organization_member",
        "boundary_usage",
        "chat",
        "ai_seat",
      ]),
      // What follows replaces the entry of everything.
      user: ["read", "read_personal", "update_personal"],
      aibridge_interception: ["create", "update"],
    }),
  });
}

const auditorOrgGrants: Grants = {
  audit_log: ["read"],
  connection_log: ["read"],
  template: ["read", "view_insights"],
  group: ["read"],
  group_member: ["read"],
  organization: ["read"],
  organization_member: ["read"],
};

const auditor = defineRole("auditor", "Auditor", {
  site: grant({
    ...auditorOrgGrants,
    assign_org_role: ["read"],
    user: ["read"],
    deployment_stats: ["read"],
    deployment_config: ["read"],
    aibridge_interception: ["read"],
  }),
});

const templateAdminGrants: Grants = {
  template: actionsOf("template"),
  file: ["create", "read"],
  workspace: ["read"],
  workspace_dormant: ["read"],
  prebuilt_workspace: ["update", "delete"],
  provisioner_daemon: crud,
  organization: ["read"],
  organization_member: ["read"],
  group: ["read"],
  group_member: ["read"],
};

const templateAdmin = defineRole("template-admin", "Template Admin", {
  site: grant({ ...templateAdminGrants, assign_org_role: ["read"], user: ["read"] }),
});

const userAdminGrants: Grants = {
  assign_org_role: ["assign", "unassign", "read"],
  organization: ["read"],
  organization_member: crud,
  group: crud,
  group_member: ["read"],
  idpsync_settings: ["read", "update"],
};

const userAdmin = defineRole("user-admin", "User Admin", {
  site: grant({
    ...userAdminGrants,
    assign_role: ["assign", "unassign", "read"],
    user: actionsOf("user"),
  }),
});

const organizationAdmin = defineRole("organization-admin", "Organization Admin", {
  // Administrators pick users to add, so they see all of them, but never their personal data.
  site: grant({ user: ["read"] }),
  org: grant({
    ...everythingExcept(["assign_role", "user_secret", "boundary_usage", "ai_seat"]),
    // What follows replaces the entry of everything.
    workspace: allActionsExcept("workspace", enterActions),
    workspace_dormant: dormantActions,
    prebuilt_workspace: ["update", "delete"],
  }),
});

const organizationUserAdmin = defineRole("organization-user-admin", "Organization User Admin", {
  site: grant({ user: ["read"] }),
  org: grant(userAdminGrants),
});

const organizationAuditor = defineRole("organization-auditor", "Organization Auditor", {
  org: grant(auditorOrgGrants),
});

const organizationTemplateAdmin = defineRole(
  "organization-template-admin",
  "Organization Template Admin",
  { org: grant({ ...templateAdminGrants, provisioner_jobs: ["create", "read", "update"] }) },
);

const organizationWorkspaceCreationBan = defineRole(
  "organization-workspace-creation-ban",
  "Organization Workspace Creation Ban",
  { org: refuse("workspace", ["create", "delete", "create_agent", "delete_agent"]) },
);

const agentsAccess = defineRole("agents-access", "Coder Agents User", {
  member: grant({ chat: ["create", "read", "update"] }),
});

/** Names of the built-in site roles, in table order; `member` is implied for every user. */
export const siteRoleNames = [
  "owner",
  "member",
  "auditor",
  "template-admin",
  "user-admin",
] as const;

/** Names of the built-in organization roles that can be assigned, in table order. */
export const orgRoleNames = [
  "organization-admin",
  "organization-auditor",
  "organization-user-admin",
  "organization-template-admin",
  "organization-workspace-creation-ban",
  "agents-access",
] as const;

/** Name of a built-in site role (spec authorization §5.3). */
export type SiteRoleName = (typeof siteRoleNames)[number];

/** Name of a built-in, assignable organization role (spec authorization §5.4). */
export type OrgRoleName = (typeof orgRoleNames)[number];

const owners = { true: owner(true), false: owner(false) };
const members = { true: member(true), false: member(false) };

/**
 * The built-in site role under the given deployment switches, or undefined for any other name.
 * Always returns the same frozen object for the same arguments. Source: spec authorization §5.3.
 */
export function siteRole(name: string, switches: RoleSwitches): KnownRoleDefinition | undefined {
  switch (name) {
    case "owner":
      return owners[`${switches.disableOwnerWorkspaceAccess}`];
    case "member":
      return members[`${switches.disableWorkspaceSharing}`];
    case "auditor":
      return auditor;
    case "template-admin":
      return templateAdmin;
    case "user-admin":
      return userAdmin;
    default:
      return undefined;
  }
}

const orgRoles: ReadonlyMap<string, KnownRoleDefinition> = new Map(
  [
    organizationAdmin,
    organizationAuditor,
    organizationUserAdmin,
    organizationTemplateAdmin,
    organizationWorkspaceCreationBan,
    agentsAccess,
  ].map((role) => [role.name, role]),
);

/**
 * The built-in organization role of that name, or undefined; site roles and the implied roles do
 * not match. Source: spec authorization §5.4.
 */
export function orgRole(name: string): KnownRoleDefinition | undefined {
  return orgRoles.get(name);
}

/** Every built-in role in every variant of its contents, for compiling votes once per process. */
export const builtInRoles: readonly KnownRoleDefinition[] = [
  owners.true,
  owners.false,
  members.true,
  members.false,
  auditor,
  templateAdmin,
  userAdmin,
  ...orgRoles.values(),
];
