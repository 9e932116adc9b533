import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { type Density, lookOf, showDensity, showLook } from "../../lib/appearance.ts";
import { problemOf } from "../../lib/problem.ts";
import { appearanceQuery } from "../../lib/queries.ts";
import { type Appearance, appearanceFor, choicesOf } from "./look-settings.ts";
import { SettingsFrame } from "./settings-page.tsx";
import { terminalFonts } from "./terminal-fonts.ts";
import { Thumbnail } from "./thumbnail.tsx";

const themes = [
  { value: "auto", label: "System", schemes: ["light", "dark"] },
  { value: "light", label: "Light", schemes: ["light"] },
  { value: "dark", label: "Dark", schemes: ["dark"] },
] as const;

const visions = [
  { value: "standard", label: "Standard" },
  { value: "protan-deuter", label: "Red–green" },
  { value: "tritan", label: "Blue–yellow" },
] as const;

/** Shows settings at once, stores them, and takes them back when the server refuses. */
function useAppearance() {
  const queries = useQueryClient();
  const { data: settings } = useSuspenseQuery(appearanceQuery);
  const show = (next: Appearance): void => {
    queries.setQueryData(appearanceQuery.queryKey, next);
    showLook(lookOf(next));
  };
  const { mutate } = useMutation({
    mutationFn: ({ after }: { readonly before: Appearance; readonly after: Appearance }) =>
      api.call("updateUserAppearance", { params: { user: "me" }, body: bodyOf(after) }),
    onMutate: async ({ after }) => {
      await queries.cancelQueries({ queryKey: appearanceQuery.queryKey });
      show(after);
    },
    onSuccess: (_stored, { before, after }) =>
      toastUndo("Appearance saved.", () => mutate({ before: after, after: before })),
    onError: (error, { before }) => {
      show(before);
      toastFailed(`The appearance was not saved. ${problemOf(error).message}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: appearanceQuery.queryKey }),
  });
  const change = (patch: Partial<Appearance>): void =>
    mutate({ before: settings, after: { ...settings, ...patch } });
  return { settings, change };
}

/** What is sent: the font only when one is stored, slots only with a mode. */
function bodyOf(next: Appearance) {
  const { theme_preference, theme_mode, theme_light, theme_dark, terminal_font } = next;
  return {
    theme_preference: theme_preference === "" ? "auto" : theme_preference,
    ...(theme_mode === "" ? {} : { theme_mode }),
    ...(theme_mode === "" || theme_light === "" ? {} : { theme_light }),
    ...(theme_mode === "" || theme_dark === "" ? {} : { theme_dark }),
    ...(terminal_font === "" ? {} : { terminal_font }),
  };
}

/** How the console looks to oneself. Everything applies at once. */
export function Page() {
  const { settings, change } = useAppearance();
  const { theme, vision } = choicesOf(settings);
  const [density, setDensity] = useState<Density>(() =>
    document.documentElement.dataset["density"] === "compact" ? "compact" : "comfortable",
  );
  const font = terminalFonts.find(({ value }) => value === settings.terminal_font);
  useEffect(() => void font?.load?.(), [font]);
  return (
    <SettingsFrame
      current="appearance"
      title="Appearance"
      meta="Changes apply at once, on every device where you are signed in."
    >
      <FormSection title="Colours">
        <Field label="Theme" group>
          <RadioCards
            writes
            columns={3}
            options={themes.map(({ value, label, schemes }) => ({
              value,
              label,
              description: <Thumbnail schemes={schemes} vision={vision} />,
            }))}
            value={theme}
            onChange={(next) => change(appearanceFor(next, vision))}
          />
        </Field>
        <Field
          label="Colour vision"
          group
          help="Changes the colours of status only; every status also has an icon and a word."
        >
          <Segmented
            writes
            options={visions}
            value={vision}
            onChange={(next) => change(appearanceFor(theme, next))}
          />
        </Field>
      </FormSection>
      <FormSection title="Terminal" help="For terminals in the browser.">
        <Field label="Terminal font" group>
          <RadioCards
            writes
            columns={2}
            options={terminalFonts}
            value={font?.value}
            onChange={(terminal_font) => change({ terminal_font })}
          />
          <pre
            style={{
              fontFamily: `"${font?.family ?? "JetBrains Mono Variable"}", ui-monospace, monospace`,
            }}
            className="overflow-x-auto rounded-card border bg-surface-sunken px-3 py-2.5 text-dense"
          >
            $ gatehouse 0O 1lI {"{}"} =&gt; != "quoted"
          </pre>
        </Field>
      </FormSection>
      <FormSection title="Lists" help="Kept in this browser.">
        <Field label="Density" group>
          <Segmented
            options={[
              { value: "comfortable", label: "Comfortable" },
              { value: "compact", label: "Compact" },
            ]}
            value={density}
            onChange={(next) => {
              setDensity(next);
              showDensity(next);
            }}
          />
        </Field>
      </FormSection>
    </SettingsFrame>
  );
}
