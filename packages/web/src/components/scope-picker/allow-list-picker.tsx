import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../button/button.tsx";
import { Chip } from "../chips/chip.tsx";
import { EntityPicker, type EntitySearch } from "../entity-picker/entity-picker.tsx";
import { FieldError } from "../field/field.tsx";
import { RadioCards } from "../radio-cards/radio-cards.tsx";
import { Select } from "../select/select.tsx";
import { TextInput } from "../text-input/text-input.tsx";
import {
  type AllowEntry,
  allowText,
  isAllowId,
  maxAllowEntries,
  normalizedAllowList,
  readAllowList,
} from "./allow-list.ts";

/** A type of objects that may be listed. Without a search the id is typed. */
export interface AllowType {
  readonly type: string;
  readonly label: string;
  readonly search?: EntitySearch | undefined;
}

interface AllowListPickerProps {
  readonly types: readonly AllowType[];
  /** Undefined is "all objects". */
  readonly value: readonly AllowEntry[] | undefined;
  readonly onChange: (value: readonly AllowEntry[] | undefined) => void;
  /** Names of objects by `type:id`, for those that were picked by name. */
  readonly names: ReadonlyMap<string, string>;
  readonly onName: (entry: string, name: string) => void;
}

/** On which objects a token works: all that its user may touch, or listed ones. */
export function AllowListPicker({ types, value, onChange, names, onName }: AllowListPickerProps) {
  const [kept, setKept] = useState<readonly AllowEntry[]>([]);
  return (
    <div className="flex flex-col gap-4">
      <RadioCards
        label="On which objects"
        columns={2}
        value={value === undefined ? "all" : "listed"}
        onChange={(next) => {
          if (value !== undefined) setKept(value);
          onChange(next === "all" ? undefined : kept);
        }}
        options={[
          { value: "all", label: "All", description: "Every object that you may touch." },
          { value: "listed", label: "Listed", description: "Only the objects you name." },
        ]}
      />
      {value === undefined ? null : (
        <Listed types={types} value={value} onChange={onChange} names={names} onName={onName} />
      )}
    </div>
  );
}

function Listed({
  types,
  value,
  onChange,
  names,
  onName,
}: AllowListPickerProps & { readonly value: readonly AllowEntry[] }) {
  const [type, setType] = useState(types[0]?.type ?? "");
  const [id, setId] = useState("");
  const [problem, setProblem] = useState<string>();
  const chosen = types.find((each) => each.type === type);
  const known = types.map((each) => each.type);
  const stored = normalizedAllowList(value);
  const add = (entries: readonly AllowEntry[]) => {
    const next = normalizedAllowList([...value, ...entries]);
    if (next.length > maxAllowEntries) {
      setProblem(`At most ${maxAllowEntries} objects can be listed.`);
      return;
    }
    setProblem(undefined);
    onChange(next);
  };
  const addText = (text: string) => {
    const typed = isAllowId(text.trim().toLowerCase())
      ? { entries: [{ type, id: text.trim().toLowerCase() }], wrong: [] }
      : readAllowList(text, known);
    add(typed.entries);
    setId(typed.wrong.join(" "));
    const [first] = typed.wrong;
    if (first !== undefined) {
      setProblem(`“${first}” is neither an id (a UUID or *) nor type:id.`);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <Select
          label="Type of object"
          value={type}
          onChange={setType}
          options={types.map((each) => ({ value: each.type, label: each.label }))}
          className="max-w-44"
        />
        {chosen?.search === undefined ? null : (
          <div className="min-w-56 grow basis-0">
            <EntityPicker
              label={`Find ${chosen.label.toLowerCase()}`}
              placeholder={`Find ${chosen.label.toLowerCase()}`}
              search={chosen.search}
              value={null}
              onChange={(entity) => {
                if (entity === null) return;
                onName(`${type}:${entity.id}`, entity.name);
                add([{ type, id: entity.id }]);
              }}
            />
          </div>
        )}
        <Button onClick={() => add([{ type, id: "*" }])}>All of this type</Button>
      </div>
      <div className="flex items-start gap-2">
        <TextInput
          mono
          aria-label="Ids or lines of type:id"
          aria-invalid={problem !== undefined}
          placeholder="Id, or lines of type:id"
          value={id}
          onChange={(event) => {
            setId(event.target.value);
            setProblem(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (id.trim() !== "") addText(id);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!pasted.includes("\n")) return;
            event.preventDefault();
            addText(pasted);
          }}
        />
        <Button
          icon={<Plus aria-hidden size={16} strokeWidth={1.75} />}
          onClick={() => (id.trim() === "" ? undefined : addText(id))}
        >
          Add
        </Button>
      </div>
      {problem === undefined ? null : (
        <div role="alert">
          <FieldError>{problem}</FieldError>
        </div>
      )}
      <ul aria-label="Listed objects" className="flex list-none flex-wrap gap-1.5">
        {stored.map((entry) => {
          const text = allowText(entry);
          const name = names.get(text) ?? (entry.id === "*" ? "all" : entry.id);
          return (
            <li key={text} className="min-w-0">
              <Chip
                name={`${entry.type} ${name}`}
                onRemove={() => onChange(stored.filter((each) => allowText(each) !== text))}
              >
                <span title={text}>
                  {entry.type}: {name}
                </span>
              </Chip>
            </li>
          );
        })}
      </ul>
      <p className="text-caption text-text-secondary tabular-nums">
        {stored.length} of {maxAllowEntries}
        {stored.length === 0 ? ". With an empty list the token could do nothing." : ""}
      </p>
    </div>
  );
}
