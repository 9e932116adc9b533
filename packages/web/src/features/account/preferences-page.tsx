import type { Answer } from "@gatehouse/sdk";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { Select } from "../../components/select/select.tsx";
import { Switch } from "../../components/switch/switch.tsx";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { singleKeysStorageKey } from "../../lib/keyboard.ts";
import { problemOf } from "../../lib/problem.ts";
import { storage } from "../../lib/storage.ts";
import { chooseTimeZone, deviceZone, timeZoneChoice } from "../../lib/time-zone.ts";
import { accountKeys, preferencesQuery } from "./queries.ts";
import { SettingsFrame } from "./settings-page.tsx";

type Preferences = Answer<"getUserPreferences">;

const auto = { value: "auto", label: "Automatic" } as const;
const expanded = { value: "always_expanded", label: "Always expanded" } as const;
const collapsed = { value: "always_collapsed", label: "Always collapsed" } as const;
const displays = [auto, expanded, collapsed] as const;
const thinking = [auto, { value: "preview", label: "Preview" }, expanded, collapsed] as const;
const sending = [
  { value: "enter", label: "Enter" },
  { value: "modifier_enter", label: "Ctrl or ⌘ with Enter" },
] as const;

/** Shows preferences at once, stores them, and takes them back when the server refuses. */
function usePreferences() {
  const queries = useQueryClient();
  const { data: preferences } = useSuspenseQuery(preferencesQuery);
  const { mutate } = useMutation({
    mutationFn: ({ after }: { readonly before: Preferences; readonly after: Preferences }) =>
      api.call("updateUserPreferences", { params: { user: "me" }, body: after }),
    onMutate: async ({ after }) => {
      await queries.cancelQueries({ queryKey: accountKeys.preferences });
      queries.setQueryData(accountKeys.preferences, after);
    },
    onSuccess: (_stored, { before, after }) =>
      toastUndo("Preferences saved.", () => mutate({ before: after, after: before })),
    onError: (error, { before }) => {
      queries.setQueryData(accountKeys.preferences, before);
      toastFailed(`The preferences were not saved. ${problemOf(error).message}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: accountKeys.preferences }),
  });
  const change = (patch: Partial<Preferences>): void =>
    mutate({ before: preferences, after: { ...preferences, ...patch } });
  return { preferences, change };
}

/** How agents, times and the keyboard behave for oneself. Everything applies at once. */
export function Page() {
  const { preferences, change } = usePreferences();
  const [singleKeys, setSingleKeys] = useState(() => storage.get(singleKeysStorageKey) !== "off");
  const [zone, setZone] = useState(timeZoneChoice);
  return (
    <SettingsFrame
      current="preferences"
      title="Preferences"
      meta="Changes apply at once, on every device where you are signed in."
    >
      <FormSection title="AI agents" help="How conversations with agents are shown.">
        <Field label="Thinking" className="max-w-72">
          <Select
            writes
            options={thinking}
            value={preferences.thinking_display_mode}
            onChange={(thinking_display_mode) => change({ thinking_display_mode })}
          />
        </Field>
        <Field label="Code differences" className="max-w-72">
          <Select
            writes
            options={displays}
            value={preferences.code_diff_display_mode}
            onChange={(code_diff_display_mode) => change({ code_diff_display_mode })}
          />
        </Field>
        <Field label="Shell commands" className="max-w-72">
          <Select
            writes
            options={displays}
            value={preferences.shell_tool_display_mode}
            onChange={(shell_tool_display_mode) => change({ shell_tool_display_mode })}
          />
        </Field>
        <Field label="Send a message with" className="max-w-72">
          <Select
            writes
            options={sending}
            value={preferences.agent_chat_send_shortcut}
            onChange={(agent_chat_send_shortcut) => change({ agent_chat_send_shortcut })}
          />
        </Field>
        <Switch
          label="Hint about task notifications"
          description="Shown until it is closed once."
          checked={!preferences.task_notification_alert_dismissed}
          onChange={(shown) => change({ task_notification_alert_dismissed: !shown })}
        />
      </FormSection>
      <FormSection title="Times" help="Kept in this browser.">
        <Field label="Time zone" group help="What is drawn from now on follows it.">
          <Segmented
            options={[
              { value: "device", label: `This device: ${deviceZone()}` },
              { value: "utc", label: "UTC" },
            ]}
            value={zone}
            onChange={(next) => {
              setZone(next);
              chooseTimeZone(next);
            }}
          />
        </Field>
      </FormSection>
      <FormSection title="Keyboard" help="Kept in this browser.">
        <Switch
          label="Single-key shortcuts"
          writes={false}
          description="Keys such as j, k and / act outside of fields. Press ? for the list."
          checked={singleKeys}
          onChange={(on) => {
            setSingleKeys(on);
            if (on) storage.set(singleKeysStorageKey, null);
            else storage.set(singleKeysStorageKey, "off");
          }}
        />
      </FormSection>
    </SettingsFrame>
  );
}
