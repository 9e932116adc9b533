import { list, map, object, text } from "../schema.ts";
import { count, flag, hidden, names, nanoseconds, words } from "./deployment-fields.ts";

/** Lifetimes of sessions and tokens (spec authorization §1.2). */
export const sessionLifetime = object(
  {
    default_duration: nanoseconds("Lifetime of a browser session."),
    default_token_lifetime: nanoseconds("Lifetime of a token that is made without one."),
    disable_expiry_refresh: flag("Use does not prolong a session."),
    max_admin_token_lifetime: nanoseconds("Longest lifetime of an owner's token."),
    max_token_lifetime: nanoseconds("Longest lifetime of a token."),
    refresh_default_duration: nanoseconds("Lifetime of an OAuth refresh token."),
  },
  { name: "SessionLifetime", description: "Lifetimes of sessions and tokens." },
);

/** Sign-in with GitHub. */
export const oauth2 = object(
  {
    github: object(
      {
        allow_everyone: flag("Every GitHub account may sign in."),
        allow_signups: flag("Unknown accounts get a user."),
        allowed_orgs: names("GitHub organizations whose members may sign in."),
        allowed_teams: names("GitHub teams whose members may sign in, `organization/team`."),
        client_id: words("Client id."),
        client_secret: hidden("Client secret."),
        default_provider_enable: flag("The built-in GitHub application is used."),
        device_flow: flag("Sign-in uses the device flow."),
        enterprise_base_url: words("Address of GitHub Enterprise Server."),
      },
      { name: "OAuth2GithubConfig", description: "Sign-in with GitHub." },
    ),
  },
  { name: "OAuth2Config", description: "Sign-in with OAuth providers." },
);

const nameLists = (description: string) =>
  map(list(text({ description: "One name." }), { description: "Names." }), { description });

/** Sign-in with OpenID Connect. */
export const oidc = object(
  {
    allow_signups: flag("Unknown accounts get a user."),
    auth_url_params: map(text({ description: "Value." }), {
      description: "Parameters that are added to the authorization request.",
    }),
    auto_repair_links: flag("Links of other issuers are forgotten at start."),
    client_cert_file: words("Certificate file for client authentication."),
    client_id: words("Client id."),
    client_key_file: words("Private key file for client authentication."),
    client_secret: hidden("Client secret."),
    email_domain: names("Domains whose addresses may sign in."),
    email_fallback: flag("An address finds its user although another id is stored."),
    email_field: words("Claim with the e-mail address."),
    group_allow_list: names("Groups whose members may sign in."),
    group_auto_create: flag("Unknown groups are created."),
    group_mapping: map(text({ description: "Group here." }), {
      description: "Group here by group of the provider.",
    }),
    group_regex_filter: words("Pattern of the groups that count."),
    groups_field: words("Claim with the groups."),
    icon_url: words("Icon of the sign-in button."),
    ignore_email_verified: flag("Unverified addresses count."),
    ignore_user_info: flag("The user-info endpoint is not asked."),
    issuer_url: words("Issuer."),
    name_field: words("Claim with the full name."),
    organization_assign_default: flag("New users join the default organization."),
    organization_field: words("Claim with the organizations."),
    organization_mapping: nameLists("Organizations here by value of the claim."),
    redirect_allowed_hosts: names("Hosts under which people sign in."),
    redirect_url: words("Redirect URI that replaces the usual one."),
    scopes: names("Scopes that are asked for."),
    sign_in_text: words("Text of the sign-in button."),
    signups_disabled_text: words("What unknown accounts are told."),
    skip_issuer_checks: flag("The issuer is not compared."),
    source_user_info_from_access_token: flag("Claims are read from the access token."),
    user_role_field: words("Claim with the roles."),
    user_role_mapping: nameLists("Roles here by value of the claim."),
    user_roles_default: names("Roles of every user of this provider."),
    username_field: words("Claim with the username."),
  },
  { name: "OIDCConfig", description: "Sign-in with OpenID Connect." },
);

const externalAuthProvider = object(
  {
    api_base_url: words("Base URL of the provider's API."),
    app_install_url: words("Where the provider's application is installed."),
    app_installations_url: words("Where installations are listed."),
    auth_url: words("Authorization endpoint."),
    client_id: words("Client id."),
    code_challenge_methods_supported: names("PKCE methods that the provider knows."),
    device_code_url: words("Device authorization endpoint."),
    device_flow: flag("Linking uses the device flow."),
    display_icon: words("Icon."),
    display_name: words("Name for people."),
    id: words("Unique id."),
    mcp_tool_allow_regex: words("Pattern of the MCP tools that may be used."),
    mcp_tool_deny_regex: words("Pattern of the MCP tools that may not be used."),
    mcp_url: words("MCP endpoint of the provider."),
    no_refresh: flag("Tokens are not refreshed."),
    regex: words("Pattern of the repository URLs that this provider serves."),
    revoke_url: words("Revocation endpoint."),
    scopes: names("Scopes that are asked for."),
    token_url: words("Token endpoint."),
    type: words("Kind of provider."),
    validate_url: words("Where a token is checked."),
  },
  { name: "ExternalAuthConfig", description: "A Git or tool provider, without its secret." },
);

/** Providers of external authentication, a bare list (spec deployment §3.7). */
export const externalAuth = list(externalAuthProvider, {
  description: "Providers that users link for Git and tools.",
});

/** Quiet hours of users. */
export const quietHours = object(
  {
    allow_user_custom: flag("Users may choose their own."),
    default_schedule: words("Schedule of users without one."),
  },
  { name: "UserQuietHoursScheduleConfig", description: "Quiet hours." },
);

/** Automatic creation of prebuilt workspaces. */
export const prebuilds = object(
  {
    failure_hard_limit: count("Failed builds after which a preset is given up; 0 = never."),
    reconciliation_backoff_interval: nanoseconds("Wait after a failed build."),
    reconciliation_backoff_lookback: nanoseconds("How far back failed builds count."),
    reconciliation_interval: nanoseconds("Time between two runs."),
  },
  { name: "PrebuildsConfig", description: "Prebuilt workspaces." },
);
