import { useRef, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { Chip } from "../chips/chip.tsx";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { useListbox } from "../listbox/use-listbox.ts";
import { frameLook } from "../text-input/look.ts";
import { PickList, pickNote } from "./pick-list.tsx";
import { type OptionSource, type PickOption, useOptions } from "./use-options.ts";

interface MultiComboboxProps<Option extends PickOption> {
  readonly source: OptionSource<Option>;
  readonly values: readonly Option[];
  readonly onChange: (values: readonly Option[]) => void;
  readonly placeholder?: string;
  readonly label?: string;
  /** Makes options of what was typed or pasted (one per word or line); undefined takes nothing. */
  readonly onCreate?: ((text: string) => void) | undefined;
  /** Most that may be picked. */
  readonly max?: number;
  readonly className?: string;
}

/** Several of many: picked ones are chips before the text. Backspace in the empty text removes the last. */
export function MultiCombobox<Option extends PickOption>({
  source,
  values,
  onChange,
  placeholder,
  label,
  onCreate,
  max = Number.POSITIVE_INFINITY,
  className,
}: MultiComboboxProps<Option>) {
  const wires = useFieldWires({});
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const found = useOptions(source, text, open);
  const isPicked = (option: Option): boolean => values.some((each) => each.key === option.key);
  const full = values.length >= max;
  const remove = (option: Option): void => {
    onChange(values.filter((each) => each.key !== option.key));
    announce(`${option.label} removed`);
    input.current?.focus();
  };
  const list = useListbox<Option>({
    options: found.options,
    open,
    onOpenChange: setOpen,
    isPicked,
    onPick: (option) => {
      if (isPicked(option)) {
        remove(option);
        return;
      }
      if (full) {
        announce(`At most ${max} can be chosen`, "assertive");
        return;
      }
      onChange([...values, option]);
      setText("");
      announce(`${option.label} added`);
    },
    onClear: () => {
      if (text === "") return false;
      setText("");
      return true;
    },
    onBackspace: () => {
      const last = values.at(-1);
      if (last !== undefined) remove(last);
    },
    onSubmit:
      onCreate === undefined || text.trim() === ""
        ? undefined
        : () => {
            onCreate(text.trim());
            setText("");
          },
  });
  const note = full ? `At most ${max} can be chosen.` : pickNote(found, text);
  return (
    <PickList
      open={open}
      onOpenChange={setOpen}
      frame={frame}
      label={label}
      list={list}
      options={found.options}
      note={note}
    >
      <div
        ref={frame}
        className={cx(
          "ring-within flex min-h-control w-full min-w-0 flex-wrap items-center gap-1 p-0.5",
          frameLook,
          className,
        )}
      >
        {values.map((option) => (
          <Chip key={option.key} name={option.label} onRemove={() => remove(option)}>
            {option.label}
          </Chip>
        ))}
        <input
          ref={input}
          {...wires}
          {...list.inputProps}
          aria-label={label}
          placeholder={values.length === 0 ? placeholder : undefined}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (onCreate === undefined || !/[\n,]/.test(pasted)) return;
            event.preventDefault();
            onCreate(pasted);
          }}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          className="h-7 min-w-24 grow bg-transparent px-2 outline-none"
        />
      </div>
    </PickList>
  );
}
