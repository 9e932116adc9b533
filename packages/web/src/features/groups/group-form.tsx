import { Field } from "../../components/field/field.tsx";
import { NumberInput } from "../../components/number-input/number-input.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import type { Form } from "../../lib/form.ts";
import { nameFault } from "../../lib/names.ts";

/** The most characters of a group's name. */
export const maxNameLength = 255;

const maxQuota = 2_147_483_647n;

/** What the forms about a group hold, by wire name. */
export interface GroupFields {
  readonly display_name: string;
  readonly name: string;
  readonly avatar_url: string;
  /** A whole number as text; anything else is what was typed. */
  readonly quota_allowance: string;
}

/** What the forms call their fields. */
export const groupLabels = {
  display_name: "Display name",
  name: "Name",
  avatar_url: "Picture",
  quota_allowance: "Quota",
};

/** What can be judged without the server. */
export function groupFaults({ name, quota_allowance: quota }: GroupFields) {
  return {
    name:
      name.toLowerCase() === "everyone"
        ? "Everyone is the group of all members. Choose another name."
        : nameFault(name, maxNameLength),
    quota_allowance: quotaFault(quota),
  };
}

function quotaFault(quota: string): string | undefined {
  if (!/^\d{1,10}$/.test(quota)) return "Enter a whole number, 0 or more.";
  return BigInt(quota) > maxQuota ? "The largest quota is 2,147,483,647." : undefined;
}

/** The request of a form whose values passed. */
export function groupBody({ quota_allowance, ...texts }: GroupFields) {
  return { ...texts, quota_allowance: Number(quota_allowance) };
}

/** The fields of a group, for creating and changing it. */
export function GroupFieldset({
  form,
  readOnly = false,
  isNameFixed = false,
  nameHelp = "Used in addresses. Letters, digits and single hyphens.",
  onDisplayName,
  onName,
}: {
  readonly form: Form<GroupFields>;
  readonly readOnly?: boolean;
  readonly isNameFixed?: boolean;
  readonly nameHelp?: string;
  readonly onDisplayName?: (value: string) => void;
  readonly onName?: () => void;
}) {
  return (
    <>
      <Field
        label="Display name"
        optional
        error={form.error("display_name")}
        className="max-w-[48ch]"
      >
        <TextInput
          {...form.text("display_name")}
          readOnly={readOnly}
          onChange={(event) => {
            form.set("display_name", event.target.value);
            onDisplayName?.(event.target.value);
          }}
        />
      </Field>
      <Field label="Name" help={nameHelp} error={form.error("name")} className="max-w-[48ch]">
        <TextInput
          {...form.text("name")}
          mono
          spellCheck={false}
          autoCapitalize="none"
          readOnly={readOnly || isNameFixed}
          onChange={(event) => {
            form.set("name", event.target.value);
            onName?.();
          }}
        />
      </Field>
      <Field
        label="Picture"
        optional
        help="Address of an image. The console shows pictures of this origin only."
        error={form.error("avatar_url")}
        className="max-w-[48ch]"
      >
        <TextInput {...form.text("avatar_url")} readOnly={readOnly} />
      </Field>
      <Field
        label="Quota"
        help="A member's quota is the sum over the groups."
        error={form.error("quota_allowance")}
        className="max-w-[24ch]"
      >
        <NumberInput
          name="quota_allowance"
          readOnly={readOnly}
          suffix="credits"
          value={
            /^\d{1,18}$/.test(form.values.quota_allowance)
              ? BigInt(form.values.quota_allowance)
              : null
          }
          onChange={(value) =>
            form.set("quota_allowance", value === undefined ? "?" : (value?.toString() ?? ""))
          }
        />
      </Field>
    </>
  );
}
