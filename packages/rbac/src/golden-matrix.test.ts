import { describe, expect, it } from "vitest";
import { orgRole, siteRole } from "./builtin-roles.ts";
import { decide } from "./decide.ts";
import type { RbacObject } from "./objects.ts";
import type { Action, ResourceType } from "./resources.ts";
import { actionsOf } from "./resources.ts";
import type { KnownRoleDefinition, Role } from "./roles.ts";
import { instantiate } from "./roles.ts";
import type { Subject } from "./subject.ts";
import { subjectFromRoles } from "./subject.ts";
import { systemRole } from "./system-roles.ts";

const orgId = "0a000000-0000-4000-8000-000000000001";
const otherOrgId = "0a000000-0000-4000-8000-000000000002";
const p = "0b000000-0000-4000-8000-000000000001";
const stranger = "0b000000-0000-4000-8000-000000000002";
const someone = "0b000000-0000-4000-8000-000000000003";
const prebuilds = "c42fdf75-3097-471c-8c33-fb52454d81c0";

const switches = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false };

function known(definition: KnownRoleDefinition | undefined): KnownRoleDefinition {
  if (definition === undefined) throw new Error("no such built-in role");
  return definition;
}

const site = (name: string): Role => instantiate(known(siteRole(name, switches)));
const org = (name: string, id: string = orgId): Role => instantiate(known(orgRole(name)), id);

function subject(id: string, ...roles: readonly Role[]): Subject {
  const built = subjectFromRoles({ id, roles: [site("member"), ...roles] });
  if (!built.ok) throw new Error(built.error.code);
  return built.subject;
}

const subjects = {
  owner: subject(someone, site("owner")),
  member: subject(p),
  agents: subject(p, org("agents-access")),
  "template-admin": subject(someone, site("template-admin")),
  "user-admin": subject(someone, site("user-admin")),
  "org-admin": subject(someone, org("organization-admin")),
  "org-auditor": subject(someone, org("organization-auditor")),
  "org-user-admin": subject(someone, org("organization-user-admin")),
  "org-template-admin": subject(someone, org("organization-template-admin")),
  "x-org-admin": subject(someone, org("organization-admin", otherOrgId)),
  "x-org-auditor": subject(someone, org("organization-auditor", otherOrgId)),
  "x-org-user-admin": subject(someone, org("organization-user-admin", otherOrgId)),
  "x-org-template-admin": subject(someone, org("organization-template-admin", otherOrgId)),
};
type Name = keyof typeof subjects;

const named = {
  auditor: subject(someone, site("auditor")),
  "org-admin+ban": subject(
    someone,
    org("organization-admin"),
    org("organization-workspace-creation-ban"),
  ),
  "org-member": subject(p, instantiate(systemRole("organization-member", "everyone"), orgId)),
};

const everyone = Object.keys(subjects) as readonly Name[];
const orgRoles: readonly Name[] = [
  "org-admin",
  "org-auditor",
  "org-user-admin",
  "org-template-admin",
];

const none: Omit<RbacObject, "type"> = {};
const ofP = { owner: p };
const inOrg = { org: orgId };
const inOrgOfP = { org: orgId, owner: p };
const anyOrg = { anyOrg: true };

interface Line {
  readonly type: ResourceType;
  readonly object: Omit<RbacObject, "type">;
  readonly actions: readonly Action[];
  readonly allowed: readonly Name[];
  /** Subjects outside the thirteen that the matrix names in this line. */
  readonly also?: Partial<Record<keyof typeof named, boolean>>;
}

const line = (
  type: ResourceType,
  object: Omit<RbacObject, "type">,
  actionList: string,
  allowed: readonly Name[],
): Line => ({ type, object, actions: actionList.split(" ") as Action[], allowed });

const templateManagers: readonly Name[] = [
  "owner",
  "template-admin",
  "org-admin",
  "org-template-admin",
];
const userManagers: readonly Name[] = ["owner", "user-admin", "org-admin", "org-user-admin"];
const memberReaders: readonly Name[] = ["owner", "template-admin", "user-admin", ...orgRoles];

const matrix: readonly Line[] = [
  line("user", { id: p, owner: p }, "read", [
    ...["member", "agents", "owner", "template-admin", "user-admin"],
    ...["org-admin", "org-user-admin", "x-org-admin", "x-org-user-admin"],
  ] as Name[]),
  line("user", { id: p, owner: p }, "read_personal update_personal", [
    ...(["member", "agents", "owner", "user-admin"] as const),
  ]),
  line("user", none, "create update delete", ["owner", "user-admin"]),
  {
    ...line("workspace", inOrgOfP, "read", templateManagers),
    also: { "org-admin+ban": true },
  },
  {
    ...line("workspace", inOrgOfP, "update update_agent share", ["owner", "org-admin"]),
    also: { "org-admin+ban": true },
  },
  {
    ...line("workspace", inOrgOfP, "create delete create_agent delete_agent", [
      ...(["owner", "org-admin"] as const),
    ]),
    also: { "org-admin+ban": false },
  },
  line("workspace", inOrgOfP, "start stop", ["owner", "org-admin"]),
  line("workspace", inOrgOfP, "ssh application_connect", ["owner"]),
  line("workspace", { org: orgId, owner: "*" }, "create", ["owner", "org-admin"]),
  line("workspace", { ...anyOrg, owner: p }, "create", ["owner", "org-admin", "x-org-admin"]),
  line("workspace_dormant", inOrgOfP, "read", templateManagers),
  line(
    "workspace_dormant",
    inOrgOfP,
    "create update delete stop create_agent delete_agent update_agent",
    ["owner", "org-admin"],
  ),
  line("workspace_dormant", inOrgOfP, "start ssh application_connect share", []),
  line("prebuilt_workspace", { org: orgId, owner: prebuilds }, "update delete", templateManagers),
  line("task", inOrgOfP, "create read update delete", ["owner", "org-admin"]),
  {
    ...line("chat", inOrgOfP, "create read update", ["owner", "org-admin", "agents"]),
    also: { "org-member": false },
  },
  line("chat", inOrgOfP, "delete", ["owner", "org-admin"]),
  line("template", inOrg, "create update delete use", templateManagers),
  line("template", inOrg, "read view_insights", [...templateManagers, "org-auditor"]),
  line("template", { org: orgId, aclGroup: { [orgId]: ["read"] } }, "read", [
    ...(["owner", "template-admin", "agents"] as const),
    ...orgRoles,
  ]),
  line("template", anyOrg, "create", [...templateManagers, "x-org-admin", "x-org-template-admin"]),
  line("file", ofP, "create read", ["owner", "member", "agents", "template-admin"]),
  line("file", none, "create", ["owner", "template-admin"]),
  line("organization", none, "create", ["owner"]),
  line("organization", inOrg, "update delete", ["owner", "org-admin"]),
  { ...line("organization", inOrg, "read", memberReaders), also: { auditor: true } },
  line("organization_member", inOrgOfP, "create update delete", userManagers),
  line("organization_member", inOrgOfP, "read", memberReaders),
  line("organization_member", anyOrg, "create", [
    ...userManagers,
    ...(["x-org-admin", "x-org-user-admin"] as const),
  ]),
  line("group", inOrg, "create update delete", userManagers),
  line("group", inOrg, "read", memberReaders),
  line("group_member", { org: orgId, owner: stranger }, "read", memberReaders),
  line("assign_role", none, "assign unassign", ["owner", "user-admin"]),
  line("assign_role", none, "read", everyone),
  line("assign_org_role", none, "create update delete", ["owner"]),
  line("assign_org_role", inOrg, "assign unassign", userManagers),
  line("assign_org_role", inOrg, "create update", ["owner", "org-admin"]),
  line("assign_org_role", inOrg, "read", [...userManagers, "template-admin"]),
  line("idpsync_settings", inOrg, "read update", userManagers),
  line("idpsync_settings", none, "read update", ["owner", "user-admin"]),
  line("api_key", ofP, "create read update delete", ["owner", "member", "agents"]),
  line("user_secret", ofP, "create read update delete", ["member", "agents"]),
  line("notification_preference", ofP, "read update", ["owner", "member", "agents"]),
  line("notification_preference", { owner: stranger }, "read update", ["owner"]),
  line("webpush_subscription", ofP, "create read delete", ["owner", "member", "agents"]),
  line("inbox_notification", inOrgOfP, "create read update", ["owner", "org-admin"]),
  line("provisioner_daemon", inOrg, "create read update delete", templateManagers),
  line("provisioner_daemon", inOrgOfP, "create update delete", templateManagers),
  line("provisioner_jobs", inOrg, "create read update", [
    ...(["owner", "org-admin", "org-template-admin"] as const),
  ]),
  line("oauth2_app", none, "read", everyone),
  line("oauth2_app", none, "create update delete", ["owner"]),
  line("oauth2_app_secret", none, "create read update delete", ["owner"]),
  line("oauth2_app_code_token", none, "create read delete", ["owner"]),
  line("workspace_proxy", none, "read", everyone),
  line("workspace_proxy", none, "create update delete", ["owner"]),
  line("aibridge_interception", ofP, "create update", ["owner", "member", "agents"]),
  { ...line("aibridge_interception", ofP, "read", ["owner"]), also: { auditor: true } },
];

const ownerOnlyTypes: readonly ResourceType[] = [
  ...(["license", "notification_template", "notification_message", "crypto_key"] as const),
  ...(["system", "tailnet_coordinator", "audit_log", "connection_log"] as const),
  ...(["deployment_config", "deployment_stats", "debug_info", "replicas"] as const),
  ...(["ai_model_price", "workspace_agent_resource_monitor"] as const),
  "workspace_agent_devcontainers",
];
const auditorReads: readonly ResourceType[] = [
  ...(["audit_log", "connection_log", "deployment_config", "deployment_stats"] as const),
];
const nobodyTypes: readonly ResourceType[] = ["usage_event", "boundary_usage", "ai_seat"];

function describeObject({ owner, org: o, anyOrg: any }: Omit<RbacObject, "type">): string {
  return [any && "any org", o && "org", owner && `owner ${owner.slice(-1)}`]
    .filter(Boolean)
    .join(", ");
}

describe("golden matrix of built-in roles in isolation (spec authorization §6.6)", () => {
  for (const { type, object, actions, allowed, also } of matrix) {
    it(`${type} (${describeObject(object)}) ${actions.join(",")} is open to exactly: ${allowed.join(" ")}`, () => {
      for (const action of actions) {
        const open = everyone.filter((name) => decide(subjects[name], action, { type, ...object }));

        expect([action, ...open].sort()).toEqual([action, ...allowed].sort());
        for (const [name, expected] of Object.entries(also ?? {})) {
          const actual = decide(named[name as keyof typeof named], action, { type, ...object });
          expect([name, action, actual]).toEqual([name, action, expected]);
        }
      }
    });
  }

  it.each(ownerOnlyTypes)("%s without organization is open to the owner only", (type) => {
    for (const action of actionsOf(type)) {
      const open = everyone.filter((name) => decide(subjects[name], action, { type }));

      expect([action, ...open]).toEqual([action, "owner"]);
      const audits = auditorReads.includes(type) && action === "read";
      expect(decide(named.auditor, action, { type })).toBe(audits);
    }
  });

  it.each(nobodyTypes)("%s is open to nobody", (type) => {
    for (const action of actionsOf(type)) {
      expect(everyone.filter((name) => decide(subjects[name], action, { type }))).toEqual([]);
    }
  });
});
