import type { AuditEntry } from "./audit-entry.ts";

/** What an entry is about. */
export type AuditType = AuditEntry["resource_type"];

/** What was done. */
export type AuditAction = AuditEntry["action"];

/** What the objects of the log are called within a sentence. */
export const typeNouns: Readonly<Record<AuditType, string>> = {
  organization: "organization",
  template: "template",
  template_version: "template version",
  user: "user",
  workspace: "workspace",
  git_ssh_key: "SSH key",
  api_key: "token",
  group: "group",
  workspace_build: "build of workspace",
  license: "license",
  workspace_proxy: "workspace proxy",
  convert_login: "login type",
  health_settings: "health settings",
  oauth2_provider_app: "OAuth2 app",
  oauth2_provider_app_secret: "OAuth2 app secret",
  custom_role: "role",
  organization_member: "member",
  notifications_settings: "notification settings",
  notification_template: "notification template",
  idp_sync_settings_organization: "organization sync",
  idp_sync_settings_group: "group sync",
  idp_sync_settings_role: "role sync",
  workspace_agent: "workspace agent",
  workspace_app: "workspace app",
  prebuilds_settings: "prebuilds settings",
  task: "task",
  ai_seat: "AI seat",
  chat: "chat",
  user_secret: "user secret",
  group_ai_budget: "AI budget of group",
  user_ai_budget_override: "AI budget of",
  ai_provider: "AI provider",
  ai_provider_key: "AI provider key",
  ai_gateway_key: "AI gateway key",
  ai_model_price: "AI price of",
  provisioner_key: "provisioner key",
  oauth2_provider_app_grant: "OAuth2 grant",
  scim_connection: "SCIM connection",
  deployment_settings: "deployment settings",
  appearance: "appearance",
};

/** Past tense and infinitive of the actions. */
export const actionVerbs: Readonly<Record<AuditAction, readonly [past: string, base: string]>> = {
  create: ["created", "create"],
  write: ["changed", "change"],
  delete: ["deleted", "delete"],
  start: ["started", "start"],
  stop: ["stopped", "stop"],
  login: ["signed in with", "sign in with"],
  logout: ["signed out of", "sign out of"],
  register: ["registered", "register"],
  request_password_reset: ["asked for a new password of", "ask for a new password of"],
  connect: ["connected to", "connect to"],
  disconnect: ["disconnected from", "disconnect from"],
  open: ["opened", "open"],
  close: ["closed", "close"],
};

/** Actions that are no verb of their own in the search. */
export const actionLabels: Readonly<Record<AuditAction, string>> = {
  create: "Created",
  write: "Changed",
  delete: "Deleted",
  start: "Started",
  stop: "Stopped",
  login: "Signed in",
  logout: "Signed out",
  register: "Registered",
  request_password_reset: "Asked for a new password",
  connect: "Connected",
  disconnect: "Disconnected",
  open: "Opened",
  close: "Closed",
};
