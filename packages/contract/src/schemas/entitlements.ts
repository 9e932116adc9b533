import { bool, int, list, object, oneOf, optional, text, time } from "../schema.ts";

/** What a licence may say about a feature (spec licensing §4.0). */
export const entitlementStates = ["entitled", "grace_period", "not_entitled"] as const;

/** Every feature that entitlements list, in the order of spec licensing §4.1. */
export const featureNames = [
  "user_limit",
  "audit_log",
  "connection_log",
  "browser_only",
  "scim",
  "template_rbac",
  "high_availability",
  "multiple_external_auth",
  "external_provisioner_daemons",
  "appearance",
  "advanced_template_scheduling",
  "workspace_proxy",
  "user_role_management",
  "external_token_encryption",
  "workspace_batch_actions",
  "task_batch_actions",
  "access_control",
  "control_shared_ports",
  "custom_roles",
  "multiple_organizations",
  "workspace_prebuilds",
  "managed_agent_limit",
  "workspace_external_agent",
  "aibridge",
  "boundary",
  "service_accounts",
  "ai_governance_user_limit",
] as const;

/** The name of a feature. */
export type FeatureName = (typeof featureNames)[number];

const usagePeriod = object(
  {
    issued_at: time({ description: "When the licence was issued." }),
    start: time({ description: "Start of the period." }),
    end: time({ description: "End of the period." }),
  },
  { name: "UsagePeriod", description: "The period that usage is counted in." },
);

const feature = object(
  {
    entitlement: oneOf(entitlementStates, { required: true, description: "What is granted." }),
    enabled: bool({ description: "Whether the feature is in use." }),
    limit: optional(int({ description: "The most that is granted; omitted without a limit." })),
    actual: optional(int({ description: "What is in use; omitted for anonymous callers." })),
    usage_period: optional(usagePeriod),
  },
  { name: "Feature", description: "What the deployment may do with one feature." },
);

/** One field per feature: the table names them, the compiler checks that none is missing. */
const features = object(
  {
    user_limit: feature,
    audit_log: feature,
    connection_log: feature,
    browser_only: feature,
    scim: feature,
    template_rbac: feature,
    high_availability: feature,
    multiple_external_auth: feature,
    external_provisioner_daemons: feature,
    appearance: feature,
    advanced_template_scheduling: feature,
    workspace_proxy: feature,
    user_role_management: feature,
    external_token_encryption: feature,
    workspace_batch_actions: feature,
    task_batch_actions: feature,
    access_control: feature,
    control_shared_ports: feature,
    custom_roles: feature,
    multiple_organizations: feature,
    workspace_prebuilds: feature,
    managed_agent_limit: feature,
    workspace_external_agent: feature,
    aibridge: feature,
    boundary: feature,
    service_accounts: feature,
    ai_governance_user_limit: feature,
  } satisfies Record<FeatureName, typeof feature>,
  { description: "Every feature by its name." },
);

/** The answer of `GET /entitlements` (spec licensing §4.0). */
export const entitlements = object(
  {
    features,
    warnings: list(text({ description: "A warning." }), {
      description: "Warnings for administrators; empty for anonymous callers.",
    }),
    errors: list(text({ description: "A problem." }), {
      description: "Problems with licences; empty for anonymous callers.",
    }),
    has_license: bool({ description: "Whether a licence is installed." }),
    trial: bool({ description: "Whether the licence is a trial." }),
    require_telemetry: bool({ description: "Whether the licence demands telemetry." }),
    refreshed_at: time({ description: "When this was computed; year 1 before the first time." }),
  },
  { name: "Entitlements", description: "What the deployment may use." },
);
