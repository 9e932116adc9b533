import { Field } from "../../components/field/field.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import type { Form } from "../../lib/form.ts";
import type { RoleFields } from "./role-form.ts";

/** Name and display name of a role. The name is chosen once. */
export function NameFields({
  form,
  isNew,
  readOnly = false,
}: {
  readonly form: Form<RoleFields>;
  readonly isNew: boolean;
  readonly readOnly?: boolean;
}) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-5">
      <Field
        label="Name"
        help={
          isNew
            ? "Cannot change later. Letters, digits and single hyphens."
            : "Fixed since the role was made."
        }
        error={form.error("name")}
        className="w-full max-w-[36ch]"
      >
        <TextInput
          {...form.text("name")}
          mono
          spellCheck={false}
          autoCapitalize="none"
          readOnly={!isNew}
        />
      </Field>
      <Field
        label="Display name"
        optional
        help="Shown in lists."
        error={form.error("display_name")}
        className="w-full max-w-[36ch]"
      >
        <TextInput {...form.text("display_name")} readOnly={readOnly} />
      </Field>
    </div>
  );
}
