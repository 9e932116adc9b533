import { ChevronDown, X } from "lucide-react";
import { useRef, useState } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { IconButton } from "../button/icon-button.tsx";
import type { ControlSize } from "../button/look.ts";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { useListbox } from "../listbox/use-listbox.ts";
import { Spinner } from "../progress/progress.tsx";
import { frameHeights, frameLook } from "../text-input/look.ts";
import { PickList, pickNote } from "./pick-list.tsx";
import { type OptionSource, type PickOption, useOptions } from "./use-options.ts";

interface ComboboxProps<Option extends PickOption> {
  readonly source: OptionSource<Option>;
  readonly value: Option | null;
  readonly onChange: (value: Option | null) => void;
  readonly placeholder?: string;
  /** Name where no Field gives one. */
  readonly label?: string;
  /** Takes a text that is no option; Enter makes it one. */
  readonly onCreate?: ((text: string) => void) | undefined;
  readonly mono?: boolean;
  /** One is always chosen: another replaces it, nothing clears it. */
  readonly required?: boolean;
  /** The choice is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly size?: ControlSize;
  readonly className?: string;
}

/** One of many, found by typing. */
export function Combobox<Option extends PickOption>({
  source,
  value,
  onChange,
  placeholder,
  label,
  onCreate,
  mono = false,
  required = false,
  writes = false,
  size = "md",
  className,
}: ComboboxProps<Option>) {
  const wires = useFieldWires({});
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(false);
  const text = typed ?? value?.label ?? "";
  const found = useOptions(source, typed ?? "", open);
  const offline = useRefusal(undefined, writes);
  const options =
    offline === undefined
      ? found.options
      : found.options.map((option) => ({ ...option, reason: option.reason ?? offline }));
  const settle = (): void => {
    setOpen(false);
    setTyped(undefined);
  };
  const list = useListbox<Option>({
    options,
    open,
    onOpenChange: setOpen,
    onPick: (option) => {
      onChange(option);
      settle();
    },
    onClear: () => {
      if (required ? typed === undefined : text === "") return false;
      if (!required) onChange(null);
      settle();
      return true;
    },
    onSubmit:
      onCreate === undefined || typed === undefined || typed.trim() === ""
        ? undefined
        : () => {
            onCreate(typed.trim());
            settle();
          },
    isPicked: (option) => option.key === value?.key,
    // Enter right after opening changes nothing; what is typed leads to what matches it first.
    startAt: typed === undefined ? value?.key : undefined,
  });
  return (
    <PickList
      open={open}
      onOpenChange={setOpen}
      frame={frame}
      label={label}
      list={list}
      options={options}
      note={pickNote(found, typed ?? "")}
    >
      <div
        ref={frame}
        className={cx(
          "ring-within flex w-full min-w-0 items-center",
          frameLook,
          frameHeights[size],
          className,
        )}
      >
        {value?.mark === undefined || typed !== undefined ? null : (
          <span className="flex shrink-0 ps-2">{value.mark}</span>
        )}
        <input
          ref={input}
          {...wires}
          {...list.inputProps}
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
          }}
          onClick={(event) => {
            // Typing replaces what is chosen, as it does after Tab.
            if (required && typed === undefined) event.currentTarget.select();
            setOpen(true);
          }}
          onBlur={settle}
          className={cx(
            "h-full w-full min-w-0 grow bg-transparent px-2.5 outline-none",
            mono && "font-mono text-dense",
          )}
        />
        {found.loading && open ? <Spinner className="me-2 text-text-tertiary" /> : null}
        {value === null || required ? (
          <ChevronDown
            aria-hidden
            size={16}
            strokeWidth={1.75}
            className="me-2.5 shrink-0 text-text-tertiary"
          />
        ) : (
          <IconButton
            size="sm"
            label={`Clear ${label ?? "choice"}`}
            icon={<X aria-hidden size={14} strokeWidth={1.75} />}
            onClick={() => {
              onChange(null);
              setTyped(undefined);
              input.current?.focus();
            }}
            className="me-0.5 max-h-full"
          />
        )}
      </div>
    </PickList>
  );
}
