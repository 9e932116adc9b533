import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { type Density, showDensity } from "../../lib/appearance.ts";
import {
  type Appearance,
  appearanceFor,
  changeAppearance,
  choicesOf,
} from "../../lib/look-settings.ts";
import { appearanceQuery } from "../../lib/queries.ts";
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

/** How the console looks to oneself. Everything applies at once. */
export function Page() {
  const { data: settings } = useSuspenseQuery(appearanceQuery);
  const queries = useQueryClient();
  const change = (patch: Partial<Appearance>): void => {
    const told = { saved: toastUndo, refused: toastFailed };
    void changeAppearance(queries, settings, { ...settings, ...patch }, told);
  };
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
