import { prebuildsSubjectRole, systemSubjectRole } from "./reserved-names.ts";
import { actionsOf } from "./resources.ts";
import type { Grants, Permission } from "./roles.ts";
import { defineRole, grant, instantiate } from "./roles.ts";
import { allScope, noUserDataScope } from "./scopes.ts";
import type { Subject, SubjectInput, SubjectResult } from "./subject.ts";
import { makeSubject, subjectFromRoles } from "./subject.ts";
import { nilUuid } from "./uuid.ts";

/** The system user that owns prebuilt workspaces (spec authorization §5.7). */
export const prebuildsUserId = "c42fdf75-3097-471c-8c33-fb52454d81c0";

/** Fixed id of the subject that reads files for the server itself. */
export const fileReaderId = "ba5eba11-0000-4000-8000-00000000f11e";

const c = ["create"] as const;
const r = ["read"] as const;
const u = ["update"] as const;
const d = ["delete"] as const;
const cr = ["create", "read"] as const;
const ru = ["read", "update"] as const;
const cru = ["create", "read", "update"] as const;
const cud = ["create", "update", "delete"] as const;
const crud = ["create", "read", "update", "delete"] as const;
const rud = ["read", "update", "delete"] as const;
const agentActions = ["create_agent", "delete_agent", "update_agent"] as const;

interface InternalRole {
  readonly id: string;
  readonly role: string;
  readonly grants: Grants;
  readonly readsEverything?: true;
}

const internal = (role: string, grants: Grants): InternalRole => ({ id: nilUuid, role, grants });

/** What the server may do on its own behalf, per task (spec authorization §5.7). Keep it narrow. */
const internalRoles = {
  provisionerDaemon: internal("provisioner-daemon", {
    provisioner_jobs: cru,
    file: cr,
    system: "*",
    ai_seat: c,
    template: ru,
    user: ["read", "read_personal", "update_personal"],
    workspace: [...rud, "start", "stop", "create_agent"],
    workspace_dormant: [...rud, "stop", "create_agent"],
    task: rud,
    api_key: "*",
    organization: r,
    group: r,
    notification_message: cr,
    workspace_agent_resource_monitor: c,
    workspace_agent_devcontainers: c,
    usage_event: c,
    user_secret: r,
  }),
  autostart: internal("autostart", {
    organization_member: r,
    file: r,
    notification_message: cr,
    system: "*",
    task: ru,
    template: ru,
    user: r,
    user_secret: r,
    workspace: [...rud, "start", "stop"],
    workspace_dormant: [...rud, "stop"],
  }),
  jobReaper: internal("job-reaper", {
    system: "*",
    template: ru,
    workspace: ru,
    workspace_dormant: ru,
    provisioner_jobs: ru,
  }),
  keyRotator: internal("key-rotator", { crypto_key: "*" }),
  keyReader: internal("key-reader", { crypto_key: "*" }),
  connectionLogger: internal("connection-logger", { connection_log: ru }),
  notifier: internal("notifier", {
    notification_message: crud,
    inbox_notification: c,
    webpush_subscription: actionsOf("webpush_subscription"),
    deployment_config: ru,
  }),
  resourceMonitor: internal("resource-monitor", { workspace_agent_resource_monitor: u }),
  system: {
    ...internal(systemSubjectRole, {
      api_key: crud,
      group: ["create", "update"],
      assign_role: "*",
      assign_org_role: "*",
      system: "*",
      organization: cr,
      organization_member: ["create", "read", "delete"],
      provisioner_daemon: cru,
      user: actionsOf("user"),
      workspace: ["update", "delete", "start", "stop", "ssh", ...agentActions],
      workspace_dormant: ["update", "delete", "stop"],
      workspace_proxy: cud,
      deployment_config: u,
      notification_message: cud,
      notification_preference: u,
      notification_template: u,
      crypto_key: cud,
      file: cr,
      provisioner_jobs: cru,
      oauth2_app: crud,
      oauth2_app_secret: crud,
      chat: crud,
    }),
    readsEverything: true,
  },
  systemOAuth2: internal("system-oauth2", {
    oauth2_app: "*",
    oauth2_app_secret: "*",
    oauth2_app_code_token: "*",
    api_key: ["read", "delete"],
    user: r,
    organization: r,
  }),
  prebuildsOrchestrator: {
    ...internal(prebuildsSubjectRole, {
      template: ["read", "update", "use", "view_insights"],
      workspace: [...crud, "start", "stop"],
      prebuilt_workspace: ["update", "delete"],
      organization_member: cr,
      assign_org_role: ["assign"],
      user: r,
      organization: r,
      file: r,
      group: cru,
      group_member: r,
    }),
    id: prebuildsUserId,
  },
  fileReader: { ...internal("file-reader", { file: r }), id: fileReaderId },
  dbPurge: internal("db-purge", {
    system: d,
    notification_message: d,
    api_key: d,
    aibridge_interception: d,
    chat: ru,
  }),
  usagePublisher: internal("usage-publisher", { license: r, ai_seat: r, usage_event: ru }),
  aiBridge: internal("ai-bridge", {
    user: ["read", "read_personal"],
    api_key: r,
    aibridge_interception: "*",
    ai_model_price: ru,
    ai_seat: c,
  }),
  boundaryTracker: internal("boundary-tracker", { boundary_usage: "*" }),
  workspaceBuilder: internal("workspace-builder", {
    provisioner_daemon: r,
    provisioner_jobs: u,
    template: u,
  }),
  chatDaemon: internal("chat-daemon", {
    chat: crud,
    workspace: ru,
    deployment_config: r,
    user: ["read_personal"],
  }),
  provisionerDaemonReader: internal("provisioner-daemon-reader", { provisioner_daemon: r }),
} as const satisfies Record<string, InternalRole>;

/** Name of a subject that only the server itself can be. */
export type InternalSubjectName = keyof typeof internalRoles;

/** Names of all internal subjects that need no further facts. */
export const internalSubjectNames = Object.keys(internalRoles) as readonly InternalSubjectName[];

const readEverything: Permission = { negate: false, resourceType: "*", action: "read" };

function subjectOf(result: SubjectResult): Subject {
  // Cannot happen: the scopes and entries used in this file are constants and ids of rows.
  if (!result.ok) throw new Error(`internal subject: ${result.error.code}`);
  return result.subject;
}

function build({ id, role, grants, readsEverything }: InternalRole): Subject {
  const site = [...grant(grants), ...(readsEverything === true ? [readEverything] : [])];
  return subjectOf(subjectFromRoles({ id, roles: [instantiate(defineRole(role, "", { site }))] }));
}

const built: ReadonlyMap<InternalSubjectName, Subject> = new Map(
  internalSubjectNames.map((name) => [name, build(internalRoles[name])]),
);

/**
 * The subject for work that the server does on its own behalf. Security: never derive the name from
 * a request, and hand the subject to one statement, not to a whole request.
 */
export function internalSubject(name: InternalSubjectName): Subject {
  const subject = built.get(name);
  if (subject === undefined) throw new Error(`unknown internal subject ${name}`);
  return subject;
}

/** The subject through which an agent manages its sub-agents, on its owner's workspaces only. */
export function subAgentSubject(ownerId: string, organizationId: string): Subject {
  const member = grant({ workspace: [...ru, ...agentActions] });
  const role = instantiate(defineRole("sub-agent-api", "", { member }), organizationId);
  return subjectOf(subjectFromRoles({ id: ownerId, roles: [role] }));
}

/** What a workspace agent may touch: its own workspace and what belongs to it. */
export interface AgentFacts {
  readonly workspaceId: string;
  readonly templateId: string;
  readonly templateVersionId: string;
  readonly taskId: string | null;
  /** The agent may not read users. */
  readonly noUserData: boolean;
}

/**
 * The subject of a workspace agent: the workspace owner, restricted to the agent's own objects.
 * Fails only for ids that are no UUIDs (spec authorization §5.7).
 */
export function agentSubject(
  owner: Omit<SubjectInput, "scopes" | "allowList">,
  agent: AgentFacts,
): SubjectResult {
  const allowList = [
    `workspace:${agent.workspaceId}`,
    `template:${agent.templateId}`,
    `template:${agent.templateVersionId}`,
    `user:${owner.id}`,
    ...(agent.taskId === null ? [] : [`task:${agent.taskId}`]),
  ];
  return makeSubject({
    ...owner,
    scopes: [agent.noUserData ? noUserDataScope : allScope],
    allowList,
  });
}
