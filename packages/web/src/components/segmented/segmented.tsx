import { useId } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";
import { useFieldLabel } from "../field/field.tsx";

interface SegmentedProps<Value extends string> {
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly reason?: string | undefined;
  }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly label?: string;
  readonly size?: "sm" | "md";
  /** The choice is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly className?: string;
}

/** Two to five words side by side, one of them on. A radio group: one tab stop, arrows move. */
export function Segmented<Value extends string>({
  options,
  value,
  onChange,
  label,
  size = "md",
  writes = false,
  className,
}: SegmentedProps<Value>) {
  const name = useId();
  const labelledBy = useFieldLabel();
  const offline = useRefusal(undefined, writes);
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={label === undefined ? labelledBy : undefined}
      className={cx("inline-flex max-w-full self-start rounded-control bg-fill p-0.5", className)}
    >
      {options.map((option) => {
        const reason = option.reason ?? offline;
        const refused = reason !== undefined;
        return (
          <WithReason key={option.value} reason={reason}>
            {(described) => (
              <label
                className={cx(
                  "relative flex items-center justify-center whitespace-nowrap rounded-small px-2.5 font-medium text-dense transition-colors duration-80 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus pointer-coarse:h-10",
                  size === "sm" ? "h-6" : "h-7",
                  option.value === value && "segment-on shadow-sticky",
                  refused
                    ? "cursor-not-allowed text-text-disabled"
                    : option.value === value
                      ? "cursor-pointer text-text"
                      : "cursor-pointer text-text-secondary hover:text-text",
                )}
              >
                <input
                  type="radio"
                  name={name}
                  value={option.value}
                  checked={option.value === value}
                  {...described}
                  onClick={(event) => (refused ? event.preventDefault() : undefined)}
                  onChange={() => (refused ? undefined : onChange(option.value))}
                  className="absolute inset-0 cursor-[inherit] appearance-none outline-none"
                />
                {option.label}
              </label>
            )}
          </WithReason>
        );
      })}
    </div>
  );
}
