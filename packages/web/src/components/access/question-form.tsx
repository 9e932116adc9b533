import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { Combobox } from "../combobox/combobox.tsx";
import type { PickOption } from "../combobox/use-options.ts";
import { Field } from "../field/field.tsx";
import { Segmented } from "../segmented/segmented.tsx";
import { Select } from "../select/select.tsx";
import { TextInput } from "../text-input/text-input.tsx";
import { actionsFor, type Question, resourceNames, type Target, typesById } from "./question.ts";

const nowhere = "none";

const resourceOption = (name: string): PickOption => ({ key: name, label: name });
const resourceOptions = resourceNames.map(resourceOption);

/** The question, as a sentence of choices. */
export function QuestionForm({
  question,
  organizations,
  onChange,
}: {
  readonly question: Question;
  readonly organizations: readonly Organization[];
  readonly onChange: (question: Question) => void;
}) {
  const set = (patch: Partial<Question>) => onChange({ ...question, ...patch });
  const chooseResource = (resource: string) => {
    const actions = actionsFor(resource);
    set({
      resource,
      action: actions.includes(question.action) ? question.action : (actions[0] ?? ""),
      target: question.target === "id" && !typesById.includes(resource) ? "any" : question.target,
    });
  };
  const targets: readonly { value: Target; label: string }[] = [
    { value: "any", label: "Anyone's" },
    { value: "own", label: "Their own" },
    ...(typesById.includes(question.resource) ? [{ value: "id" as const, label: "This one" }] : []),
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-4">
      <Field label="Action">
        <Select
          value={question.action}
          onChange={(action) => set({ action })}
          options={actionsFor(question.resource).map((each) => ({ value: each, label: each }))}
        />
      </Field>
      <Field label="Resource" className="w-72 max-w-full">
        <Combobox
          source={resourceOptions}
          value={resourceOption(question.resource)}
          onChange={(option) => (option === null ? undefined : chooseResource(option.key))}
          required
        />
      </Field>
      <Field label="In">
        <Select
          value={question.organization === "" ? nowhere : question.organization}
          onChange={(id) => set({ organization: id === nowhere ? "" : id })}
          options={[
            { value: nowhere, label: "No organization" },
            ...organizations.map((each) => ({ value: each.id, label: organizationLabel(each) })),
          ]}
        />
      </Field>
      <Field label="Whose" group>
        <Segmented
          label="Whose"
          value={question.target}
          onChange={(target) => set({ target })}
          options={targets}
        />
      </Field>
      {question.target === "id" ? (
        <Field label="Id" className="w-[38ch]">
          <TextInput
            mono
            value={question.id}
            onChange={(event) => set({ id: event.target.value.trim() })}
            placeholder="6a1f6d0e-…"
          />
        </Field>
      ) : null}
    </div>
  );
}
