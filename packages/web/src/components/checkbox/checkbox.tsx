import { Check, Minus } from "lucide-react";
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { idList } from "../field/id-list.ts";

/** Props of a checkbox. `mixed` shows a dash: some of what it stands for is on. */
export interface CheckboxProps
  extends Omit<ComponentProps<"input">, "type" | "size" | "disabled" | "aria-invalid"> {
  readonly mixed?: boolean | undefined;
  readonly disabledReason?: string | undefined;
}

/** A native checkbox in our shape. It has no label of its own: `aria-label`, or CheckboxRow. */
export function Checkbox({
  mixed = false,
  disabledReason,
  className,
  onClick,
  onChange,
  ...rest
}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const wires = useFieldWires({
    id: rest.id,
    name: rest.name,
    "aria-describedby": rest["aria-describedby"],
  });
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = mixed;
  }, [mixed]);
  const refused = disabledReason !== undefined;
  return (
    <span className={cx("relative inline-flex size-4 shrink-0", className)}>
      <WithReason reason={disabledReason} describedBy={wires["aria-describedby"]}>
        {(reason) => (
          <input
            {...rest}
            ref={input}
            id={wires.id}
            name={wires.name}
            {...reason}
            type="checkbox"
            onClick={(event) => (refused ? event.preventDefault() : onClick?.(event))}
            onChange={(event) => (refused ? undefined : onChange?.(event))}
            className="peer forced-colors:appearance-auto size-4 after:absolute after:-inset-1.5 pointer-coarse:after:-inset-3.5 appearance-none rounded-small border border-border-control bg-surface transition-colors duration-80 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent hover:border-border-control-hover checked:hover:border-accent-hover checked:hover:bg-accent-hover aria-disabled:border-border aria-disabled:bg-fill"
          />
        )}
      </WithReason>
      <Check
        aria-hidden
        size={12}
        strokeWidth={3}
        className={cx(
          "pointer-events-none absolute start-0.5 top-0.5 opacity-0 forced-colors:hidden",
          refused ? "text-text-disabled" : "text-on-accent",
          mixed ? "" : "peer-checked:opacity-100",
        )}
      />
      <Minus
        aria-hidden
        size={12}
        strokeWidth={3}
        className={cx(
          "pointer-events-none absolute start-0.5 top-0.5 forced-colors:hidden",
          refused ? "text-text-disabled" : "text-on-accent",
          mixed ? "opacity-100" : "opacity-0",
        )}
      />
    </span>
  );
}

/** A checkbox with its label and, where given, a description; the whole row is the target. */
export function CheckboxRow({
  label,
  description,
  ...rest
}: CheckboxProps & { readonly label: ReactNode; readonly description?: ReactNode }) {
  const id = useId();
  const descriptionId = description === undefined ? undefined : `${id}-description`;
  return (
    <div className="flex items-start gap-2.5 py-1">
      <Checkbox
        {...rest}
        id={id}
        aria-describedby={idList(rest["aria-describedby"], descriptionId)}
        className="mt-0.5"
      />
      <span className="flex min-w-0 flex-col">
        <label
          htmlFor={id}
          className={cx(
            "text-body before:absolute",
            rest.disabledReason === undefined
              ? "cursor-pointer"
              : "cursor-not-allowed text-text-secondary",
          )}
        >
          {label}
        </label>
        {description === undefined ? null : (
          <span id={descriptionId} className="text-caption text-text-secondary">
            {description}
          </span>
        )}
      </span>
    </div>
  );
}
