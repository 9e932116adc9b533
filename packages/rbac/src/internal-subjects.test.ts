import { describe, expect, it } from "vitest";
import { expected, written } from "../test/role-notation.ts";
import { membership, orgId, strangerId, subjectInput, userId } from "../test/subjects.ts";
import { decide } from "./decide.ts";
import type { InternalSubjectName } from "./internal-subjects.ts";
import {
  agentSubject,
  fileReaderId,
  internalSubject,
  internalSubjectNames,
  prebuildsUserId,
  subAgentSubject,
} from "./internal-subjects.ts";
import { nilUuid } from "./uuid.ts";

/** Role name and site permissions, as spec authorization §5.7 lists them. */
const tables: Readonly<Record<InternalSubjectName, readonly [string, string]>> = {
  provisionerDaemon: [
    "provisioner-daemon",
    `provisioner_jobs: C R U
    file: C R
    system: *
    ai_seat: C
    template: R U
    user: R read_personal update_personal
    workspace: R U D start stop create_agent
    workspace_dormant: R U D stop create_agent
    task: R U D
    api_key: *
    organization: R
    group: R
    notification_message: C R
    workspace_agent_resource_monitor: C
    workspace_agent_devcontainers: C
    usage_event: C
    user_secret: R`,
  ],
  autostart: [
    "autostart",
    `organization_member: R
    file: R
    notification_message: C R
    system: *
    task: R U
    template: R U
    user: R
    user_secret: R
    workspace: R U D start stop
    workspace_dormant: R U D stop`,
  ],
  jobReaper: [
    "job-reaper",
    `system: *
    template: R U
    workspace: R U
    workspace_dormant: R U
    provisioner_jobs: R U`,
  ],
  keyRotator: ["key-rotator", "crypto_key: *"],
  keyReader: ["key-reader", "crypto_key: *"],
  connectionLogger: ["connection-logger", "connection_log: R U"],
  notifier: [
    "notifier",
    `notification_message: C R U D
    inbox_notification: C
    webpush_subscription: C R D
    deployment_config: R U`,
  ],
  resourceMonitor: ["resource-monitor", "workspace_agent_resource_monitor: U"],
  system: [
    "system",
    `*: R
    api_key: C R U D
    group: C U
    assign_role: *
    assign_org_role: *
    system: *
    organization: C R
    organization_member: C R D
    provisioner_daemon: C R U
    user: C R U D read_personal update_personal
    workspace: U D start stop ssh create_agent delete_agent update_agent
    workspace_dormant: U D stop
    workspace_proxy: C U D
    deployment_config: U
    notification_message: C U D
    notification_preference: U
    notification_template: U
    crypto_key: C U D
    file: C R
    provisioner_jobs: C R U
    oauth2_app: C R U D
    oauth2_app_secret: C R U D
    chat: C R U D`,
  ],
  systemOAuth2: [
    "system-oauth2",
    `oauth2_app: *
    oauth2_app_secret: *
    oauth2_app_code_token: *
    api_key: R D
    user: R
    organization: R`,
  ],
  prebuildsOrchestrator: [
    "prebuilds-orchestrator",
    `template: R U use view_insights
    workspace: C R U D start stop
    prebuilt_workspace: U D
    organization_member: R C
    assign_org_role: assign
    user: R
    organization: R
    file: R
    group: R C U
    group_member: R`,
  ],
  fileReader: ["file-reader", "file: R"],
  dbPurge: [
    "db-purge",
    `system: D
    notification_message: D
    api_key: D
    aibridge_interception: D
    chat: R U`,
  ],
  usagePublisher: ["usage-publisher", "license: R\nai_seat: R\nusage_event: R U"],
  // The price's read comes with the later edition (spec ai-prices §10).
  aiBridge: [
    "ai-bridge",
    `user: R read_personal
    api_key: R
    aibridge_interception: *
    ai_model_price: R U
    ai_seat: C`,
  ],
  boundaryTracker: ["boundary-tracker", "boundary_usage: *"],
  workspaceBuilder: [
    "workspace-builder",
    "provisioner_daemon: R\nprovisioner_jobs: U\ntemplate: U",
  ],
  chatDaemon: [
    "chat-daemon",
    "chat: C R U D\nworkspace: R U\ndeployment_config: R\nuser: read_personal",
  ],
  provisionerDaemonReader: ["provisioner-daemon-reader", "provisioner_daemon: R"],
};

const ids: Partial<Record<InternalSubjectName, string>> = {
  prebuildsOrchestrator: prebuildsUserId,
  fileReader: fileReaderId,
};

describe("internal subjects hold exactly what spec authorization §5.7 lists", () => {
  it.each(internalSubjectNames)("%s", (name) => {
    const [roleName, table] = tables[name];
    const { id, roles, scope, memberships } = internalSubject(name);
    const [role] = roles;

    expect([id, roles.length, role?.name, scope, memberships]).toEqual([
      ids[name] ?? nilUuid,
      1,
      roleName,
      null,
      [],
    ]);
    expect(written(role?.definition.site ?? [])).toEqual(expected(table));
    expect(role?.definition).toMatchObject({ displayName: "", user: [], org: [], member: [] });
  });

  it("the prebuilds user and the file reader have fixed ids", () => {
    expect(prebuildsUserId).toBe("c42fdf75-3097-471c-8c33-fb52454d81c0");
    expect(fileReaderId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(internalSubjectNames).toHaveLength(Object.keys(tables).length);
  });

  it("a name that is none is refused", () => {
    expect(() => internalSubject("nobody" as InternalSubjectName)).toThrow("nobody");
  });
});

const task = "0e000000-0000-4000-8000-000000000001";
const version = "0e000000-0000-4000-8000-000000000002";
const template = "0e000000-0000-4000-8000-000000000003";
const workspace = "0e000000-0000-4000-8000-000000000004";

function agent(taskId: string | null, noUserData: boolean) {
  const {
    scopes: _scopes,
    allowList: _list,
    ...owner
  } = subjectInput({
    organizations: [membership()],
  });
  return agentSubject(owner, {
    workspaceId: workspace,
    templateId: template,
    templateVersionId: version,
    taskId,
    noUserData,
  });
}

describe("the subject of a workspace agent", () => {
  it("is limited to its workspace, the template and version, its owner, and its task", () => {
    const own = [`template:${version}`, `template:${template}`, `user:${userId}`];
    const limits = [null, task].map((taskId) => {
      const result = agent(taskId, false);
      return result.ok ? result.subject.scope?.allowList : result.error;
    });

    expect(limits).toEqual([
      [...own, `workspace:${workspace}`],
      [`task:${task}`, ...own, `workspace:${workspace}`],
    ]);
  });

  it("reads its owner unless it may have no user data", () => {
    const reads = [false, true].map((noUserData) => {
      const result = agent(null, noUserData);
      return (
        result.ok && decide(result.subject, "read", { type: "user", id: userId, owner: userId })
      );
    });
    const scopes = [false, true].map((noUserData) => {
      const result = agent(null, noUserData);
      return result.ok ? result.subject.scope?.scopes : result.error;
    });

    expect(reads).toEqual([true, false]);
    expect(scopes).toEqual([["coder:all"], ["no_user_data"]]);
  });
});

it("the sub-agent subject does to workspaces of its owner exactly what agents need", () => {
  const [role] = subAgentSubject(userId, orgId).roles;

  expect(role?.name).toBe("sub-agent-api");
  expect(written(role?.definition.member ?? [])).toEqual(
    expected("workspace: R U create_agent delete_agent update_agent"),
  );
  expect(role?.definition).toMatchObject({ displayName: "", site: [], user: [], org: [] });
  expect(subAgentSubject(strangerId, orgId).id).toBe(strangerId);
});
