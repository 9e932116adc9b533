import {
  anyJson,
  bool,
  int,
  list,
  map,
  nullable,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "../schema.ts";
import { user } from "./user.ts";

/** What an audit entry records; the last four are only found in old rows (spec deployment §8.3). */
export const auditActions = [
  "create",
  "write",
  "delete",
  "start",
  "stop",
  "login",
  "logout",
  "register",
  "request_password_reset",
  "connect",
  "disconnect",
  "open",
  "close",
] as const;

/** What an audit entry is about (spec deployment §8.3). The set only grows. */
export const auditResourceTypes = [
  "organization",
  "template",
  "template_version",
  "user",
  "workspace",
  "git_ssh_key",
  "api_key",
  "group",
  "workspace_build",
  "license",
  "workspace_proxy",
  "convert_login",
  "health_settings",
  "oauth2_provider_app",
  "oauth2_provider_app_secret",
  "custom_role",
  "organization_member",
  "notifications_settings",
  "notification_template",
  "idp_sync_settings_organization",
  "idp_sync_settings_group",
  "idp_sync_settings_role",
  "workspace_agent",
  "workspace_app",
  "prebuilds_settings",
  "task",
  "ai_seat",
  "chat",
  "user_secret",
  "group_ai_budget",
  "user_ai_budget_override",
  "ai_provider",
  "ai_provider_key",
  "ai_gateway_key",
  "ai_model_price",
  "provisioner_key",
  "oauth2_provider_app_grant",
  "scim_connection",
  "deployment_settings",
  "appearance",
] as const;

/** Why a workspace was built, as entries of builds tell it; the last two are only found in old rows. */
export const buildReasons = [
  "initiator",
  "autostart",
  "autostop",
  "dormancy",
  "dashboard",
  "cli",
  "ssh_connection",
  "vscode_connection",
  "jetbrains_connection",
  "task_auto_pause",
  "task_manual_pause",
  "task_resume",
  "failedstop",
  "autodelete",
] as const;

const fieldDiff = object(
  {
    old: optional(anyJson({ description: "Value before; omitted when unknown." })),
    new: optional(anyJson({ description: "Value after; omitted when unknown." })),
    secret: bool({ description: "Whether only the fact of the change is told." }),
  },
  { name: "AuditDiffField", description: "One changed field." },
);

const minimalOrganization = object(
  {
    id: uuid({ description: "Id of the organization." }),
    name: text({ description: "Unique name." }),
    display_name: text({ description: "Name for people." }),
    icon: text({ description: "Path or URL of its icon." }),
  },
  { name: "MinimalOrganization", description: "An organization in few words." },
);

/** One entry of the audit log (spec deployment §8.2). */
export const auditEntry = object(
  {
    id: uuid({ description: "Id of the entry." }),
    request_id: uuid({ description: "The request or job that caused it." }),
    time: time({ description: "When it happened." }),
    ip: text({ description: "Address of the client; empty when unknown." }),
    user_agent: text({ description: "At most 256 code points; empty when unknown." }),
    resource_type: oneOf(auditResourceTypes, {
      required: true,
      name: "ResourceType",
      description: "What it is about.",
    }),
    resource_id: uuid({ description: "Id of the object." }),
    resource_target: text({ description: "Name of the object." }),
    resource_icon: text({ description: "Icon of the object; may be empty." }),
    action: oneOf(auditActions, {
      required: true,
      name: "AuditAction",
      description: "What was done.",
    }),
    diff: map(fieldDiff, { description: "Changed fields by name." }),
    status_code: int({ description: "Status of the answer." }),
    additional_fields: map(anyJson({ description: "Anything." }), {
      description: "What else belongs to the entry.",
    }),
    description: text({ description: "A sentence with the tokens `{user}` and `{target}`." }),
    resource_link: text({ description: "Path of the object in the console; may be empty." }),
    is_deleted: bool({ description: "Whether the object is gone." }),
    organization_id: uuid({ description: "Deprecated; the nil UUID means none." }),
    organization: optional(minimalOrganization),
    user: nullable(user),
  },
  { name: "AuditLog", description: "One recorded action." },
);

/** The answer of `GET /audit`. */
export const auditPage = object(
  {
    audit_logs: list(auditEntry, { description: "The page, newest first." }),
    count: int({ description: "Matching entries; 2001 means more than 2000." }),
    count_cap: int({ description: "Where counting stops." }),
  },
  { name: "AuditLogResponse", description: "A page of the audit log." },
);
