import { object } from "../schema.ts";
import { flag, hidden, nanoseconds, word, wordLists, wordMap, words } from "./deployment-kinds.ts";

/** A provider of external authentication. */
export const externalAuthProvider = object(
  {
    api_base_url: word,
    app_install_url: word,
    app_installations_url: word,
    auth_url: word,
    client_id: word,
    code_challenge_methods_supported: words,
    device_code_url: word,
    device_flow: flag,
    display_icon: word,
    display_name: word,
    id: word,
    mcp_tool_allow_regex: word,
    mcp_tool_deny_regex: word,
    mcp_url: word,
    no_refresh: flag,
    regex: word,
    revoke_url: word,
    scopes: words,
    token_url: word,
    type: word,
    validate_url: word,
  },
  { description: "A provider of external authentication." },
);

const githubConfig = object(
  {
    allow_everyone: flag,
    allow_signups: flag,
    allowed_orgs: words,
    allowed_teams: words,
    client_id: word,
    client_secret: hidden,
    default_provider_enable: flag,
    device_flow: flag,
    enterprise_base_url: word,
  },
  { description: "Sign-in with GitHub." },
);

/** OAuth2 sign-in. */
export const oauth2Config = object(
  {
    github: githubConfig,
  },
  { description: "OAuth2 sign-in." },
);

/** Sign-in with OpenID Connect. */
export const oidcConfig = object(
  {
    allow_signups: flag,
    auth_url_params: wordMap,
    client_cert_file: word,
    client_id: word,
    client_key_file: word,
    client_secret: hidden,
    email_domain: words,
    email_field: word,
    group_allow_list: words,
    group_auto_create: flag,
    group_mapping: wordMap,
    group_regex_filter: word,
    groups_field: word,
    icon_url: word,
    ignore_email_verified: flag,
    ignore_user_info: flag,
    issuer_url: word,
    name_field: word,
    organization_assign_default: flag,
    organization_field: word,
    organization_mapping: wordLists,
    redirect_url: word,
    scopes: words,
    sign_in_text: word,
    signups_disabled_text: word,
    skip_issuer_checks: flag,
    source_user_info_from_access_token: flag,
    user_role_field: word,
    user_role_mapping: wordLists,
    user_roles_default: words,
    username_field: word,
  },
  { description: "Sign-in with OpenID Connect." },
);

/** Lifetimes of sessions and tokens. */
export const sessionLifetimeConfig = object(
  {
    default_duration: nanoseconds,
    default_token_lifetime: nanoseconds,
    disable_expiry_refresh: flag,
    max_admin_token_lifetime: nanoseconds,
    max_token_lifetime: nanoseconds,
    refresh_default_duration: nanoseconds,
  },
  { description: "Lifetimes of sessions and tokens." },
);

/** Cookies. */
export const httpCookieConfig = object(
  {
    host_prefix: flag,
    same_site: word,
    secure_auth_cookie: flag,
  },
  { description: "Cookies." },
);
