/**
 * The catalogue of requestable scopes, grouped by resource (spec authorization §4.3). The last
 * line holds our two additions; everything else that exists is internal.
 */
export const publicScopeNames = [
  ...["api_key:*", "api_key:create", "api_key:delete", "api_key:read", "api_key:update"],
  ...["coder:all", "coder:apikeys.manage_self", "coder:application_connect"],
  ...["coder:templates.author", "coder:templates.build"],
  ...["coder:workspaces.access", "coder:workspaces.create"],
  ...["coder:workspaces.delete", "coder:workspaces.operate"],
  ...["file:*", "file:create", "file:read"],
  ...["organization:*", "organization:delete", "organization:read", "organization:update"],
  ...["task:*", "task:create", "task:delete", "task:read", "task:update"],
  ...["template:*", "template:create", "template:delete", "template:read"],
  ...["template:update", "template:use"],
  ...["user:read", "user:read_personal", "user:update_personal"],
  ...["user_secret:*", "user_secret:create", "user_secret:delete"],
  ...["user_secret:read", "user_secret:update"],
  ...["workspace:*", "workspace:application_connect", "workspace:create", "workspace:delete"],
  ...["workspace:read", "workspace:ssh", "workspace:start", "workspace:stop", "workspace:update"],
  ...["ai_model_price:read", "user:*"],
] as const;
