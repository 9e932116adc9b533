import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../button/icon-button.tsx";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { frameLook } from "./look.ts";
import { nativeWires, type TextInputProps } from "./text-input.tsx";

interface InputGroupProps extends Omit<TextInputProps, "prefix"> {
  /** An icon or a unit in front of the text. */
  readonly prefix?: ReactNode;
  /** A unit or a button behind the text. */
  readonly suffix?: ReactNode;
  /** Empties the field; the button shows while there is text. */
  readonly onClear?: (() => void) | undefined;
  readonly clearLabel?: string;
}

const heights = { sm: "h-control-sm", md: "h-control", lg: "h-control-lg" } as const;

/** A text field with something before or behind the text, inside one frame. */
export function InputGroup({
  prefix,
  suffix,
  onClear,
  clearLabel = "Clear",
  size = "md",
  mono = false,
  className,
  ...rest
}: InputGroupProps) {
  const wires = useFieldWires(nativeWires(rest));
  const hasText = rest.value !== undefined && rest.value !== "";
  return (
    <div
      className={cx(
        "ring-within flex w-full has-[input:read-only]:bg-surface-sunken min-w-0 items-center",
        frameLook,
        heights[size],
        className,
      )}
    >
      {prefix === undefined ? null : (
        <span className="flex shrink-0 items-center ps-2.5 text-text-tertiary">{prefix}</span>
      )}
      <input
        type="text"
        autoComplete="off"
        {...rest}
        {...wires}
        className={cx(
          "h-full w-full min-w-0 grow bg-transparent px-2.5 outline-none",
          mono && "font-mono text-dense",
        )}
      />
      {onClear !== undefined && hasText ? (
        <IconButton
          size="sm"
          label={clearLabel}
          icon={<X aria-hidden size={14} strokeWidth={1.75} />}
          onClick={onClear}
          className="me-0.5 max-h-full"
        />
      ) : null}
      {suffix === undefined ? null : (
        <span className="flex h-full shrink-0 items-center pe-2.5 text-text-tertiary">
          {suffix}
        </span>
      )}
    </div>
  );
}
