import { type ReactNode, useId } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";
import { useFieldLabel, useFieldWires } from "../field/field.tsx";
import { idList } from "../field/id-list.ts";

/** One of few choices that are worth a sentence each. */
export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly icon?: ReactNode;
  /** Why it cannot be chosen. */
  readonly reason?: string | undefined;
}

interface RadioCardsProps<Value extends string> {
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  /** Name of the group where no Field with `group` gives one. */
  readonly label?: string;
  readonly columns?: 1 | 2 | 3;
  /** The choice is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly className?: string;
}

const grids = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" } as const;

/** What a card says: its name, a sentence about it, and why it cannot be chosen. */
function Words<Value extends string>({
  id,
  option,
  refused,
}: {
  readonly id: string;
  readonly option: RadioOption<Value>;
  readonly refused: boolean;
}) {
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <span className={cx("font-medium text-body", refused && "text-text-secondary")}>
        {option.label}
      </span>
      {option.description === undefined ? null : (
        <span id={`${id}-description`} className="text-caption text-text-secondary">
          {option.description}
        </span>
      )}
      {option.reason === undefined ? null : (
        <span id={`${id}-reason`} className="text-caption text-text-tertiary">
          {option.reason}
        </span>
      )}
    </span>
  );
}

function Card<Value extends string>({
  option,
  name,
  checked,
  offline,
  onChange,
}: {
  readonly option: RadioOption<Value>;
  readonly name: string;
  /** Why none of them can be chosen now. */
  readonly offline: string | undefined;
  readonly checked: boolean;
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  const refused = option.reason !== undefined || offline !== undefined;
  const description = option.description !== undefined && `${id}-description`;
  return (
    <WithReason
      reason={option.reason === undefined ? offline : undefined}
      describedBy={idList(description, option.reason !== undefined && `${id}-reason`)}
    >
      {(described) => (
        <label
          className={cx(
            "has-[input:focus-visible]:-outline-offset-1 flex items-start gap-2.5 rounded-card border p-3 transition-colors duration-80 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus",
            checked ? "border-accent-border bg-fill-selected" : "border-border bg-surface",
            refused ? "cursor-not-allowed" : !checked && "hover:border-border-control-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={checked}
            {...described}
            aria-disabled={refused ? true : undefined}
            onClick={(event) => (refused ? event.preventDefault() : undefined)}
            onChange={() => (refused ? undefined : onChange(option.value))}
            className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-border-control bg-surface outline-none checked:border-5 checked:border-accent aria-disabled:border-border aria-disabled:bg-fill"
          />
          {option.icon === undefined ? null : (
            <span className={cx("mt-0.5", checked ? "text-accent-text" : "text-text-tertiary")}>
              {option.icon}
            </span>
          )}
          <Words id={id} option={option} refused={refused} />
        </label>
      )}
    </WithReason>
  );
}

/** Radios as cards. Arrows move between them; a refused one stays reachable and says why. */
export function RadioCards<Value extends string>({
  options,
  value,
  onChange,
  label,
  columns = 1,
  writes = false,
  className,
}: RadioCardsProps<Value>) {
  const id = useId();
  const wires = useFieldWires({});
  const labelledBy = useFieldLabel();
  const offline = useRefusal(undefined, writes);
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={label === undefined ? labelledBy : undefined}
      className={cx("grid gap-2", grids[columns], className)}
    >
      {options.map((option) => (
        <Card
          key={option.value}
          option={option}
          name={wires.name ?? id}
          checked={option.value === value}
          offline={offline}
          onChange={onChange}
        />
      ))}
    </div>
  );
}
