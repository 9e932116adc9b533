/** Every action of the permission model, in the order of spec organizations §6.1. */
export const actions = [
  "application_connect",
  "assign",
  "create",
  "create_agent",
  "delete",
  "delete_agent",
  "read",
  "read_personal",
  "share",
  "ssh",
  "start",
  "stop",
  "unassign",
  "update",
  "update_agent",
  "update_personal",
  "use",
  "view_insights",
] as const;

/** What may be done to a resource (spec authorization §5.1). */
export type Action = (typeof actions)[number];

/** Which access lists objects of a type carry. */
export type AclKind = "none" | "group" | "user_and_group";

interface ResourceSpec {
  readonly actions: readonly Action[];
  readonly acl: AclKind;
}

const read = ["read"] as const;
const readUpdate = ["read", "update"] as const;
const cru = ["create", "read", "update"] as const;
const crud = ["create", "read", "update", "delete"] as const;
const workspaceActions = [
  "create",
  "read",
  "update",
  "delete",
  "start",
  "stop",
  "ssh",
  "application_connect",
  "create_agent",
  "delete_agent",
  "update_agent",
  "share",
] as const;

const plain = <const A extends readonly Action[]>(list: A) =>
  ({ actions: list, acl: "none" }) as const;

/**
 * The resource table: 45 types with their actions (157 pairs) and the access lists their objects
 * carry. Source: spec authorization §5.1. Everything else about types and actions is derived.
 */
export const resources = {
  ai_model_price: plain(readUpdate),
  ai_seat: plain(["create", "read"]),
  aibridge_interception: plain(cru),
  api_key: plain(crud),
  assign_org_role: plain(["assign", "unassign", "create", "read", "update", "delete"]),
  assign_role: plain(["assign", "unassign", "read"]),
  audit_log: plain(["create", "read"]),
  boundary_usage: plain(["read", "update", "delete"]),
  chat: plain(crud),
  connection_log: plain(readUpdate),
  crypto_key: plain(crud),
  debug_info: plain(read),
  deployment_config: plain(readUpdate),
  deployment_stats: plain(read),
  file: plain(["create", "read"]),
  group: { actions: crud, acl: "group" },
  group_member: plain(read),
  idpsync_settings: plain(readUpdate),
  inbox_notification: plain(cru),
  license: plain(["create", "read", "delete"]),
  notification_message: plain(crud),
  notification_preference: plain(readUpdate),
  notification_template: plain(readUpdate),
  oauth2_app: plain(crud),
  oauth2_app_code_token: plain(["create", "read", "delete"]),
  oauth2_app_secret: plain(crud),
  organization: plain(crud),
  organization_member: plain(crud),
  prebuilt_workspace: plain(["update", "delete"]),
  provisioner_daemon: plain(crud),
  provisioner_jobs: plain(cru),
  replicas: plain(read),
  system: plain(crud),
  tailnet_coordinator: plain(crud),
  task: { actions: crud, acl: "user_and_group" },
  template: { actions: [...crud, "use", "view_insights"], acl: "user_and_group" },
  usage_event: plain(cru),
  user: plain([...crud, "read_personal", "update_personal"]),
  user_secret: plain(crud),
  webpush_subscription: plain(["create", "read", "delete"]),
  workspace: { actions: workspaceActions, acl: "user_and_group" },
  workspace_agent_devcontainers: plain(["create"]),
  workspace_agent_resource_monitor: plain(cru),
  workspace_dormant: plain(workspaceActions),
  workspace_proxy: plain(crud),
} as const satisfies Record<string, ResourceSpec>;

/** A kind of object that permissions speak about (spec authorization §5.1). */
export type ResourceType = keyof typeof resources;

const table: ReadonlyMap<string, ResourceSpec> = new Map<string, ResourceSpec>(
  Object.entries(resources),
);
const actionNames: ReadonlySet<string> = new Set(actions);

/** All resource types in ascending byte order. */
export const resourceTypes: readonly ResourceType[] = (
  Object.keys(resources) as ResourceType[]
).sort();

/** Whether the text names a resource type; the pseudo type `*` does not count. */
export function isResourceType(name: string): name is ResourceType {
  return table.has(name);
}

/** Whether the text names an action of any type; the wildcard `*` does not count. */
export function isAction(name: string): name is Action {
  return actionNames.has(name);
}

/** The actions of a type in table order; empty for an unknown type. */
export function actionsOf(type: string): readonly Action[] {
  return table.get(type)?.actions ?? [];
}

/** The access lists that objects of a type carry; `none` for an unknown type. */
export function aclKindOf(type: string): AclKind {
  return table.get(type)?.acl ?? "none";
}

/** Whether the action exists for the type: one of the 157 pairs of spec authorization §5.1. */
export function isPair(type: string, action: string): boolean {
  return (actionsOf(type) as readonly string[]).includes(action);
}
