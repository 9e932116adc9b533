import { Bot, UserRound } from "lucide-react";
import { useState } from "react";
import { Checkbox, CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { SaveBar } from "../../components/form/save-bar.tsx";
import { PasswordInput, StrengthMeter } from "../../components/password-input/password-input.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { Select } from "../../components/select/select.tsx";
import { Switch } from "../../components/switch/switch.tsx";
import { InputGroup } from "../../components/text-input/input-group.tsx";
import { TextArea, TextInput } from "../../components/text-input/text-input.tsx";
import { Part } from "../part.tsx";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** More than a list has room for. */
const organizations = Array.from({ length: 30 }, (_each, at) => ({
  value: `Studio ${at + 1}`,
  label: `Studio ${at + 1}`,
}));

/** Fields and forms. */
export function FormParts() {
  const [kind, setKind] = useState<"person" | "service">("person");
  const [days, setDays] = useState<"7" | "30" | "90">("30");
  const [theme, setTheme] = useState("light");
  const [organization, setOrganization] = useState("Studio 7");
  const [on, setOn] = useState(true);
  return (
    <Part title="Forms">
      <FormAlert
        problem={{
          message: "The user was not created.",
          detail: "unique constraint users_username_key",
          requestId: "7f3c1a90-42",
          fields: [
            { name: "gallery-a", label: "Username", detail: "This value is already in use." },
            { name: "shell", detail: "Unknown value." },
          ],
        }}
      />
      <div>
        <FormSection title="Identity" help="How others see this user." step={1}>
          <Field label="Email" name="email">
            <TextInput type="email" placeholder="ada@acme.dev" className="max-w-96" />
          </Field>
          <Field
            label="Username"
            help="Used in URLs. Letters, digits and single hyphens."
            error="Usernames have at most 32 characters; this one has 41."
          >
            <TextInput
              defaultValue="a-name-that-is-much-too-long-for-the-wire"
              className="max-w-96"
            />
          </Field>
          <Field label="Full name" optional>
            <InputGroup
              prefix={<UserRound {...icon} />}
              value="Ada Byron"
              onClear={() => undefined}
              readOnly={false}
              onChange={() => undefined}
              className="max-w-96"
            />
          </Field>
          <Field label="Password">
            <PasswordInput
              autoComplete="new-password"
              defaultValue="notstrong"
              className="max-w-96"
            />
          </Field>
          <StrengthMeter
            strength={{
              bits: 42.3,
              needed: 52,
              accepted: false,
              advice: "Digits or capitals would help.",
            }}
          />
          <Field label="Description" optional>
            <TextArea rows={3} />
          </Field>
        </FormSection>
        <FormSection title="Access" help="What this user may do." step={2}>
          <Field label="Kind" group>
            <RadioCards
              columns={2}
              value={kind}
              onChange={setKind}
              options={[
                {
                  value: "person",
                  label: "Person",
                  description: "Signs in.",
                  icon: <UserRound {...icon} />,
                },
                {
                  value: "service",
                  label: "Service account",
                  description: "Never signs in, works by tokens.",
                  icon: <Bot {...icon} />,
                  reason: "Only owners create service accounts.",
                },
              ]}
            />
          </Field>
          <Field label="Lifetime" group>
            <Segmented
              value={days}
              onChange={setDays}
              options={[
                { value: "7", label: "7 days" },
                { value: "30", label: "30 days" },
                { value: "90", label: "90 days", reason: "The operator set 30 days." },
              ]}
            />
          </Field>
          <Field label="Theme">
            <Select
              value={theme}
              onChange={setTheme}
              className="max-w-60"
              options={[
                { value: "system", label: "System" },
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark", description: "For long nights" },
              ]}
            />
          </Field>
          <Field label="Organization">
            <Select
              value={organization}
              onChange={setOrganization}
              className="max-w-60"
              options={organizations}
            />
          </Field>
          <Field label="Roles" group>
            <CheckboxRow
              label="User Admin"
              description="Manages users and groups."
              defaultChecked
            />
            <CheckboxRow
              label="Auditor"
              description="Reads the audit log."
              disabledReason="Only owners assign Auditor."
            />
            <CheckboxRow label="Template Admin" />
          </Field>
          <span className="flex gap-3">
            <Checkbox aria-label="mixed" mixed />
            <Checkbox aria-label="on and locked" defaultChecked disabledReason="Locked." />
          </span>
          <Switch
            label="Single-key shortcuts"
            writes={false}
            description="Kept in this browser."
            checked={on}
            onChange={setOn}
          />
        </FormSection>
        <SaveBar changes={2} onDiscard={() => undefined} />
      </div>
    </Part>
  );
}
