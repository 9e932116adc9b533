import { ListFilter } from "lucide-react";
import { useId, useMemo } from "react";
import { readQuery, withoutToken, withToken } from "../../lib/search-language.ts";
import { Button } from "../button/button.tsx";
import { CheckboxRow } from "../checkbox/checkbox.tsx";
import { Combobox } from "../combobox/combobox.tsx";
import type { OptionSource, PickOption } from "../combobox/use-options.ts";
import { Field } from "../field/field.tsx";
import { Popover } from "../popover/popover.tsx";
import { dayValues, type SearchKey, valueLabel } from "../search-box/search-key.ts";
import { Select } from "../select/select.tsx";
import { TextInput } from "../text-input/text-input.tsx";

interface FilterButtonProps {
  readonly query: string;
  readonly keys: readonly SearchKey[];
  readonly onChange: (query: string, history: "push" | "replace") => void;
}

const any = "any";

function Choice({
  searchKey,
  query,
  onChange,
}: { readonly searchKey: SearchKey } & FilterButtonProps) {
  const { key, label, many = false } = searchKey;
  const picked = readQuery(query).tokens.filter((token) => token.key === key);
  const values = searchKey.kind === "date" ? dayValues(Date.now()) : (searchKey.values ?? []);
  if (many) {
    return (
      <Field label={label} group>
        <div className="grid grid-cols-2 gap-x-3">
          {values.map((each) => (
            <CheckboxRow
              key={each.value}
              label={each.label}
              checked={picked.some((token) => token.value === each.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? withToken(query, { key, value: each.value }, true)
                    : withoutToken(query, key, each.value),
                  "push",
                )
              }
            />
          ))}
        </div>
      </Field>
    );
  }
  const chosen = picked[0]?.value ?? any;
  // A day that was chosen a while ago, or typed, is none of those that are offered now.
  const isOffered = chosen === any || values.some(({ value }) => value === chosen);
  return (
    <Field label={label}>
      <Select
        value={chosen}
        onChange={(value) =>
          onChange(
            value === any ? withoutToken(query, key) : withToken(query, { key, value }, false),
            "push",
          )
        }
        options={[
          { value: any, label: "Any" },
          ...(isOffered ? [] : [{ value: chosen, label: valueLabel(searchKey, chosen) }]),
          ...values.map((each) => ({ value: each.value, label: each.label })),
        ]}
      />
    </Field>
  );
}

/** A value that the server knows, found by typing; what it does not know is taken as it is typed. */
function Found({
  searchKey,
  query,
  onChange,
}: { readonly searchKey: SearchKey } & FilterButtonProps) {
  const { key, label, description, source } = searchKey;
  const value = readQuery(query).tokens.find((token) => token.key === key)?.value;
  const options = useMemo<OptionSource<PickOption>>(
    () =>
      source === undefined
        ? []
        : async (text, signal) =>
            (await source(text, signal)).map((each) => ({ ...each, key: each.value })),
    [source],
  );
  const take = (next: string) => onChange(withToken(query, { key, value: next }, false), "push");
  return (
    <Field label={label} help={description}>
      <Combobox
        source={options}
        value={value === undefined ? null : { key: value, label: value }}
        onChange={(option) =>
          option === null ? onChange(withoutToken(query, key), "push") : take(option.key)
        }
        onCreate={take}
      />
    </Field>
  );
}

/** A value that is typed: it is taken when the field is left or Enter is pressed. */
function Typed({
  searchKey,
  query,
  onChange,
}: { readonly searchKey: SearchKey } & FilterButtonProps) {
  const { key, label, description } = searchKey;
  const value = readQuery(query).tokens.find((token) => token.key === key)?.value ?? "";
  const take = (next: string) => {
    if (next === value) return;
    onChange(
      next === "" ? withoutToken(query, key) : withToken(query, { key, value: next }, false),
      "push",
    );
  };
  return (
    <Field label={label} help={description}>
      <TextInput
        key={value}
        defaultValue={value}
        onBlur={(event) => take(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value.trim());
        }}
      />
    </Field>
  );
}

const parts = { choice: Choice, date: Choice, source: Found, text: Typed } as const;

/** The keys of a list as a form, for mouse and finger; writes the same query as the box. */
export function FilterButton({ query, keys, onChange }: FilterButtonProps) {
  const id = useId();
  const count = readQuery(query).tokens.length;
  return (
    <Popover
      sheet
      label="Filters"
      align="end"
      trigger={
        <Button icon={<ListFilter aria-hidden size={16} strokeWidth={1.75} />}>
          Filter
          {count === 0 ? null : (
            <span className="rounded-full bg-accent px-1.5 text-caption text-on-accent tabular-nums">
              {count}
              <span className="sr-only"> in use</span>
            </span>
          )}
        </Button>
      }
    >
      <div id={id} className="flex flex-col gap-4">
        {keys.map((searchKey) => {
          const Part = parts[searchKey.kind];
          return (
            <Part
              key={searchKey.key}
              searchKey={searchKey}
              query={query}
              keys={keys}
              onChange={onChange}
            />
          );
        })}
      </div>
    </Popover>
  );
}
