import { expect, test } from "vitest";
import { describeEntry } from "./present-description.ts";
import { linkOfEntry } from "./present-link.ts";

test.each([
  ["create", "user", 201, "{user} created user {target}"],
  ["write", "organization_member", 200, "{user} updated organization member {target}"],
  ["delete", "api_key", 204, "{user} deleted token {target}"],
  ["start", "workspace_build", 200, "{user} started workspace {target}"],
  ["stop", "workspace_build", 200, "{user} stopped workspace {target}"],
  ["login", "api_key", 201, "{user} logged in"],
  ["logout", "api_key", 200, "{user} logged out"],
  ["register", "api_key", 201, "{user} registered"],
  ["login", "api_key", 401, "{user} made an unsuccessful attempt to login"],
  ["delete", "user", 403, "{user} made an unsuccessful attempt to delete user {target}"],
  ["login", "workspace", 303, "{user} was redirected while attempting to login workspace {target}"],
  ["write", "git_ssh_key", 200, "{user} updated the git ssh key"],
  ["request_password_reset", "user", 200, "password reset requested for {target}"],
  ["create", "convert_login", 201, "{user} created login type conversion to {target}"],
  ["create", "oauth2_provider_app", 201, "{user} created oauth2 app {target}"],
  ["create", "oauth2_provider_app_secret", 201, "{user} created oauth2 app secret {target}"],
  ["write", "idp_sync_settings_role", 200, "{user} updated settings {target}"],
  ["write", "health_settings", 200, "{user} updated health_settings {target}"],
  ["connect", "workspace_agent", 200, "{user} connected workspace agent {target}"],
])(
  "%s of %s with status %i reads as a sentence",
  (action, resource_type, status_code, sentence) => {
    expect(describeEntry({ action, resource_type, status_code })).toBe(sentence);
  },
);

const id = "7b1e0b2a-4b3c-4c0e-9d8f-111111111111";
const build = { workspace_owner: "ada", workspace_name: "dev", build_number: "3" };

test.each([
  ["template", "docker", {}, "/templates/docker"],
  ["user", "ada", {}, "/users?filter=ada"],
  ["workspace", "dev", build, "/@ada/dev"],
  ["workspace_build", "dev", build, "/@ada/dev/builds/3"],
  ["workspace_agent", "main", build, "/@ada/dev"],
  ["workspace_app", "code", build, "/@ada/dev"],
  ["oauth2_provider_app", "app", {}, `/deployment/oauth2-provider/apps/${id}`],
  ["chat", "7b1e0b2a", {}, `/agents/${id}`],
  ["api_key", "ci", {}, ""],
  ["user", "a&b=/../c", {}, "/users?filter=a%26b%3D%2F..%2Fc"],
])(
  "an entry about a %s called %s links to its page",
  (resource_type, resource_target, fields, link) => {
    expect(linkOfEntry({ resource_type, resource_id: id, resource_target }, fields)).toBe(link);
  },
);
