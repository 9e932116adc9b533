import type { StoredPermission } from "../src/roles.ts";

/** All resource types, written down once more so that a lost one is noticed. */
export const allTypes =
  "ai_model_price ai_seat aibridge_interception api_key assign_org_role assign_role audit_log boundary_usage chat connection_log crypto_key debug_info deployment_config deployment_stats file group group_member idpsync_settings inbox_notification license notification_message notification_preference notification_template oauth2_app oauth2_app_code_token oauth2_app_secret organization organization_member prebuilt_workspace provisioner_daemon provisioner_jobs replicas system tailnet_coordinator task template usage_event user user_secret webpush_subscription workspace workspace_agent_devcontainers workspace_agent_resource_monitor workspace_dormant workspace_proxy".split(
    " ",
  );

const letters: Readonly<Record<string, string>> = {
  C: "create",
  R: "read",
  U: "update",
  D: "delete",
};

/** Spells out `C`, `R`, `U` and `D`; other words stay. */
function actionsIn(words: readonly string[]): readonly string[] {
  return words.map((word) => letters[word] ?? word);
}

/**
 * Reads a table in the notation of spec authorization §5: one line per type, such as
 * `user: R read_personal`; `everything but a b` stands for `type:*` of all other types; a line that
 * begins with `¬` refuses. Sorted.
 */
export function expected(table: string): readonly string[] {
  const lines = table
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.flatMap(expectedOf).sort();
}

function expectedOf(line: string): readonly string[] {
  const [first = "", ...words] = line.split(/\s+/);
  if (first === "everything") {
    return allTypes.filter((type) => !words.includes(type)).map((type) => `${type}:*`);
  }
  return actionsIn(words).map((action) => `${first}${action}`);
}

/** Permissions in the form of `expected`. */
export function written(permissions: readonly StoredPermission[]): readonly string[] {
  return permissions
    .map(({ negate, resourceType, action }) => `${negate ? "¬" : ""}${resourceType}:${action}`)
    .sort();
}
