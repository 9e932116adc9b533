import { describe, expect, it } from "vitest";
import { expected, written } from "../test/role-notation.ts";
import { isReservedRoleName, reservedRoleNames } from "./reserved-names.ts";
import { aclKindOf, actionsOf, isAction, isPair, resourceTypes } from "./resources.ts";
import { compositeScopes, expandScope, isStorableScope, publicScopes } from "./scopes.ts";

const workspace =
  "create read update delete start stop ssh application_connect create_agent delete_agent update_agent share";

/** Type and actions, as spec authorization §5.1 lists them. */
const table: Readonly<Record<string, string>> = {
  ai_model_price: "read update",
  ai_seat: "create read",
  aibridge_interception: "create read update",
  api_key: "create read update delete",
  assign_org_role: "assign unassign create read update delete",
  assign_role: "assign unassign read",
  audit_log: "create read",
  boundary_usage: "read update delete",
  chat: "create read update delete",
  connection_log: "read update",
  crypto_key: "create read update delete",
  debug_info: "read",
  deployment_config: "read update",
  deployment_stats: "read",
  file: "create read",
  group: "create read update delete",
  group_member: "read",
  idpsync_settings: "read update",
  inbox_notification: "create read update",
  license: "create read delete",
  notification_message: "create read update delete",
  notification_preference: "read update",
  notification_template: "read update",
  oauth2_app: "create read update delete",
  oauth2_app_code_token: "create read delete",
  oauth2_app_secret: "create read update delete",
  organization: "create read update delete",
  organization_member: "create read update delete",
  prebuilt_workspace: "update delete",
  provisioner_daemon: "create read update delete",
  provisioner_jobs: "create read update",
  replicas: "read",
  system: "create read update delete",
  tailnet_coordinator: "create read update delete",
  task: "create read update delete",
  template: "create read update delete use view_insights",
  usage_event: "create read update",
  user: "create read update delete read_personal update_personal",
  user_secret: "create read update delete",
  webpush_subscription: "create read delete",
  workspace,
  workspace_agent_devcontainers: "create",
  workspace_agent_resource_monitor: "create read update",
  workspace_dormant: workspace,
  workspace_proxy: "create read update delete",
};

const acls: Readonly<Record<string, string>> = {
  group: "group",
  task: "user_and_group",
  template: "user_and_group",
  workspace: "user_and_group",
};

describe("the resource table is that of spec authorization §5.1", () => {
  it.each(Object.keys(table))("%s", (type) => {
    const actions = (table[type] ?? "").split(" ");

    expect([...actionsOf(type)].sort()).toEqual(actions.sort());
    expect(aclKindOf(type)).toBe(acls[type] ?? "none");
    for (const action of actions) expect(isAction(action) && isPair(type, action)).toBe(true);
  });

  it("has no other types, and unknown ones have no actions and no access lists", () => {
    expect(resourceTypes).toEqual(Object.keys(table));
    expect([actionsOf("nothing"), aclKindOf("nothing")]).toEqual([[], "none"]);
    expect(isAction("*") || isAction("") || isAction("nothing")).toBe(false);
  });
});

/** The public catalog of spec authorization §4.3, with the two of ours. */
const catalog = `ai_model_price:read
api_key:* api_key:create api_key:delete api_key:read api_key:update
coder:all coder:apikeys.manage_self coder:application_connect coder:templates.author coder:templates.build coder:workspaces.access coder:workspaces.create coder:workspaces.delete coder:workspaces.operate
file:* file:create file:read
organization:* organization:delete organization:read organization:update
task:* task:create task:delete task:read task:update
template:* template:create template:delete template:read template:update template:use
user:* user:read user:read_personal user:update_personal
user_secret:* user_secret:create user_secret:delete user_secret:read user_secret:update
workspace:* workspace:application_connect workspace:create workspace:delete workspace:read workspace:ssh workspace:start workspace:stop workspace:update`;

describe("scopes", () => {
  it("the public catalog is that of spec authorization §4.3, in byte order", () => {
    expect(publicScopes).toEqual(catalog.split(/\s+/).sort());
  });

  it.each([
    ["coder:all", "*: *"],
    ["coder:application_connect", "workspace: application_connect"],
    [
      "coder:workspaces.create",
      "template: R use\nworkspace: C R U start stop\norganization_member: R",
    ],
    ["coder:workspaces.operate", "template: R\nworkspace: R U start stop\norganization_member: R"],
    ["coder:workspaces.delete", "template: R use\nworkspace: R D\norganization_member: R"],
    [
      "coder:workspaces.access",
      "template: R\nworkspace: R ssh application_connect\norganization_member: R",
    ],
    ["coder:templates.build", "template: R\nfile: C R\nprovisioner_jobs: R"],
    ["coder:templates.author", "template: R C U D view_insights\nfile: C R"],
    ["coder:apikeys.manage_self", "api_key: R C U D"],
    ["no_user_data", "everything user"],
    ["workspace:*", "workspace: *"],
    ["workspace:ssh", "workspace: ssh"],
  ])("%s expands to exactly its permissions (spec authorization §4.2)", (name, permissions) => {
    expect(written(expandScope(name) ?? [])).toEqual(expected(permissions));
  });

  it("all composite scopes are among those", () => {
    expect(Object.keys(compositeScopes)).toHaveLength(7);
  });

  it.each(["workspace", "workspace:", "workspacex", ":workspace", ":*", "*", "nothing:read"])(
    "%j is not storable",
    (name) => {
      expect(isStorableScope(name)).toBe(false);
      expect(expandScope(name)).toBeNull();
    },
  );
});

it("the reserved role names are those of spec organizations §6.2, in any spelling", () => {
  const names = `owner member auditor template-admin user-admin
    organization-admin organization-auditor organization-user-admin organization-template-admin
    organization-workspace-creation-ban agents-access
    organization-member organization-service-account system prebuilds-orchestrator
    custom-site-role custom-organization-role organization-workspace-access`;

  expect([...reservedRoleNames].sort()).toEqual(names.split(/\s+/).sort());
  expect(isReservedRoleName("OWNER") && isReservedRoleName("System")).toBe(true);
  expect(isReservedRoleName("builder")).toBe(false);
});
