import { Columns3 } from "lucide-react";
import { Button } from "../button/button.tsx";
import { CheckboxRow } from "../checkbox/checkbox.tsx";
import { Popover } from "../popover/popover.tsx";
import type { ColumnChoice } from "./use-columns.ts";

/** The button that chooses the columns of a table; phones show no columns and no button. */
export function ColumnChooser({ choice }: { readonly choice: ColumnChoice }) {
  const { columns, hidden, onChange } = choice;
  return (
    <Popover
      label="Columns"
      align="end"
      className="sm:w-60"
      trigger={
        <Button
          icon={<Columns3 aria-hidden size={16} strokeWidth={1.75} />}
          className="max-sm:hidden"
        >
          Columns
        </Button>
      }
    >
      <fieldset>
        <legend className="pb-1 text-caption text-text-secondary">
          Chosen in this browser. Narrow windows show fewer.
        </legend>
        {columns.map(({ key, label }) => (
          <CheckboxRow
            key={key}
            label={label}
            checked={!hidden.has(key)}
            onChange={({ target }) => {
              const next = new Set(hidden);
              if (target.checked) next.delete(key);
              else next.add(key);
              onChange(next);
            }}
          />
        ))}
      </fieldset>
    </Popover>
  );
}
