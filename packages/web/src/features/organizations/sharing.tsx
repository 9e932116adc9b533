import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import type { SharingMode } from "./queries.ts";

/** How the modes are called on screen, the widest first. */
const modes: readonly {
  readonly value: SharingMode;
  readonly label: string;
  readonly description: string;
}[] = [
  {
    value: "everyone",
    label: "Everyone",
    description: "Members may share the workspaces that they own.",
  },
  {
    value: "service_accounts",
    label: "Service accounts only",
    description: "Only workspaces of service accounts may be shared.",
  },
  { value: "none", label: "Nobody", description: "No workspace may be shared." },
];

/** Whether a change of the mode ends shares that exist. */
export function endsShares(before: SharingMode, after: SharingMode): boolean {
  const width = (mode: SharingMode) => modes.findIndex(({ value }) => value === mode);
  return width(after) > width(before);
}

/** What a mode is called on screen. */
export function sharingLabel(mode: SharingMode): string {
  return modes.find(({ value }) => value === mode)?.label ?? mode;
}

/** Whose workspaces may be shared, as three cards; a deployment that forbids sharing says so. */
export function SharingSection({
  value,
  stored,
  isForbidden,
  reason,
  onChange,
}: {
  readonly value: SharingMode;
  readonly stored: SharingMode;
  /** The deployment forbids sharing, whatever is chosen here. */
  readonly isForbidden: boolean;
  /** Why nothing can be chosen. */
  readonly reason: string | undefined;
  readonly onChange: (mode: SharingMode) => void;
}) {
  return (
    <FormSection title="Workspace sharing" help="Whose workspaces members may open to others.">
      {isForbidden ? (
        <Callout title="The deployment forbids sharing.">
          Nobody may share workspaces in any organization. An operator can change that.
        </Callout>
      ) : (
        <Field label="Who may share workspaces" group>
          <RadioCards
            value={value}
            onChange={onChange}
            options={modes.map((mode) => ({ ...mode, reason }))}
          />
        </Field>
      )}
      {endsShares(stored, value) ? (
        <Callout tone="warning">Existing shares are removed and do not come back.</Callout>
      ) : null}
    </FormSection>
  );
}
