/** What the description of an entry is made from. */
export interface Described {
  readonly action: string;
  readonly resource_type: string;
  readonly status_code: number;
}

const pastTense: Readonly<Record<string, string>> = {
  create: "created",
  write: "updated",
  delete: "deleted",
  start: "started",
  stop: "stopped",
  login: "logged in",
  logout: "logged out",
  register: "registered",
  request_password_reset: "password reset requested",
  connect: "connected",
  disconnect: "disconnected",
  open: "opened",
  close: "closed",
};

const friendlyNames: Readonly<Record<string, string>> = {
  api_key: "token",
  workspace_build: "workspace",
  oauth2_provider_app: "oauth2 app",
  oauth2_provider_app_secret: "oauth2 app secret",
  idp_sync_settings_organization: "settings",
  idp_sync_settings_group: "settings",
  idp_sync_settings_role: "settings",
  convert_login: "login type conversion",
  health_settings: "health_settings",
  notifications_settings: "notifications_settings",
  prebuilds_settings: "prebuilds_settings",
};

const aboutOneself = new Set(["login", "logout", "register"]);

/** The sentence of an entry; the console fills in `{user}` and `{target}` (spec deployment §8.2). */
export function describeEntry(entry: Described): string {
  // Anybody can ask for a reset: the sentence does not say that the user did it.
  const asked = entry.action === "request_password_reset";
  const start = `${asked ? "" : "{user} "}${outcome(entry)}`;
  if (entry.resource_type === "api_key" && aboutOneself.has(entry.action)) return start;
  if (entry.resource_type === "git_ssh_key") return `${start} the git ssh key`;
  const name = friendlyNames[entry.resource_type] ?? entry.resource_type.replaceAll("_", " ");
  const to = entry.resource_type === "convert_login" ? " to" : "";
  return `${start} ${asked ? "for" : name}${to} {target}`;
}

function outcome({ action, status_code: status }: Described): string {
  if (status === 303) return `was redirected while attempting to ${action}`;
  if (status >= 400) return `made an unsuccessful attempt to ${action}`;
  return pastTense[action] ?? action;
}
