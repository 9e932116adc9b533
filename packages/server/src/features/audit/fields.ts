/** How a field of an audited object appears in the diff (spec deployment §8.6). */
export type FieldRule = "track" | "secret";

/**
 * Which fields of which resource type a diff shows; fields that are not listed are ignored.
 * `secret` shows only that the field changed.
 */
export const auditFields: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  user: {
    id: "track",
    email: "track",
    username: "track",
    status: "track",
    rbac_roles: "track",
    login_type: "track",
    deleted: "track",
    quiet_hours_schedule: "track",
    name: "track",
    one_time_passcode_expires_at: "track",
    is_system: "track",
    is_service_account: "track",
    chat_spend_limit_micros: "track",
    hashed_password: "secret",
  },
  api_key: {
    user_id: "track",
    last_used: "track",
    expires_at: "track",
    created_at: "track",
    token_name: "track",
    scopes: "track",
    allow_list: "track",
    lifetime_seconds: "track",
    hashed_secret: "secret",
  },
  convert_login: { user_id: "track", from_login_type: "track", to_login_type: "track" },
  git_ssh_key: { user_id: "track", public_key: "track", private_key: "secret" },
  group: {
    id: "track",
    name: "track",
    display_name: "track",
    avatar_url: "track",
    quota_allowance: "track",
    source: "track",
    members: "track",
  },
  organization: {
    name: "track",
    description: "track",
    is_default: "track",
    display_name: "track",
    icon: "track",
    deleted: "track",
    shareable_workspace_owners: "track",
    updated_at: "track",
  },
  organization_member: {
    username: "track",
    user_id: "track",
    roles: "track",
    created_at: "track",
    updated_at: "track",
  },
  custom_role: {
    name: "track",
    display_name: "track",
    site_permissions: "track",
    org_permissions: "track",
    user_permissions: "track",
    member_permissions: "track",
  },
  health_settings: { dismissed_healthchecks: "track" },
  ai_model_price: {
    input_price: "track",
    output_price: "track",
    cache_read_price: "track",
    cache_write_price: "track",
    effective_from: "track",
  },
  ai_seat: {
    user_id: "track",
    first_used_at: "track",
    last_event_type: "track",
    last_event_description: "track",
  },
  group_ai_budget: { spend_limit: "track" },
  user_ai_budget_override: { spend_limit: "track", group_name: "track", group_id: "track" },
  appearance: { application_name: "track", logo_url: "track", announcement_banners: "track" },
};
