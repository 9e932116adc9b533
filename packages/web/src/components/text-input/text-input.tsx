import type { ComponentProps } from "react";
import type { ControlSize } from "../button/look.ts";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { frameLook, frameSizes } from "./look.ts";

/** Props of a text field; everything of the native input except its own size and `disabled`. */
export interface TextInputProps extends Omit<ComponentProps<"input">, "size" | "disabled"> {
  readonly size?: ControlSize | undefined;
  /** For names that machines read: ids, scopes, claims. */
  readonly mono?: boolean | undefined;
}

type Wired = Pick<TextInputProps, "id" | "name" | "aria-describedby" | "aria-invalid">;

/** Wires of a native control; `aria-invalid` only when true, so that nothing else is announced. */
export function nativeWires(props: Wired): Parameters<typeof useFieldWires>[0] {
  const invalid = props["aria-invalid"] === true || props["aria-invalid"] === "true";
  return {
    id: props.id,
    name: props.name,
    "aria-describedby": props["aria-describedby"],
    "aria-invalid": invalid ? true : undefined,
  };
}

/** One line of text. Width comes from the layout: a field is as wide as what it holds. */
export function TextInput({ size = "md", mono = false, className, ...rest }: TextInputProps) {
  const wires = useFieldWires(nativeWires(rest));
  return (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      {...wires}
      className={cx(
        "w-full min-w-0 read-only:bg-surface-sunken",
        frameLook,
        frameSizes[size],
        mono && "font-mono text-dense",
        className,
      )}
    />
  );
}

/** Several lines of text. */
export function TextArea({
  mono = false,
  rows = 4,
  className,
  ...rest
}: Omit<ComponentProps<"textarea">, "disabled"> & { readonly mono?: boolean }) {
  const wires = useFieldWires(nativeWires(rest));
  return (
    <textarea
      rows={rows}
      {...rest}
      {...wires}
      className={cx(
        "w-full min-w-0 px-2.5 py-1.5 read-only:bg-surface-sunken",
        frameLook,
        mono && "font-mono text-dense",
        className,
      )}
    />
  );
}
