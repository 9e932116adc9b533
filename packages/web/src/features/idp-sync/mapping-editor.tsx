import { Check, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Combobox } from "../../components/combobox/combobox.tsx";
import { MultiCombobox } from "../../components/combobox/multi-combobox.tsx";
import type { PickOption } from "../../components/combobox/use-options.ts";
import type { SyncDraft } from "./draft.ts";

interface MappingEditorProps {
  readonly mapping: SyncDraft["mapping"];
  readonly onChange: (mapping: SyncDraft["mapping"]) => void;
  /** What values can stand for; undefined while it is on its way. */
  readonly targets: readonly PickOption[] | undefined;
  /** "Groups in Design": the head of the column. */
  readonly what: string;
  /** Values of the claim that people came with; undefined while they are not known. */
  readonly seen: readonly string[] | undefined;
  /** Why nothing can be changed. */
  readonly refusal: string | undefined;
}

/** The option of an id; ids that no object has any more are shown as such and can be removed. */
function targetOf(targets: readonly PickOption[] | undefined, id: string): PickOption {
  const known = targets?.find(({ key }) => key === id);
  if (known !== undefined) return known;
  return { key: id, label: targets === undefined ? id.slice(0, 8) : `Deleted (${id.slice(0, 8)})` };
}

/** Values of a claim and what they stand for, a row each. */
export function MappingEditor(props: MappingEditorProps) {
  const { mapping, onChange, what, seen, refusal } = props;
  const values = Object.keys(mapping);
  const remove = (value: string) =>
    onChange(Object.fromEntries(Object.entries(mapping).filter(([each]) => each !== value)));
  return (
    <div className="flex flex-col gap-3">
      <div className="rounded-card border bg-surface">
        <table className="w-full text-dense">
          <caption className="sr-only">Mapping of claim values to {what}</caption>
          <thead className="bg-surface-sunken text-caption text-text-secondary">
            <tr>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                Claim value
              </th>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                {what}
              </th>
              <th scope="col" className="px-3 py-2 text-start font-medium max-sm:hidden">
                Seen
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <tr key={value} className="border-border-subtle border-t">
                <th
                  scope="row"
                  className="w-1/3 px-3 py-2 text-start font-mono font-normal [overflow-wrap:anywhere]"
                >
                  {value}
                </th>
                <td className="px-3 py-1.5">
                  <Targets value={value} {...props} />
                </td>
                <td className="w-24 px-3 py-2 max-sm:hidden">
                  <Seen value={value} seen={seen} />
                </td>
                <td className="w-10 pe-1.5">
                  <IconButton
                    size="sm"
                    label={`Remove the mapping of ${value}`}
                    icon={<X aria-hidden size={14} strokeWidth={1.75} />}
                    disabledReason={refusal}
                    onClick={() => remove(value)}
                  />
                </td>
              </tr>
            ))}
            {values.length === 0 ? (
              <tr>
                <td colSpan={4} className="px-3 py-6 text-center text-text-secondary">
                  No value is mapped yet.
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      {refusal === undefined ? <NewValue {...props} /> : null}
    </div>
  );
}

function Targets({
  value,
  mapping,
  targets,
  what,
  refusal,
  onChange,
}: MappingEditorProps & { readonly value: string }) {
  const picked = (mapping[value] ?? []).map((id) => targetOf(targets, id));
  const missing =
    targets !== undefined && picked.some(({ key }) => targets.every((each) => each.key !== key));
  return (
    <div className="flex flex-col gap-1">
      {refusal === undefined ? (
        <MultiCombobox
          label={`${what} of ${value}`}
          source={targets ?? []}
          values={picked}
          onChange={(next) => onChange({ ...mapping, [value]: next.map(({ key }) => key) })}
        />
      ) : (
        <span>{picked.map(({ label }) => label).join(", ")}</span>
      )}
      {picked.length === 0 && refusal === undefined ? (
        <span className="text-caption text-text-secondary">
          Not saved before something stands here.
        </span>
      ) : null}
      {missing ? (
        <span className="flex items-center gap-1 text-caption text-warning-text">
          <TriangleAlert aria-hidden size={14} strokeWidth={1.75} />
          What was deleted is left out at sign-in.
        </span>
      ) : null}
    </div>
  );
}

function Seen({
  value,
  seen,
}: {
  readonly value: string;
  readonly seen: readonly string[] | undefined;
}) {
  if (seen === undefined) return null;
  return seen.includes(value) ? (
    <span className="inline-flex items-center gap-1 text-caption">
      <Check aria-hidden size={14} strokeWidth={2} className="text-success-solid" />
      Seen
    </span>
  ) : (
    <span className="text-caption text-text-tertiary">Not yet</span>
  );
}

function NewValue({ mapping, seen, onChange }: MappingEditorProps) {
  const [chosen, setChosen] = useState<PickOption | null>(null);
  const open = (seen ?? []).filter((value) => mapping[value] === undefined);
  const add = (value: string) => {
    setChosen(null);
    if (mapping[value] === undefined) onChange({ ...mapping, [value]: [] });
  };
  return (
    <div className="flex max-w-dialog items-center gap-2">
      <Combobox
        label="New claim value"
        placeholder="Claim value"
        mono
        source={open.map((value) => ({ key: value, label: value }))}
        value={chosen}
        onChange={setChosen}
        onCreate={add}
      />
      <Button
        disabledReason={chosen === null ? "Choose or type a value first." : undefined}
        onClick={() => (chosen === null ? undefined : add(chosen.key))}
      >
        Add value
      </Button>
    </div>
  );
}
