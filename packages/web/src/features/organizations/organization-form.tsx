import { Field } from "../../components/field/field.tsx";
import { TextArea, TextInput } from "../../components/text-input/text-input.tsx";
import type { Form } from "../../lib/form.ts";
import { nameFault } from "../../lib/names.ts";

/** The most characters of an organization's name. */
export const maxNameLength = 32;

/** What the forms about an organization hold, by wire name. */
export interface OrganizationFields {
  readonly display_name: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
}

/** What the forms call their fields. */
export const organizationLabels = {
  display_name: "Display name",
  name: "Name",
  description: "Description",
  icon: "Icon",
};

/** What can be judged without the server. */
export function organizationFaults(values: OrganizationFields) {
  const { length } = values.description;
  return {
    name: nameFault(values.name, maxNameLength),
    description:
      length > 4096
        ? `Descriptions have at most 4,096 characters; this one has ${length}.`
        : undefined,
  };
}

/** The fields of an organization, for creating and changing it. `onName` hears of a name that somebody typed. */
export function OrganizationFieldsets<V extends OrganizationFields>({
  form,
  readOnly = false,
  onDisplayName,
  onName,
}: {
  readonly form: Form<V>;
  readonly readOnly?: boolean;
  readonly onDisplayName?: (value: string) => void;
  readonly onName?: () => void;
}) {
  const text = (name: keyof OrganizationFields) => ({
    name,
    value: form.values[name],
    readOnly,
  });
  const set = (name: keyof OrganizationFields, value: string) =>
    form.set(name, value as V[typeof name]);
  return (
    <>
      <Field
        label="Display name"
        optional
        error={form.error("display_name")}
        className="max-w-[48ch]"
      >
        <TextInput
          {...text("display_name")}
          onChange={(event) => {
            set("display_name", event.target.value);
            onDisplayName?.(event.target.value);
          }}
        />
      </Field>
      <Field
        label="Name"
        help="Used in addresses. Letters, digits and single hyphens."
        error={form.error("name")}
        className="max-w-[32ch]"
      >
        <TextInput
          {...text("name")}
          mono
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => {
            set("name", event.target.value);
            onName?.();
          }}
        />
      </Field>
      <Field label="Description" optional error={form.error("description")}>
        <TextArea
          {...text("description")}
          rows={3}
          onChange={(event) => set("description", event.target.value)}
        />
      </Field>
      <Field
        label="Icon"
        optional
        help="Address of an image. The console shows images of this origin only."
        error={form.error("icon")}
        className="max-w-[48ch]"
      >
        <TextInput {...text("icon")} onChange={(event) => set("icon", event.target.value)} />
      </Field>
    </>
  );
}
