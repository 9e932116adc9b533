import { describe, expect, it } from "vitest";
import { allTypes, expected, written } from "../test/role-notation.ts";
import { builtInRoles, orgRole, siteRole } from "./builtin-roles.ts";
import { resourceTypes } from "./resources.ts";
import type { KnownRoleDefinition } from "./roles.ts";
import { levels } from "./roles.ts";
import { systemRole } from "./system-roles.ts";

const configured = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false };
const dormant = "C R U D stop create_agent delete_agent update_agent";
const allButEntering = "C R U D start stop create_agent delete_agent update_agent share";

/** Tables per level; an absent level is empty. */
type Tables = Partial<Record<(typeof levels)[number], string>>;

function holds(role: KnownRoleDefinition | undefined, displayName: string, tables: Tables): void {
  expect(role?.displayName).toBe(displayName);
  for (const level of levels) {
    expect([level, ...written(role?.[level] ?? [])]).toEqual([
      level,
      ...expected(tables[level] ?? ""),
    ]);
  }
}

const ownerTable = (workspace: string) => `
  everything workspace workspace_dormant prebuilt_workspace user_secret usage_event boundary_usage ai_seat
  workspace: ${workspace}
  workspace_dormant: ${dormant}
  prebuilt_workspace: U D`;

const memberUser = `
  everything workspace workspace_dormant prebuilt_workspace user organization_member boundary_usage aibridge_interception chat ai_seat
  user: R read_personal update_personal
  aibridge_interception: C U`;

const memberSite = `
  assign_role: R
  oauth2_app: R
  workspace_proxy: R`;

const auditorOrg = `
  audit_log: R
  connection_log: R
  template: R view_insights
  group: R
  group_member: R
  organization: R
  organization_member: R`;

const templateAdminOrg = `
  template: C R U D use view_insights
  file: C R
  workspace: R
  workspace_dormant: R
  prebuilt_workspace: U D
  provisioner_daemon: C R U D
  group: R
  group_member: R
  organization: R
  organization_member: R`;

const userAdminOrg = `
  assign_org_role: assign unassign R
  organization: R
  organization_member: C R U D
  group: C R U D
  group_member: R
  idpsync_settings: R U`;

describe("site roles hold exactly what spec authorization §5.3 lists", () => {
  it("owner", () => {
    const site = ownerTable(`${allButEntering} ssh application_connect`);

    holds(siteRole("owner", configured), "Owner", { site });
  });

  it("owner without access to workspaces of others", () => {
    const switches = { ...configured, disableOwnerWorkspaceAccess: true };

    holds(siteRole("owner", switches), "Owner", { site: ownerTable(allButEntering) });
  });

  it("member", () => {
    holds(siteRole("member", configured), "Member", { site: memberSite, user: memberUser });
  });

  it("member without sharing in the deployment", () => {
    const switches = { ...configured, disableWorkspaceSharing: true };
    const site = `${memberSite}\n¬workspace: share`;

    holds(siteRole("member", switches), "Member", { site, user: memberUser });
  });

  it("auditor", () => {
    const site = `${auditorOrg}
      assign_org_role: R
      user: R
      deployment_stats: R
      deployment_config: R
      aibridge_interception: R`;

    holds(siteRole("auditor", configured), "Auditor", { site });
  });

  it("template-admin", () => {
    const site = `${templateAdminOrg}\nassign_org_role: R\nuser: R`;

    holds(siteRole("template-admin", configured), "Template Admin", { site });
  });

  it("user-admin", () => {
    const site = `${userAdminOrg}
      assign_role: assign unassign R
      user: C R U D read_personal update_personal`;

    holds(siteRole("user-admin", configured), "User Admin", { site });
  });
});

describe("organization roles hold exactly what spec authorization §5.4 lists", () => {
  const tables: Readonly<Record<string, readonly [string, Tables]>> = {
    "organization-admin": [
      "Organization Admin",
      {
        site: "user: R",
        org: `
          everything workspace workspace_dormant prebuilt_workspace assign_role user_secret boundary_usage ai_seat
          workspace: ${allButEntering}
          workspace_dormant: ${dormant}
          prebuilt_workspace: U D`,
      },
    ],
    "organization-auditor": ["Organization Auditor", { org: auditorOrg }],
    "organization-user-admin": ["Organization User Admin", { site: "user: R", org: userAdminOrg }],
    "organization-template-admin": [
      "Organization Template Admin",
      { org: `${templateAdminOrg}\nprovisioner_jobs: C R U` },
    ],
    "organization-workspace-creation-ban": [
      "Organization Workspace Creation Ban",
      { org: "¬workspace: C D create_agent delete_agent" },
    ],
    "agents-access": ["Coder Agents User", { member: "chat: C R U" }],
  };

  it.each(Object.keys(tables))("%s", (name) => {
    const [displayName, levelTables] = tables[name] ?? ["", {}];

    holds(orgRole(name), displayName, levelTables);
  });
});

describe("implied roles hold exactly what spec authorization §5.5 lists", () => {
  const org = "provisioner_daemon: R\norganization: R\nassign_org_role: R";
  const member = `
    everything workspace_dormant prebuilt_workspace user organization_member aibridge_interception chat
    workspace_dormant: ${dormant}
    organization_member: R
    aibridge_interception: C U`;
  const members = "organization_member: R";
  const groups = "group: R";
  const noShare = "¬workspace: share";

  it.each([
    ["organization-member", "everyone", [members, groups], []],
    ["organization-member", "service_accounts", [members], [noShare]],
    ["organization-member", "none", [noShare], [noShare]],
    ["organization-service-account", "everyone", [members, groups], []],
    ["organization-service-account", "service_accounts", [members, groups], []],
    ["organization-service-account", "none", [noShare], []],
  ] as const)("%s in mode %s", (name, mode, more, moreOwn) => {
    holds(systemRole(name, mode), "", {
      org: [org, ...more].join("\n"),
      member: [member, ...moreOwn].join("\n"),
    });
  });
});

it("there are 45 resource types and 13 variants of built-in roles", () => {
  expect([...resourceTypes].sort()).toEqual(allTypes);
  expect(allTypes).toHaveLength(45);
  expect(builtInRoles).toHaveLength(13);
  expect(new Set(builtInRoles).size).toBe(13);
});
