import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { useMemo, useState } from "react";
import { useCoarsePointer } from "../../lib/media.ts";
import { useRefusal } from "../../lib/refusal.ts";
import type { ControlSize } from "../button/look.ts";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";
import { Combobox } from "../combobox/combobox.tsx";
import { useFieldWires } from "../field/field.tsx";
import { frameLook, frameSizes } from "../text-input/look.ts";

/** The most options that are read as a list; among more, one is found by typing (console guide §7.1). */
const mostListed = 12;

/** Something that can be chosen. */
export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string | undefined;
}

interface SelectProps<Value extends string> {
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  /** Name where no Field gives one. */
  readonly label?: string;
  readonly size?: ControlSize;
  /** The choice is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly className?: string;
}

interface PartProps<Value extends string> extends SelectProps<Value> {
  /** Why nothing can be chosen now. */
  readonly reason: string | undefined;
}

/** The native picker, for fingers. */
function NativeSelect<Value extends string>({
  options,
  value,
  onChange,
  placeholder,
  label,
  size = "md",
  reason,
  className,
}: PartProps<Value>) {
  const { "aria-describedby": describedBy, ...wires } = useFieldWires({});
  return (
    <WithReason reason={reason} describedBy={describedBy}>
      {(described) => (
        <select
          {...wires}
          {...described}
          aria-label={label}
          value={value ?? ""}
          // The system's picker does not open; where it does all the same, what was chosen stays.
          onMouseDown={(event) => (reason === undefined ? undefined : event.preventDefault())}
          onChange={(event) => {
            const picked = options.find((option) => option.value === event.target.value);
            if (picked !== undefined && reason === undefined) onChange(picked.value);
          }}
          className={cx("w-full", frameLook, frameSizes[size], className)}
        >
          {value === undefined ? <option value="">{placeholder ?? ""}</option> : null}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </WithReason>
  );
}

function Option<Value extends string>({ option }: { readonly option: SelectOption<Value> }) {
  return (
    <Radix.Item
      value={option.value}
      className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-control px-2 py-1 text-dense outline-none data-highlighted:bg-fill-hover"
    >
      <span className="w-4 shrink-0 text-accent-text">
        <Radix.ItemIndicator>
          <Check aria-hidden size={16} strokeWidth={1.75} />
        </Radix.ItemIndicator>
      </span>
      <span className="flex min-w-0 flex-col">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.description === undefined ? null : (
          <span className="text-caption text-text-secondary">{option.description}</span>
        )}
      </span>
    </Radix.Item>
  );
}

function ListSelect<Value extends string>({
  options,
  value,
  onChange,
  placeholder,
  label,
  size = "md",
  reason,
  className,
}: PartProps<Value>) {
  const { id, name: _, "aria-describedby": describedBy, ...wires } = useFieldWires({});
  const [isOpen, setOpen] = useState(false);
  return (
    <Radix.Root
      open={isOpen && reason === undefined}
      onOpenChange={(next) => setOpen(next && reason === undefined)}
      value={value ?? ""}
      onValueChange={(next) => {
        const picked = options.find((option) => option.value === next);
        // A letter chooses on the closed button too.
        if (picked !== undefined && reason === undefined) onChange(picked.value);
      }}
    >
      <WithReason reason={reason} describedBy={describedBy}>
        {(described) => (
          <Radix.Trigger
            id={id}
            {...wires}
            {...described}
            aria-label={label}
            className={cx(
              "inline-flex w-full min-w-0 items-center justify-between gap-2 text-start data-placeholder:text-text-tertiary",
              frameLook,
              frameSizes[size],
              className,
            )}
          >
            <span className="truncate">
              <Radix.Value placeholder={placeholder} />
            </span>
            <ChevronDown
              aria-hidden
              size={16}
              strokeWidth={1.75}
              className="shrink-0 text-text-tertiary"
            />
          </Radix.Trigger>
        )}
      </WithReason>
      <Radix.Portal>
        <Radix.Content
          data-surface
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="layer-menu max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-menu-in overflow-hidden rounded-card border raised shadow-menu"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The choices as a combobox that always holds one of them. */
function SearchedSelect<Value extends string>({
  options,
  value,
  onChange,
  size = "md",
  ...rest
}: SelectProps<Value>) {
  const source = useMemo(
    () =>
      options.map((option) => ({
        key: option.value,
        label: option.label,
        secondary: option.description,
        value: option.value,
      })),
    [options],
  );
  return (
    <Combobox
      {...rest}
      required
      size={size}
      source={source}
      value={source.find(({ key }) => key === value) ?? null}
      onChange={(option) => {
        if (option !== null) onChange(option.value);
      }}
    />
  );
}

/**
 * One of the options, however many there are: a list of few, with the system's own picker where fingers point, and a
 * combobox once there are more than twelve.
 */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const reason = useRefusal(undefined, props.writes === true);
  const Listed = useCoarsePointer() ? NativeSelect : ListSelect;
  if (props.options.length > mostListed) return <SearchedSelect {...props} />;
  return <Listed {...props} reason={reason} />;
}
