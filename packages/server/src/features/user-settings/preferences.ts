import { displayModes, type WirePreferences } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { readSettings, type StoredSettings, writeSettings } from "./store.ts";

const dismissedKey = "preference_task_notification_alert_dismissed";

/** The stored key of each display mode. */
const modeKeys = {
  thinking_display_mode: "preference_thinking_display_mode",
  code_diff_display_mode: "preference_code_diff_display_mode",
  shell_tool_display_mode: "preference_shell_tool_display_mode",
  agent_chat_send_shortcut: "preference_agent_chat_send_shortcut",
} as const;

const modeFields = [
  "thinking_display_mode",
  "code_diff_display_mode",
  "shell_tool_display_mode",
  "agent_chat_send_shortcut",
] as const;
const keys = [dismissedKey, ...Object.values(modeKeys)];

/** The stored value where it is one of the set, else the first, which is the default. */
function mode<const V extends string>(
  stored: StoredSettings,
  key: string,
  values: readonly [V, ...V[]],
): V {
  return values.find((value) => value === stored.get(key)) ?? values[0];
}

function presentPreferences(stored: StoredSettings): WirePreferences {
  const { thinking_display_mode, code_diff_display_mode } = displayModes;
  const { shell_tool_display_mode, agent_chat_send_shortcut } = displayModes;
  return {
    task_notification_alert_dismissed: stored.get(dismissedKey) === "true",
    thinking_display_mode: mode(stored, modeKeys.thinking_display_mode, thinking_display_mode),
    code_diff_display_mode: mode(stored, modeKeys.code_diff_display_mode, code_diff_display_mode),
    shell_tool_display_mode: mode(
      stored,
      modeKeys.shell_tool_display_mode,
      shell_tool_display_mode,
    ),
    agent_chat_send_shortcut: mode(
      stored,
      modeKeys.agent_chat_send_shortcut,
      agent_chat_send_shortcut,
    ),
  };
}

/** `GET /users/{user}/preferences`: stored garbage reads as the default (spec users §7.17). */
export const getUserPreferences: Handler<"getUserPreferences"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read_personal", userObject(user.id));
  return presentPreferences(await readSettings(deps.db, user.id, keys));
};

/** `PUT /users/{user}/preferences`: a partial update; answers the full settings. */
export const updateUserPreferences: GuardedHandler<"updateUserPreferences"> = {
  guard: (_deps, ctx, { user }) => authorize(ctx, "update_personal", userObject(user.id)),
  handle: async (deps, _ctx, { user, body }) => {
    const dismissed = body.task_notification_alert_dismissed;
    const change: Record<string, string> = {};
    if (dismissed !== undefined) change[dismissedKey] = String(dismissed);
    for (const field of modeFields) {
      if (body[field] !== "") change[modeKeys[field]] = body[field];
    }
    const stored = await inTransaction(deps.db, async (tx) => {
      await writeSettings(tx, user.id, change);
      return readSettings(tx, user.id, keys);
    });
    return presentPreferences(stored);
  },
};
